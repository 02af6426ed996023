import { sql } from 'kysely'
import type { OrganizationLine } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { dictionary } from '#platform/rules/index.ts'
import type { World } from '#platform/world.ts'
import { type ProblemState, problemLifecycle } from './lifecycle.ts'
import { zh } from './words.zh.ts'

/** Counts of the ledger at one instant, by code. Every one is a number of problems (unit 个). */
export type LedgerCounts = {
  total: number
  /** Closed or, after a spot check, found to last. */
  closed: number
  /** Past their deadline and not at an end. */
  overdue: number
  /** Relapsed at least once until then, whatever they are now. */
  relapsed: number
  bySource: Map<string, number>
  byState: Map<string, number>
  /** Null: of no township. */
  byTownship: Map<string | null, number>
  byClass: Map<string, number>
}

const states = Object.entries(problemLifecycle.states) as [ProblemState, { ends?: true }][]
const ended = states.filter(([, spec]) => spec.ends).map(([state]) => state)
const closed: ProblemState[] = ['closed', 'consolidated']

type Grouped = {
  by: 'all' | 'source' | 'state' | 'township' | 'class'
  key: string | null
  n: number
  closed: number
  overdue: number
}

/**
 * The ledger as it was at an instant that lies behind us: each problem by the last of its spans that had begun.
 * Spans are only ever added, so the answer never changes.
 */
export async function figuresAsOf(tx: Tx, countyId: number, instant: Date): Promise<LedgerCounts> {
  const { rows } = await sql<Grouped>`
    WITH latest AS (
      SELECT DISTINCT ON (s.problem_id) s.source, s.state, s.township_id::text AS township, s.class_code AS class, s.due_at
      FROM problem_spans s WHERE s.county_id = ${countyId} AND s.from_at <= ${instant}
      ORDER BY s.problem_id, s.seq DESC
    )
    SELECT CASE WHEN GROUPING(source) = 0 THEN 'source' WHEN GROUPING(state) = 0 THEN 'state'
        WHEN GROUPING(township) = 0 THEN 'township' WHEN GROUPING(class) = 0 THEN 'class' ELSE 'all' END AS by,
      coalesce(source, state, township, class) AS key, count(*)::int AS n,
      count(*) FILTER (WHERE state = ANY(${closed}::text[]))::int AS closed,
      count(*) FILTER (WHERE due_at < ${instant} AND state <> ALL(${ended}::text[]))::int AS overdue
    FROM latest GROUP BY GROUPING SETS ((), (source), (state), (township), (class))`.execute(tx)
  const relapsed = await sql<{ n: number }>`
    SELECT count(DISTINCT s.problem_id)::int AS n FROM problem_spans s
    WHERE s.county_id = ${countyId} AND s.state = 'relapsed' AND s.from_at <= ${instant}`.execute(tx)
  const all = rows.find(({ by }) => by === 'all')
  const by = <K extends string | null>(kind: Grouped['by']) =>
    new Map(rows.filter((row) => row.by === kind).map(({ key, n }) => [key as K, n]))
  return {
    total: all?.n ?? 0,
    closed: all?.closed ?? 0,
    overdue: all?.overdue ?? 0,
    relapsed: relapsed.rows[0]?.n ?? 0,
    bySource: by('source'),
    byState: by('state'),
    byTownship: by('township'),
    byClass: by('class'),
  }
}

/** One figure as it may stand alone in a report: how many, of what, as of the end of which local day. */
export type Figure = { label: string; n: number; unit: '个'; asOf: string }

/**
 * `bihuan figures --json`. `asOf` is a local day of the county, `at` its last instant (UTC). Groups list what there
 * is at least one of: sources and classes by their code, in the dictionary's order of that day; states in the
 * lifecycle's; townships by organisation code (null: county bodies) in the county's order.
 */
export type FiguresAnswer = {
  county: { code: string; name: string }
  asOf: string
  at: string
  unit: '个'
  total: Figure
  closed: Figure
  overdue: Figure
  relapsed: Figure
  bySource: (Figure & { code: string })[]
  byState: (Figure & { code: string })[]
  byTownship: (Figure & { code: string | null })[]
  byClass: (Figure & { code: string })[]
}

export type FiguresOf = {
  county: { code: string; name: string }
  counts: LedgerCounts
  rules: World['rules']
  organizations: readonly Pick<OrganizationLine, 'id' | 'code' | 'name'>[]
  asOf: string
  at: Date
}

/** The counts in the users' words, each with its unit and its day. */
export function figuresAnswer({ county, counts, rules, organizations, asOf, at }: FiguresOf): FiguresAnswer {
  const figure = (label: string, n: number): Figure => ({ label, n, unit: '个', asOf })
  const listed = (known: readonly { code: string; label: string }[], found: ReadonlyMap<string, number>) => {
    const labels = new Map(known.map(({ code, label }) => [code, label]))
    const codes = [...new Set([...labels.keys(), ...found.keys()])].filter((code) => found.has(code))
    return codes.map((code) => ({ code, ...figure(labels.get(code) ?? code, found.get(code) ?? 0) }))
  }
  const townships = organizations.flatMap(({ id, code, name }) => {
    const n = counts.byTownship.get(id)
    return n === undefined ? [] : [{ code, ...figure(name, n) }]
  })
  const ofCounty = counts.byTownship.get(null)
  const stateLabels = states.map(([code]) => ({ code, label: zh.states[code] }))
  return {
    ...{ county, asOf, at: at.toISOString(), unit: '个' },
    total: figure('问题总数', counts.total),
    closed: figure('已销号', counts.closed),
    overdue: figure('逾期未办结', counts.overdue),
    relapsed: figure('发生过反弹', counts.relapsed),
    bySource: listed(dictionary(rules, 'problem.source', asOf), counts.bySource),
    byState: listed(stateLabels, counts.byState),
    byTownship:
      ofCounty === undefined ? townships : [...townships, { code: null, ...figure('县直单位', ofCounty) }],
    byClass: listed(dictionary(rules, 'problem.class', asOf), counts.byClass),
  }
}
