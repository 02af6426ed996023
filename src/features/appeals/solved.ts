import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { masker } from '#platform/masking/index.ts'
import { dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import type { Period } from './figures/facts.ts'
import { monthsFrom, periodOf } from './figures/months.ts'

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
  CROSS JOIN LATERAL (SELECT n.text FROM appeal_answers n
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
 * Who is named in the words of a month's cases, and who handled one or has a post where it was handled, with the titles
 * of their posts in that month. Who spoke up is not among them by any knowledge of ours: it is sealed, and opened for no
 * mask (decision 0036). What is known is what appeals and answers say in clear: of every ordinary case that was closed in
 * the month. Which are told is not kept, and what residents say later takes nobody's mask away.
 */
export async function namesInSolved(tx: Tx, { countyId, world, month, townshipId }: Asked) {
  const { from, to } = periodOf(world.calendar, month)
  const { rows } = await sql<{ texts: string[]; officials: { name: string; titles: string[] }[] }>`
    WITH told AS MATERIALIZED (
      SELECT a.id, a.title, a.cause, a.course, a.place_detail, a.leader_id, a.place_id, a.township_id, a.handler_id,
        a.assistant_ids FROM appeals a WHERE a.county_id = ${countyId} AND a.track = 'ordinary' AND a.id IN (
        SELECT s.appeal_id FROM appeal_spans s
        WHERE s.county_id = ${countyId} AND s.state = 'closed' AND s.from_at >= ${from} AND s.from_at < ${to}
          AND (${townshipId}::uuid IS NULL OR s.township_id = ${townshipId}::uuid))),
    answered AS MATERIALIZED (
      SELECT n.text, n.person_id, n.passed_by FROM told a
      JOIN appeal_answers n ON n.county_id = ${countyId} AND n.appeal_id = a.id AND n.status = 'passed'),
    said AS (
      SELECT unnest(ARRAY[title, cause, course, place_detail]) AS text FROM told
      UNION SELECT text FROM answered),
    held AS (
      SELECT * FROM posts WHERE county_id = ${countyId} AND valid_from < ${`${monthsFrom(month, 1)}-01`}::date
        AND (valid_to IS NULL OR valid_to > ${`${month}-01`}::date)),
    officials AS (
      SELECT n.name, coalesce(array_agg(DISTINCT p.title) FILTER (WHERE p.title IS NOT NULL), '{}') AS titles
      FROM people n LEFT JOIN held p ON p.person_id = n.id
      WHERE n.county_id = ${countyId} AND (
        n.id IN (SELECT unnest(ARRAY[person_id, passed_by]) FROM answered UNION SELECT leader_id FROM told)
        OR p.organization_id IN (
          SELECT unnest(ARRAY[place_id, township_id, handler_id] || assistant_ids) FROM told))
      GROUP BY n.id, n.name)
    SELECT (SELECT coalesce(array_agg(text), '{}') FROM said WHERE text IS NOT NULL) AS texts,
      (SELECT coalesce(json_agg(o), '[]') FROM officials o) AS officials`.execute(tx)
  const { texts = [], officials = [] } = rows[0] ?? {}
  return { people: await namesIn(texts), officials }
}

/** So many texts are read for names before others get their turn: a month of a large county takes seconds. */
const AT_A_TIME = 500

async function namesIn(texts: readonly string[]): Promise<string[]> {
  const find = masker()
  const names = new Set<string>()
  for (const [n, text] of texts.entries()) {
    if (n % AT_A_TIME === AT_A_TIME - 1) await setImmediate()
    // A surname alone is everybody's.
    for (const { kind, from, to } of find(text).hits)
      if (kind === 'name' && to - from > 1) names.add(text.slice(from, to))
  }
  return [...names]
}
