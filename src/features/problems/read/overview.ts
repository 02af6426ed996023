import { sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import type { NamedOrganization } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Answer } from '#platform/http/endpoint.ts'
import type { World } from '#platform/world.ts'
import type { getOverview } from '../api.ts'
import { type ProblemState, problemLifecycle } from '../lifecycle.ts'
import { countProblems } from './counts.ts'
import { type LineRow, lineColumns, lineOf } from './line.ts'
import { unitCondition, unitsOf } from './scope.ts'

/** Open: something still has to follow. 挂账 and 长期坚持 are open and shown apart. */
export const openStates = (Object.entries(problemLifecycle.states) as [ProblemState, { ends?: true }][])
  .filter(([, spec]) => !spec.ends)
  .map(([state]) => state)

type OverviewRows = {
  overdue: { group_id: string; n: number }[]
  oldest: LineRow[]
  trend: { month: string; closed: number; relapsed: number }[]
  relapsed: number
  listed: number
}

/** The leader's page beyond the counts. Overdue and oldest walk the open part of the ledger by index only. */
async function readOverview(
  tx: Tx,
  countyId: number,
  scope: Scope,
  asked: { township?: string | undefined },
  now: Date,
  zone: string,
): Promise<OverviewRows> {
  const units = unitsOf(scope, asked)
  if (units.length === 0) return { overdue: [], oldest: [], trend: [], relapsed: 0, listed: 0 }
  const visible = sql`(${sql.join(units.map(unitCondition), sql` OR `)})`
  const open = sql`p.county_id = ${countyId} AND p.state = ANY(${openStates}::text[]) AND ${visible}`
  const overdue = await sql<{ group_id: string; n: number }>`
    SELECT coalesce(p.township_id, p.organization_id) AS group_id, count(*)::int AS n FROM problems p
    WHERE ${open} AND p.due_at < ${now} GROUP BY 1`.execute(tx)
  const oldest = await sql<LineRow>`
    SELECT ${lineColumns} FROM problems p WHERE ${open} ORDER BY p.feedback_on, p.id LIMIT 10`.execute(tx)
  const marks = await sql<{ relapsed: number; listed: number }>`
    SELECT count(*) FILTER (WHERE p.relapses > 0)::int AS relapsed, count(*) FILTER (WHERE p.listed)::int AS listed
    FROM problems p WHERE ${open}`.execute(tx)
  const trend = await sql<{ month: string; closed: number; relapsed: number }>`
    SELECT to_char(p.from_at AT TIME ZONE ${zone}, 'YYYY-MM') AS month,
      count(*) FILTER (WHERE p.state = 'closed')::int AS closed,
      count(*) FILTER (WHERE p.state = 'relapsed')::int AS relapsed
    FROM problem_spans p WHERE p.county_id = ${countyId} AND p.state IN ('closed', 'relapsed') AND ${visible}
      AND p.from_at >= date_trunc('month', ${now}::timestamptz) - interval '11 months'
    GROUP BY 1 ORDER BY 1`.execute(tx)
  return {
    overdue: overdue.rows,
    oldest: oldest.rows,
    trend: trend.rows,
    relapsed: marks.rows[0]?.relapsed ?? 0,
    listed: marks.rows[0]?.listed ?? 0,
  }
}

/**
 * The answer of the overview: figures with the ledger query that opens their rows (domain.md 1.6). It is the first
 * to read in its transaction, all of which sees one snapshot.
 */
export async function overviewOf(
  tx: Tx,
  countyId: number,
  scope: Scope,
  asked: { township?: string | undefined },
  world: World,
  organizations: ReadonlyMap<string, NamedOrganization>,
): Promise<Answer<typeof getOverview>> {
  // One moment for all of it: figures from several would not add up (domain.md 1.6).
  await sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`.execute(tx)
  const places = await countProblems(tx, countyId, scope, asked)
  const counts = places.flatMap(({ place_id, states }) =>
    Object.entries(states).map(([state, n]) => ({ place_id, state: state as ProblemState, n })),
  )
  const rows = await readOverview(tx, countyId, scope, asked, world.now, world.calendar.zone)
  const total = (states: readonly ProblemState[]) =>
    counts.filter((c) => states.includes(c.state)).reduce((sum, c) => sum + c.n, 0)
  const all = counts.reduce((sum, c) => sum + c.n, 0)
  const overdue = rows.overdue.reduce((sum, r) => sum + r.n, 0)
  const named = (id: string) => organizations.get(id)?.name ?? ''
  const within = asked.township ? `&township=${asked.township}` : ''
  const closed: ProblemState[] = ['closed', 'consolidated']
  const figure = (key: string, n: number, of: number | null, query: string) => ({
    key,
    n,
    of,
    query: query + within,
  })
  const states = (list: readonly ProblemState[]) => `state=${list.join(',')}`
  return {
    asOf: world.now.toISOString(),
    figures: [
      figure('all', all, null, ''),
      figure('open', total(openStates), all, states(openStates)),
      figure('overdue', overdue, total(openStates), `${states(openStates)}&overdue=true`),
      figure('closed', total(closed), all, states(closed)),
      figure('long_term', total(['long_term']), all, states(['long_term'])),
      figure('suspended', total(['suspended']), all, states(['suspended'])),
      figure('relapsed', rows.relapsed, null, `${states(openStates)}&relapsed=true`),
      figure('listed', rows.listed, null, `${states(openStates)}&listed=true`),
    ],
    townships: counts.map((c) => ({
      groupId: c.place_id,
      groupName: named(c.place_id),
      state: c.state,
      n: c.n,
    })),
    overdue: rows.overdue.map((r) => ({ groupId: r.group_id, groupName: named(r.group_id), n: r.n })),
    trend: rows.trend,
    oldest: rows.oldest.map((row) => lineOf(row, organizations)),
  }
}
