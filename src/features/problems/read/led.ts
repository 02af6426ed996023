import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { problemLifecycle } from '../lifecycle.ts'

const over = Object.entries(problemLifecycle.states)
  .filter(([, spec]) => 'ends' in spec && spec.ends)
  .map(([state]) => state)

/** How many problems (个) that are not over name somebody as a leader: to be looked at before they leave. */
export async function countLedBy(tx: Tx, countyId: number, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(DISTINCT p.id)::int AS n FROM problem_leaders l
    JOIN problems p ON p.county_id = l.county_id AND p.id = l.problem_id AND p.round = l.round
    WHERE l.county_id = ${countyId} AND l.person_id = ${personId} AND NOT l.dropped
      AND p.state <> ALL(${over}::text[])`.execute(tx)
  return rows[0]?.n ?? 0
}
