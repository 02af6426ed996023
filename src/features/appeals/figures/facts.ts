import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { type AppealState, appealLifecycle } from '../lifecycle.ts'
import type { Cell, Fact } from './rates.ts'

/** A month, or any stretch, of a county: from, up to and without. */
export type Period = { from: Date; to: Date }
export type Asked = Period & {
  countyId: number
  /** What was entered later is not there yet: of the same rows always the same facts, whatever was entered since. */
  asOf: Date
  /** The instant is now: how many there are need not be looked for in the past. */
  live?: boolean
}

/** Which lines there are. `within`: of which township's appeals; `all`: of the whole county's. */
export const scopes = ['county', 'township', 'place', 'field', 'handler'] as const
export type ScopeKind = (typeof scopes)[number]
export type Scope = { scope: ScopeKind; id: string; within: string }
/** `none`: county bodies' own, not classified, not dispatched. */
export const NONE = 'none'
export const ALL = 'all'

const states = Object.entries(appealLifecycle.states) as [AppealState, { ends?: true }][]
/** With nobody's move to come, or only the resident's. */
const over: AppealState[] = ['closed', 'refused']
const running = states
  .filter(([state, { ends }]) => !ends && state !== 'suspended' && !over.includes(state))
  .map(([state]) => state)
/** Not let in yet, or never. */
const outside: AppealState[] = ['screening', 'set_aside']
const undone = ['returned', 'recalled']
/** What becomes of an appeal when it is let in. */
const letIn: AppealState[] = ['registered', 'joined', 'refused', 'diverted']

/**
 * One row a fact, with the appeal it is about and where that counts; only from rows that are added and never changed, or
 * changed once with the time of it. What was diverted is in no rate: the ordinary ledger keeps its number (domain.md 2.7).
 * What somebody said who was joined is no callback of its own: the matter is counted once, with the main appeal (3.3).
 */
export function factsOf({ countyId, from, to, asOf, live = false }: Asked): RawBuilder<unknown> {
  const until = asOf < to ? asOf : to
  /** Inside the period, and entered by then. */
  const inside = (at: string) =>
    sql`${sql.ref(at)} >= ${from} AND ${sql.ref(at)} < ${to} AND ${sql.ref(at)} <= ${asOf}`
  const county = (table: string) => sql`${sql.ref(`${table}.county_id`)} = ${countyId}`
  const isUndone = (a: string) =>
    sql`coalesce(${sql.ref(`${a}.ended_at`)} <= ${asOf} AND ${sql.ref(`${a}.ended_as`)} = ANY(${undone}::text[]), false)`
  /**
   * Of a round that ended because somebody joined said 没解决: what its own person says in the next one is about the same
   * matter, not about another (decision 0038). Their own 没解决 is a line of the very instant at which it came back.
   */
  const roundsEndedByJoined = sql`
    (SELECT count(*) FROM (
        SELECT DISTINCT ON (e.round) e.from_at FROM (
          SELECT s.seq, s.round, s.from_at, s.state, lag(s.state) OVER (ORDER BY s.seq) AS before FROM appeal_spans s
          WHERE ${county('s')} AND s.appeal_id = c.appeal_id) e
        WHERE e.state = 'objected' AND e.before <> 'objected' AND e.round < c.round ORDER BY e.round, e.seq DESC) o
      WHERE NOT EXISTS (SELECT FROM appeal_callbacks w WHERE ${county('w')} AND w.appeal_id = c.appeal_id
        AND w.way <> 'joined' AND w.outcome = 'unsolved' AND w.at = o.from_at))`
  return sql`
  WITH assignments AS MATERIALIZED (
    SELECT a.appeal_id, a.id, a.organization_id, a.assigned_at, a.contact_due_at, ${isUndone('a')} AS undone,
      coalesce(a.ended_at <= ${asOf} AND a.ended_as = 'returned', false) AND b.id IS NULL AS returned
    FROM appeal_assignments a
    -- Decided that it stays with whoever returned it: that was no return. (LIMIT: so that it is looked up by appeal.)
    LEFT JOIN LATERAL (SELECT b.id FROM appeal_assignments b WHERE ${county('b')} AND b.appeal_id = a.appeal_id
      AND b.part = 'main' AND b.organization_id = a.organization_id AND b.assigned_at = a.ended_at LIMIT 1) b
      ON a.ended_as = 'returned'
    WHERE ${county('a')} AND a.part = 'main' AND ${inside('a.assigned_at')}
  ), firsts AS (
    SELECT DISTINCT ON (a.appeal_id) a.* FROM assignments a
    LEFT JOIN LATERAL (SELECT b.id FROM appeal_assignments b WHERE ${county('b')} AND b.appeal_id = a.appeal_id
      AND b.part = 'main' AND b.assigned_at < ${from} AND NOT ${isUndone('b')} LIMIT 1) b ON true
    WHERE NOT a.undone AND b.id IS NULL
    ORDER BY a.appeal_id, a.assigned_at, a.id
  ), words AS (
    SELECT c.*, CASE WHEN c.round > 1 THEN c.round - ${roundsEndedByJoined} ELSE 1 END AS matter
    FROM appeal_callbacks c WHERE ${county('c')} AND ${inside('c.at')} AND c.way <> 'joined'
  ), said AS (
    SELECT c.appeal_id, max(c.at) AS at,
      coalesce((array_agg(c.outcome ORDER BY c.at DESC, c.id DESC) FILTER (WHERE c.outcome <> 'unreached'))[1],
        'unreached') AS outcome,
      (array_agg(c.satisfaction ORDER BY c.at DESC, c.id DESC) FILTER (WHERE c.satisfaction IS NOT NULL))[1] AS satisfaction
    FROM words c GROUP BY c.appeal_id, c.matter
  ), entered AS (
    SELECT s.appeal_id FROM appeal_spans s
    LEFT JOIN LATERAL (SELECT b.seq FROM appeal_spans b WHERE ${county('b')} AND b.appeal_id = s.appeal_id
      AND b.seq < s.seq AND b.state <> ALL(${outside}::text[]) LIMIT 1) b ON true
    WHERE ${county('s')} AND s.state = ANY(${letIn}::text[]) AND ${inside('s.from_at')} AND b.seq IS NULL
  ), closings AS (
    SELECT DISTINCT ON (s.appeal_id) s.appeal_id, s.seq, s.handler_id FROM appeal_spans s
    WHERE ${county('s')} AND s.state = 'closed' AND ${inside('s.from_at')}
      AND (SELECT b.state FROM appeal_spans b WHERE ${county('b')} AND b.appeal_id = s.appeal_id AND b.seq < s.seq
        ORDER BY b.seq DESC LIMIT 1) <> 'closed'
    ORDER BY s.appeal_id, s.seq DESC
  ), known AS MATERIALIZED (
    SELECT i.appeal_id, l.state, l.from_at, l.place_id, l.township_id, l.handler_id, l.field_code, l.nature,
      c.reasonableness, x.code
    FROM (SELECT appeal_id FROM assignments UNION SELECT appeal_id FROM said UNION SELECT appeal_id FROM entered
      UNION SELECT appeal_id FROM closings) i
    CROSS JOIN LATERAL (SELECT s.* FROM appeal_spans s WHERE ${county('s')} AND s.appeal_id = i.appeal_id
      AND s.from_at <= ${asOf} ORDER BY s.seq DESC LIMIT 1) l
    LEFT JOIN LATERAL (SELECT c.reasonableness FROM appeal_classes c WHERE ${county('c')} AND c.appeal_id = i.appeal_id
      AND c.at <= ${asOf} ORDER BY c.at DESC, c.id DESC LIMIT 1) c ON true
    LEFT JOIN LATERAL (SELECT r.asks ->> 'reasonCode' AS code FROM appeal_requests r WHERE ${county('r')}
      AND r.appeal_id = i.appeal_id AND r.kind = 'exclusion' AND r.status = 'approved' AND r.decided_at < ${to}
      AND r.decided_at <= ${asOf} ORDER BY r.decided_at, r.id LIMIT 1) x ON true
  ), facts AS (
    SELECT 'received' AS kind, e.appeal_id, k.handler_id,
      CASE k.state WHEN 'joined' THEN 'joined' ELSE 'single' END AS outcome, NULL AS second
    FROM entered e JOIN known k USING (appeal_id)
    UNION ALL
    SELECT 'assigned', a.appeal_id, a.organization_id, CASE WHEN a.returned THEN 'returned' ELSE 'kept' END, NULL
    FROM assignments a
    UNION ALL
    SELECT 'response', f.appeal_id, f.organization_id,
      CASE WHEN c.happened_at <= f.contact_due_at THEN 'in_time' WHEN c.happened_at IS NOT NULL THEN 'late'
        WHEN n.id IS NOT NULL AND i.has_phone IS NOT TRUE THEN 'no_contact_left'
        WHEN k.state = 'withdrawn' AND k.from_at <= f.contact_due_at THEN 'withdrawn'
        WHEN f.contact_due_at > ${asOf} THEN 'not_due' ELSE 'none' END,
      CASE WHEN g.signed_at <= g.due_at THEN 'in_time'
        WHEN g.signed_at IS NULL AND (g.due_at > ${asOf} OR k.state = 'withdrawn') THEN 'not_due' ELSE 'late' END
    FROM firsts f JOIN known k USING (appeal_id)
    LEFT JOIN LATERAL (SELECT c.happened_at FROM appeal_contacts c WHERE ${county('c')} AND c.appeal_id = f.appeal_id
      AND c.entered_at <= ${asOf} AND c.happened_at >= f.assigned_at AND c.way <> 'none_left'
      ORDER BY c.happened_at LIMIT 1) c ON true
    -- Said by whoever handled it, and true only where indeed no number was left.
    LEFT JOIN LATERAL (SELECT n.id FROM appeal_contacts n WHERE ${county('n')} AND n.appeal_id = f.appeal_id
      AND n.entered_at <= ${asOf} AND n.way = 'none_left' LIMIT 1) n ON true
    LEFT JOIN LATERAL (SELECT i.has_phone FROM appeal_identities i WHERE ${county('i')} AND i.appeal_id = f.appeal_id
      LIMIT 1) i ON true
    LEFT JOIN LATERAL (SELECT d.due_at, (SELECT s.from_at FROM appeal_spans s WHERE ${county('s')}
        AND s.appeal_id = d.appeal_id AND s.seq > d.seq AND s.state = 'signed' AND s.from_at <= ${asOf}
        ORDER BY s.seq LIMIT 1) AS signed_at
      FROM appeal_spans d WHERE ${county('d')} AND d.appeal_id = f.appeal_id AND d.state = 'dispatched'
        AND d.from_at = f.assigned_at ORDER BY d.seq LIMIT 1) g ON true
    UNION ALL
    SELECT 'callback', s.appeal_id, h.handler_id, s.outcome, s.satisfaction
    FROM said s
    LEFT JOIN LATERAL (SELECT h.handler_id FROM appeal_spans h WHERE ${county('h')} AND h.appeal_id = s.appeal_id
      AND h.from_at <= s.at AND h.handler_id IS NOT NULL ORDER BY h.seq DESC LIMIT 1) h ON true
    UNION ALL
    SELECT 'closing', c.appeal_id, c.handler_id,
      -- Answered at once, or by what the last handling had when it was answered.
      CASE WHEN d.due_at IS NULL OR d.answered_at <= d.due_at THEN 'in_time' ELSE 'late' END, NULL
    FROM closings c
    LEFT JOIN LATERAL (SELECT a.from_at AS answered_at, (SELECT h.due_at FROM appeal_spans h WHERE ${county('h')}
        AND h.appeal_id = a.appeal_id AND h.seq < a.seq AND h.state = 'handling' ORDER BY h.seq DESC LIMIT 1) AS due_at
      FROM appeal_spans a WHERE ${county('a')} AND a.appeal_id = c.appeal_id AND a.seq < c.seq AND a.state = 'answered'
      ORDER BY a.seq DESC LIMIT 1) d ON true
  ), placed AS (
    SELECT f.kind, f.appeal_id, f.outcome, f.second, k.place_id, k.township_id, f.handler_id, k.field_code, k.nature,
      k.reasonableness, k.code, k.state
    FROM facts f JOIN known k USING (appeal_id) WHERE k.state <> 'diverted' OR f.kind = 'received'
    UNION ALL
    SELECT 'stock', s.appeal_id, CASE s.state WHEN 'suspended' THEN 'suspended' ELSE 'running' END,
      CASE WHEN s.state <> 'suspended' AND s.due_at < ${until} THEN 'overdue' END,
      s.place_id, s.township_id, s.handler_id, s.field_code, NULL, NULL, NULL, s.state
    FROM (${live ? stockNow(countyId) : stockAt(countyId, until)}) s
  )
  SELECT kind, appeal_id, outcome, second, coalesce(place_id::text, ${NONE}::text) AS place,
    coalesce(township_id::text, ${NONE}::text) AS township, coalesce(handler_id::text, ${NONE}::text) AS handler,
    coalesce(field_code, ${NONE}::text) AS field, nature, reasonableness, code,
    CASE WHEN state IN ('suspended','joined','withdrawn') THEN state ELSE 'other' END AS state
  FROM placed`
}

const stockStates: AppealState[] = [...running, 'suspended']

const stockNow = (countyId: number) => sql`
  SELECT id AS appeal_id, state, due_at, place_id, township_id, handler_id, field_code FROM appeals
  WHERE county_id = ${countyId} AND state = ANY(${stockStates}::text[])`

const stockAt = (countyId: number, at: Date) => sql`
  SELECT l.* FROM (
    SELECT DISTINCT ON (s.appeal_id) s.appeal_id, s.state, s.due_at, s.place_id, s.township_id, s.handler_id, s.field_code
    FROM appeal_spans s WHERE s.county_id = ${countyId} AND s.from_at <= ${at} ORDER BY s.appeal_id, s.seq DESC) l
  WHERE l.state = ANY(${stockStates}::text[])`

/** Every line there is for one set of facts: the whole, its townships, their villages, fields and handlers. */
const lines = sql`GROUPING SETS ((), (township), (township, place), (field), (handler), (township, field),
  (township, handler))`
const lineColumns = sql`
  CASE WHEN GROUPING(place) = 0 THEN 'place' WHEN GROUPING(field) = 0 THEN 'field'
    WHEN GROUPING(handler) = 0 THEN 'handler' WHEN GROUPING(township) = 0 THEN 'township' ELSE 'county' END AS scope,
  CASE WHEN GROUPING(place) = 0 THEN place WHEN GROUPING(field) = 0 THEN field
    WHEN GROUPING(handler) = 0 THEN handler WHEN GROUPING(township) = 0 THEN township ELSE ${ALL} END AS id,
  CASE WHEN GROUPING(township) = 0 THEN township ELSE ${ALL} END AS within`

/** The facts of a period, counted by line and by what is to be said of them. */
export async function cellsOf(tx: Tx, asked: Asked): Promise<(Scope & Cell)[]> {
  const { rows } = await sql<Scope & Cell>`
    SELECT ${lineColumns}, kind, outcome, second, nature, reasonableness, code, state, count(*)::int AS n
    FROM (${factsOf(asked)}) f
    GROUP BY kind, outcome, second, nature, reasonableness, code, state, ${lines}`.execute(tx)
  return rows
}

export type FactRow = Fact & { appeal_id: string }

/** The rows behind a line, by appeal. */
export async function factRows(
  tx: Tx,
  asked: Asked,
  { scope, id, within }: Scope,
  kind: Fact['kind'],
): Promise<FactRow[]> {
  const own = scope === 'county' ? sql`true` : sql`${sql.ref(scope)} = ${id}`
  const inTownship = within === ALL ? sql`true` : sql`township = ${within}`
  const { rows } = await sql<FactRow>`
    SELECT appeal_id, kind, outcome, second, nature, reasonableness, code, state FROM (${factsOf(asked)}) f
    WHERE kind = ${kind} AND ${own} AND ${inTownship} ORDER BY appeal_id`.execute(tx)
  return rows
}

export type Step = 'contact' | 'answer' | 'closing'
/** From registration to the step, of those whose step fell into the period; whole seconds. */
export type Speed = { n: number; median: number; most: number }

const stepRows = ({ countyId, from, to, asOf }: Asked) => {
  const inside = (at: string) =>
    sql`${sql.ref(at)} >= ${from} AND ${sql.ref(at)} < ${to} AND ${sql.ref(at)} <= ${asOf}`
  return sql`
  SELECT p.step, extract(epoch FROM p.at - b.from_at) AS seconds, coalesce(l.place_id::text, ${NONE}::text) AS place,
    coalesce(l.township_id::text, ${NONE}::text) AS township, coalesce(l.field_code, ${NONE}::text) AS field,
    coalesce(l.handler_id::text, ${NONE}::text) AS handler
  FROM (
    SELECT 'contact' AS step, c.appeal_id, c.happened_at AS at FROM appeal_contacts c
    LEFT JOIN LATERAL (SELECT e.id FROM appeal_contacts e WHERE e.county_id = ${countyId} AND e.appeal_id = c.appeal_id
      AND e.way <> 'none_left' AND e.entered_at <= ${asOf} AND (e.happened_at, e.id) < (c.happened_at, c.id)
      LIMIT 1) e ON true
    WHERE c.county_id = ${countyId} AND ${inside('c.happened_at')} AND c.entered_at <= ${asOf} AND c.way <> 'none_left'
      AND e.id IS NULL
    UNION ALL
    SELECT CASE s.state WHEN 'answered' THEN 'answer' ELSE 'closing' END, s.appeal_id, s.from_at FROM appeal_spans s
    LEFT JOIN LATERAL (SELECT e.seq FROM appeal_spans e WHERE e.county_id = ${countyId} AND e.appeal_id = s.appeal_id
      AND e.seq < s.seq AND e.state = s.state LIMIT 1) e ON true
    WHERE s.county_id = ${countyId} AND s.state IN ('answered', 'closed') AND ${inside('s.from_at')} AND e.seq IS NULL
  ) p
  CROSS JOIN LATERAL (SELECT s.from_at FROM appeal_spans s WHERE s.county_id = ${countyId} AND s.appeal_id = p.appeal_id
    AND s.state <> ALL(${outside}::text[]) ORDER BY s.seq LIMIT 1) b
  CROSS JOIN LATERAL (SELECT s.* FROM appeal_spans s WHERE s.county_id = ${countyId} AND s.appeal_id = p.appeal_id
    AND s.from_at <= ${asOf} ORDER BY s.seq DESC LIMIT 1) l
  WHERE l.state <> 'diverted'`
}

const speedColumns = sql`step, count(*)::int AS n,
  round(percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds))::int AS median,
  round(percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds))::int AS most`

/** How fast residents were called, answered, and their matters closed (N45, S3-08), by line. */
export async function speedsOf(tx: Tx, asked: Asked): Promise<(Scope & Speed & { step: Step })[]> {
  const { rows } = await sql<Scope & Speed & { step: Step }>`
    SELECT ${lineColumns}, ${speedColumns} FROM (${stepRows(asked)}) f GROUP BY step, ${lines}`.execute(tx)
  return rows
}

/** The same of one place, township or field, and any stretch of time. */
export async function speedIn(
  tx: Tx,
  asked: Asked,
  {
    place,
    township,
    field,
  }: { place?: string | undefined; township?: string | undefined; field?: string | undefined },
): Promise<(Speed & { step: Step })[]> {
  const { rows } = await sql<Speed & { step: Step }>`
    SELECT ${speedColumns} FROM (${stepRows(asked)}) f
    WHERE (${place ?? null}::text IS NULL OR place = ${place ?? null})
      AND (${township ?? null}::text IS NULL OR township = ${township ?? null})
      AND (${field ?? null}::text IS NULL OR field = ${field ?? null})
    GROUP BY step`.execute(tx)
  return rows
}
