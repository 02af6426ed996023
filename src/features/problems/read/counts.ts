import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { ProblemState } from '../lifecycle.ts'
import { scopeCondition, unitCondition, unitsOf } from './scope.ts'

/** How many problems (个) a place has in each state; a state without any is left out. */
export type PlaceCounts = { place_id: string; states: Partial<Record<ProblemState, number>> }

type Asked = { township?: string | undefined; organization?: string | undefined }

/**
 * Exact counts by township (or county body, by organisation when one township is asked for) and state: the folded
 * totals plus the deltas not folded yet. Both are small however large the ledger is.
 */
export async function countProblems(
  tx: Tx,
  countyId: number,
  scope: Scope,
  asked: Asked,
): Promise<PlaceCounts[]> {
  const units = unitsOf(scope, asked)
  if (units.length === 0) return []
  const everywhere = units.some(({ by }) => by === 'county')
  const counted = everywhere ? allPlaces(countyId) : placesIn(countyId, scope, asked)
  const { rows } = await sql<PlaceCounts>`
    SELECT c.place_id, json_object_agg(c.state, c.n) AS states
    FROM (SELECT place_id, state, sum(n)::int AS n FROM (${counted}) p GROUP BY 1, 2 HAVING sum(n) <> 0) c
    GROUP BY 1`.execute(tx)
  return rows
}

const allPlaces = (countyId: number): RawBuilder<unknown> => sql`
  SELECT place_id, state, n FROM problem_place_counts WHERE county_id = ${countyId}
  UNION ALL
  SELECT coalesce(township_id, organization_id), state, n FROM problem_count_deltas WHERE county_id = ${countyId}`

function placesIn(countyId: number, scope: Scope, asked: Asked): RawBuilder<unknown> {
  const narrowed = asked.township || asked.organization
  const place = narrowed ? sql`p.organization_id` : sql`coalesce(p.township_id, p.organization_id)`
  const visible = sql.join(unitsOf(scope, asked).map(unitCondition), sql` OR `)
  const from = (table: string) => sql`
    SELECT ${place} AS place_id, p.state, p.n FROM ${sql.table(table)} p
    WHERE p.county_id = ${countyId} AND (${visible}) AND ${scopeCondition(scope)}`
  return sql`${from('problem_counts')} UNION ALL ${from('problem_count_deltas')}`
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
      DO UPDATE SET n = problem_counts.n + EXCLUDED.n, township_id = EXCLUDED.township_id),
    placed AS (INSERT INTO problem_place_counts (county_id, place_id, state, n)
      SELECT county_id, coalesce(township_id, organization_id), state, sum(n)::int FROM taken GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
      ON CONFLICT (county_id, place_id, state) DO UPDATE SET n = problem_place_counts.n + EXCLUDED.n)
    SELECT count(*)::int AS folded FROM taken`.execute(tx)
  return result.rows[0]?.folded ?? 0
}
