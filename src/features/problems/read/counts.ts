import { sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { ProblemState } from '../lifecycle.ts'
import { unitCondition, unitsOf } from './scope.ts'

export type CountRow = { group_id: string; state: ProblemState; n: number }

/**
 * Exact counts by township (or county body, by organisation when one township is asked for) and state: the folded
 * totals plus the deltas not folded yet. Both are small however large the ledger is.
 */
export async function countProblems(
  tx: Tx,
  countyId: number,
  scope: Scope,
  asked: { township?: string | undefined; organization?: string | undefined },
): Promise<CountRow[]> {
  const units = unitsOf(scope, asked)
  if (units.length === 0) return []
  const visible = sql.join(units.map(unitCondition), sql` OR `)
  const within = scope.all
    ? sql`true`
    : sql`(p.township_id = ANY(${scope.townshipIds}::uuid[]) OR p.organization_id = ANY(${scope.organizationIds}::uuid[]))`
  const group =
    asked.township || asked.organization
      ? sql`p.organization_id`
      : sql`coalesce(p.township_id, p.organization_id)`
  const result = await sql<CountRow>`
    SELECT ${group} AS group_id, p.state, sum(p.n)::int AS n FROM (
      SELECT organization_id, township_id, state, n FROM problem_counts WHERE county_id = ${countyId}
      UNION ALL
      SELECT organization_id, township_id, state, n FROM problem_count_deltas WHERE county_id = ${countyId}
    ) p WHERE (${visible}) AND ${within} GROUP BY 1, 2 HAVING sum(p.n) <> 0`.execute(tx)
  return result.rows
}

/** Folds deltas into totals. One statement: a reader sees each delta exactly once, folded or not. */
export async function foldCounts(tx: Tx, countyId: number): Promise<number> {
  // One folder at a time: two would wait for each other's rows in no certain order.
  const lock = await sql<{
    mine: boolean
  }>`SELECT pg_try_advisory_xact_lock(42, ${countyId}) AS mine`.execute(tx)
  if (!lock.rows[0]?.mine) return 0
  const result = await sql<{ folded: number }>`
    WITH taken AS (DELETE FROM problem_count_deltas WHERE county_id = ${countyId}
      RETURNING county_id, organization_id, township_id, state, n),
    summed AS (SELECT county_id, organization_id, state, (SELECT o.township_id
        FROM organizations o WHERE o.county_id = taken.county_id AND o.id = organization_id) AS township_id, sum(n)::int AS n
      FROM taken GROUP BY 1, 2, 3 ORDER BY 1, 2, 3),
    folded AS (INSERT INTO problem_counts (county_id, organization_id, state, township_id, n)
      SELECT county_id, organization_id, state, township_id, n FROM summed
      ON CONFLICT (county_id, organization_id, state)
      DO UPDATE SET n = problem_counts.n + EXCLUDED.n, township_id = EXCLUDED.township_id)
    SELECT count(*)::int AS folded FROM taken`.execute(tx)
  return result.rows[0]?.folded ?? 0
}
