import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { masker } from '#platform/masking/index.ts'
import { dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import type { Period } from './figures/facts.ts'
import { periodOf } from './figures/months.ts'

/**
 * Typical solved cases of a month, for its publication. Each is told by its title, which may have been a resident's first
 * sentence, and the answer: for masks, people and review, as in every publication.
 */
type Asked = {
  countyId: number
  world: Pick<World, 'calendar' | 'rules' | 'today'>
  month: string
  /** Null: the whole county. */
  townshipId: string | null
}

/** Candidates that are looked through for some that differ in field. */
const LOOKED_THROUGH = 200
const MOST_SOLVED = 3

/**
 * Closed in the month, solved and found good by whoever brought it up. Neither what accuses somebody, nor what is about a
 * village's own people, nor petitions. `a` is the appeal, `w` its answer.
 */
const candidates = (countyId: number, townshipId: string | null, { from, to }: Period) => sql`(
    SELECT s.appeal_id, s.from_at FROM appeal_spans s
    WHERE s.county_id = ${countyId} AND s.state = 'closed' AND s.from_at >= ${from} AND s.from_at < ${to}
      AND (${townshipId}::uuid IS NULL OR s.township_id = ${townshipId}::uuid)
    ORDER BY s.from_at DESC, s.appeal_id LIMIT ${LOOKED_THROUGH}) c
  JOIN appeals a ON a.county_id = ${countyId} AND a.id = c.appeal_id
  CROSS JOIN LATERAL (SELECT n.text, n.person_id, n.passed_by FROM appeal_answers n
    WHERE n.county_id = ${countyId} AND n.appeal_id = a.id AND n.status = 'passed' AND n.kind IN ('answer', 'at_once')
    ORDER BY n.entered_at DESC, n.id LIMIT 1) w
  WHERE a.state IN ('closed', 'archived') AND a.solved AND a.satisfaction IN ('satisfied', 'fairly')
    AND a.track = 'ordinary' AND NOT a.about_village AND a.nature IN ('help', 'complaint', 'advice')
    AND a.excluded_code IS NULL`

type Solved = { title: string; field_code: string | null; text: string }

/** In as many fields as there are. */
export async function listSolved(tx: Tx, { countyId, world, month, townshipId }: Asked) {
  const period = periodOf(world.calendar, month)
  const { rows } = await sql<Solved>`
    SELECT a.title, a.field_code, w.text FROM ${candidates(countyId, townshipId, period)}
    ORDER BY c.from_at, a.id`.execute(tx)
  const labels = new Map(
    dictionary(world.rules, 'appeal.field', world.today).map(({ code, label }) => [code, label]),
  )
  const byField = Map.groupBy(rows, ({ field_code }) => field_code ?? '')
  return [...byField.values()]
    .toSorted((a, b) => b.length - a.length)
    .slice(0, MOST_SOLVED)
    .flatMap(([row]) =>
      row ? [{ field: labels.get(row.field_code ?? '') ?? null, title: row.title, answer: row.text }] : [],
    )
}

/**
 * Who is named in the words of what a month tells of, and who handled it or has a post where it was handled, with the
 * titles of their posts. Who spoke up is not among them by any knowledge of ours: it is sealed, and opened for no mask (decision 0036). What is
 * known is what the appeals and answers say in clear. Of every case that could be told, not only of those that are: which
 * these were is not kept, and it changes with what residents say later.
 */
export async function namesInSolved(tx: Tx, { countyId, world, month, townshipId }: Asked) {
  const period = periodOf(world.calendar, month)
  const { rows } = await sql<{ texts: string[]; people: string[]; organizations: string[] }>`
    SELECT array_remove(ARRAY[a.title, a.cause, a.course, a.place_detail, w.text], NULL) AS texts,
      array_remove(ARRAY[w.person_id, w.passed_by, a.leader_id], NULL) AS people,
      array_remove(ARRAY[a.place_id, a.township_id, a.handler_id] || a.assistant_ids, NULL) AS organizations
    FROM ${candidates(countyId, townshipId, period)}`.execute(tx)
  const find = masker()
  const found = rows
    .flatMap(({ texts }) => texts)
    .flatMap((text) =>
      find(text).hits.flatMap((hit) => (hit.kind === 'name' ? [text.slice(hit.from, hit.to)] : [])),
    )
  return {
    // A surname alone is everybody's.
    people: [...new Set(found)].filter((name) => name.length > 1),
    officials: await listOfficials(
      tx,
      countyId,
      rows.flatMap(({ people }) => people),
      rows.flatMap(({ organizations }) => organizations),
    ),
  }
}

async function listOfficials(
  tx: Tx,
  countyId: number,
  people: readonly string[],
  organizations: readonly string[],
) {
  const { rows } = await sql<{ name: string; titles: string[] }>`
    SELECT n.name, array_remove(array_agg(DISTINCT p.title), NULL) AS titles
    FROM people n LEFT JOIN posts p ON p.county_id = n.county_id AND p.person_id = n.id
    WHERE n.county_id = ${countyId} AND (n.id = ANY(${people}::uuid[]) OR p.organization_id = ANY(${organizations}::uuid[]))
    GROUP BY n.id, n.name`.execute(tx)
  return rows
}
