import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { ProblemAct, ProblemState } from '../lifecycle.ts'
import type { CountedClass } from '../schema.ts'

/** What one problem's life looks like from outside: what other features tell of it. Ids, codes and words as they stand. */
export type Story = {
  id: string
  number: string
  title: string
  feedbackText: string
  feedbackOn: string
  state: ProblemState
  secrecy: 'public' | 'internal' | 'work_secret'
  organizationId: string
  townshipId: string | null
  plannedOn: string | null
  goal: string | null
  closedAt: Date | null
  relapses: number
  /** Posts, not names, of who leads the rectification. */
  leaders: { part: 'lead' | 'co'; title: string }[]
  measures: {
    text: string
    organizationId: string
    dueOn: string
    doneOn: string | null
    result: string | null
  }[]
  evaluations: {
    raterClass: CountedClass
    valid: number
    satisfied: number
    fair: number
    unsatisfied: number
  }[]
  /** Pictures among the evidence, newest first. */
  pictures: {
    id: string
    sha256: string
    mime: string
    kind: string
    place: string | null
    takenOn: string
  }[]
  /** Everything that moved it, in order. */
  steps: { act: ProblemAct; at: string }[]
  /** Everybody it names, so that their names can be looked for in its words. */
  names: string[]
}

/** The story of each problem asked for, in the order of their numbers. */
export async function findStories(tx: Tx, countyId: number, ids: readonly string[]): Promise<Story[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<Story>`
    SELECT p.id, p.number, p.title, p.feedback_text AS "feedbackText", p.feedback_on AS "feedbackOn", p.state, p.secrecy,
      p.organization_id AS "organizationId", p.township_id AS "townshipId", p.planned_on AS "plannedOn", p.goal,
      p.closed_at AS "closedAt", p.relapses,
      (SELECT coalesce(json_agg(json_build_object('part', l.part, 'title', coalesce((SELECT x.title FROM posts x
          WHERE x.county_id = l.county_id AND x.person_id = l.person_id ORDER BY x.valid_from DESC LIMIT 1), ''))
          ORDER BY l.part DESC, l.id), '[]') FROM problem_leaders l WHERE l.county_id = p.county_id
        AND l.problem_id = p.id AND l.round = p.round AND NOT l.dropped) AS leaders,
      (SELECT coalesce(json_agg(json_build_object('text', m.text, 'organizationId', m.organization_id,
          'dueOn', m.due_on, 'doneOn', m.done_on, 'result', m.result) ORDER BY m.position), '[]') FROM problem_measures m
        WHERE m.county_id = p.county_id AND m.problem_id = p.id AND m.round = p.round AND NOT m.dropped) AS measures,
      (SELECT coalesce(json_agg(json_build_object('raterClass', e.rater_class, 'valid', e.valid,
          'satisfied', e.satisfied, 'fair', e.fair, 'unsatisfied', e.unsatisfied) ORDER BY e.entered_at), '[]')
        FROM problem_evaluations e WHERE e.county_id = p.county_id AND e.problem_id = p.id AND e.round = p.round
          AND e.withdrawn_at IS NULL) AS evaluations,
      (SELECT coalesce(json_agg(json_build_object('id', v.id, 'sha256', v.sha256, 'mime', f.mime, 'kind', v.kind,
          'place', v.place, 'takenOn', v.taken_on) ORDER BY v.entered_at DESC), '[]') FROM problem_evidence v
        JOIN files f ON f.county_id = v.county_id AND f.sha256 = v.sha256 WHERE v.county_id = p.county_id
          AND v.problem_id = p.id AND f.mime LIKE 'image/%') AS pictures,
      (SELECT coalesce(json_agg(json_build_object('act', h.entry->>'act', 'at', h.entry->>'at') ORDER BY h.seq), '[]')
        FROM history h WHERE h.county_id = p.county_id AND h.case_id = p.id AND h.entry->>'act' <> 'read') AS steps,
      (SELECT coalesce(array_agg(DISTINCT n.name), '{}') FROM people n WHERE n.county_id = p.county_id AND (n.id IN (
          SELECT l.person_id FROM problem_leaders l WHERE l.county_id = p.county_id AND l.problem_id = p.id)
        OR n.id IN (SELECT x.person_id FROM posts x WHERE x.county_id = p.county_id
          AND x.organization_id IN (p.organization_id, p.township_id)))) AS names
    FROM problems p WHERE p.county_id = ${countyId} AND p.id = ANY(${ids}::uuid[]) ORDER BY p.number`.execute(
    tx,
  )
  return rows
}

/** The problems of a place that are told of: what is 工作秘密 is counted and not told. Newest first. */
export async function listTellable(
  tx: Tx,
  countyId: number,
  of: { organizationId: string } | { townshipId: string | null },
  { closedBetween, most }: { closedBetween?: [from: Date, to: Date]; most: number },
): Promise<string[]> {
  const place =
    'organizationId' in of
      ? sql`p.organization_id = ${of.organizationId}`
      : of.townshipId === null
        ? sql`true`
        : sql`p.township_id = ${of.townshipId}`
  const closed = closedBetween
    ? sql`AND p.closed_at >= ${closedBetween[0]} AND p.closed_at < ${closedBetween[1]} AND p.state IN ('closed', 'consolidated')`
    : sql``
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM problems p WHERE p.county_id = ${countyId} AND ${place} AND p.secrecy <> 'work_secret' ${closed}
    ORDER BY p.feedback_on DESC, p.id DESC LIMIT ${most}`.execute(tx)
  return rows.map(({ id }) => id)
}

/** How many problems (个) an organisation had at an instant that lies behind us. */
export type PlaceFigures = {
  organizationId: string
  found: number
  open: number
  closed: number
  overdue: number
  /** Closed since the other instant. */
  closedSince: number
}

/** Each organisation of a township (null: of the whole county) that had any, as of an instant and since another. */
export async function placeFigures(
  tx: Tx,
  countyId: number,
  townshipId: string | null,
  since: Date,
  instant: Date,
): Promise<PlaceFigures[]> {
  const within = townshipId === null ? sql`true` : sql`l.township_id = ${townshipId}`
  const { rows } = await sql<PlaceFigures>`
    WITH latest AS (
      SELECT DISTINCT ON (s.problem_id) s.problem_id, s.state, s.organization_id, s.township_id, s.due_at, s.from_at
      FROM problem_spans s WHERE s.county_id = ${countyId} AND s.from_at < ${instant}
      ORDER BY s.problem_id, s.seq DESC
    )
    SELECT l.organization_id AS "organizationId", count(*)::int AS found,
      count(*) FILTER (WHERE l.state NOT IN ('closed', 'consolidated'))::int AS open,
      count(*) FILTER (WHERE l.state IN ('closed', 'consolidated'))::int AS closed,
      count(*) FILTER (WHERE l.due_at < ${instant} AND l.state NOT IN ('closed', 'consolidated'))::int AS overdue,
      count(*) FILTER (WHERE l.state IN ('closed', 'consolidated') AND EXISTS (SELECT FROM problem_spans c
        WHERE c.county_id = ${countyId} AND c.problem_id = l.problem_id AND c.state = 'closed' AND c.from_at >= ${since}
          AND c.from_at < ${instant}))::int AS "closedSince"
    FROM latest l WHERE ${within} GROUP BY 1`.execute(tx)
  return rows
}
