import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import { limitsOf } from '../rules.seed.ts'
import { type LineRow, lineColumns } from './line.ts'
import { isLate, runningStates } from './running.ts'
import { type Sight, sightCondition } from './sight.ts'

const MOST_LINES = 20
const REPEATED_DAYS = 90
const REPEATED = 3
/** Closed unsolved in one field, so often in so many days, is looked at as a problem (domain.md 3.3). */
const PROPOSED_DAYS = 180
const PROPOSED = 3

export type OverviewRows = {
  figures: { open: number; overdue: number; suspended: number; objected: number }
  late: { organization_id: string; n: number }[]
  places: { organization_id: string; n: number }[]
  repeated: { place_id: string; field_code: string; n: number }[]
  proposals: {
    township_id: string
    field_code: string
    n: number
    appeals: { id: string; number: string }[]
  }[]
  pledged: { listed: number; solved: number }
  many: LineRow[]
  suspended: LineRow[]
  old: (LineRow & { since_on: string; leader_id: string | null })[]
  pledges: LineRow[]
}

/** What a leader looks at; reads what runs and what came in lately, not the whole ledger. */
export async function readOverview(
  tx: Tx,
  countyId: number,
  sight: Sight,
  townshipId: string | undefined,
  world: World,
): Promise<OverviewRows> {
  const year = Number(world.today.slice(0, 4))
  const since = (days: number) => new Date(world.now.getTime() - days * 86_400_000)
  const seen = sql`p.county_id = ${countyId} AND ${sightCondition(sight)}
    ${townshipId ? sql`AND p.township_id = ${townshipId}` : sql``}`
  const open = sql`${seen} AND p.state = ANY(${runningStates}::text[])`
  const late = isLate(world.now)
  const { rows } = await sql<Omit<OverviewRows, 'many' | 'suspended' | 'old' | 'pledges'>>`
    WITH running AS MATERIALIZED (SELECT p.state, p.due_at, p.due_kind, p.handler_id, p.place_id FROM appeals p WHERE ${open}),
    lately AS MATERIALIZED (SELECT p.id, p.number, p.problem_id, p.place_id, p.township_id, p.field_code, p.created_at, p.closed_at, p.solved, p.state
      FROM appeals p WHERE ${seen} AND p.created_at >= ${since(PROPOSED_DAYS)} AND p.field_code IS NOT NULL)
    SELECT (SELECT json_build_object('open', count(*), 'overdue', count(*) FILTER (WHERE ${late}),
        'suspended', count(*) FILTER (WHERE p.state = 'suspended'),
        'objected', count(*) FILTER (WHERE p.state IN ('objected','joint_meeting'))) FROM running p) AS figures,
      (SELECT coalesce(json_agg(l), '[]') FROM (SELECT p.handler_id AS organization_id, count(*)::int AS n FROM running p
        WHERE ${late} AND p.handler_id IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) l) AS late,
      (SELECT coalesce(json_agg(l), '[]') FROM (SELECT p.place_id AS organization_id, count(*)::int AS n FROM running p
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10) l) AS places,
      (SELECT coalesce(json_agg(l), '[]') FROM (SELECT place_id, field_code, count(*)::int AS n FROM lately
        WHERE created_at >= ${since(REPEATED_DAYS)} GROUP BY 1, 2 HAVING count(*) >= ${REPEATED}
        ORDER BY 3 DESC, 1 LIMIT 10) l) AS repeated,
      (SELECT coalesce(json_agg(l), '[]') FROM (SELECT township_id, field_code, count(*)::int AS n,
          (json_agg(json_build_object('id', id, 'number', number) ORDER BY number))::jsonb AS appeals FROM lately
        WHERE solved = false AND state IN ('closed','archived') AND township_id IS NOT NULL AND problem_id IS NULL
        GROUP BY 1, 2 HAVING count(*) >= ${PROPOSED} ORDER BY 3 DESC, 1 LIMIT 10) l) AS proposals,
      (SELECT json_build_object('listed', count(*), 'solved', count(*) FILTER (WHERE p.solved)) FROM appeals p
        WHERE ${seen} AND p.pledged_year = ${year}) AS pledged`.execute(tx)
  const lines = async <R extends LineRow>(
    where: ReturnType<typeof sql>,
    more = sql``,
    order = sql`p.due_at, p.id`,
  ) =>
    (
      await sql<R>`SELECT ${lineColumns}${more} FROM appeals p WHERE ${where} ORDER BY ${order} LIMIT ${MOST_LINES}`.execute(
        tx,
      )
    ).rows
  const people = sql`(p.people + (SELECT coalesce(sum(j.people), 0) FROM appeals j
    WHERE j.county_id = p.county_id AND j.main_id = p.id)) >= ${limitsOf(world).people}`
  return {
    ...(rows[0] as (typeof rows)[number]),
    many: await lines(sql`${open} AND ${people}`),
    suspended: await lines(sql`${seen} AND p.state = 'suspended'`),
    old: await lines(
      sql`${open} AND p.since_on IS NOT NULL`,
      sql`, p.since_on, p.leader_id`,
      sql`p.since_on, p.id`,
    ),
    pledges: await lines(sql`${seen} AND p.pledged_year = ${year}`),
  }
}
