import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { AppealRow } from '../row.ts'
import { type LineRow, lineColumns } from './line.ts'
import { type Sight, sightCondition } from './sight.ts'

/** Far more than anybody promises in a year. */
const MOST = 500

export type PledgeRow = LineRow & Pick<AppealRow, 'leader_id' | 'solved' | 'satisfaction' | 'closed_at'>

/** 年度突出问题清单 (S3-37): what was promised for a year; what is not solved first, by deadline. */
export async function listPledges(
  tx: Tx,
  countyId: number,
  sight: Sight,
  { year, township }: { year: number; township?: string | undefined },
): Promise<PledgeRow[]> {
  const { rows } = await sql<PledgeRow>`
    SELECT ${lineColumns}, p.leader_id, p.solved, p.satisfaction, p.closed_at FROM appeals p
    WHERE p.county_id = ${countyId} AND p.pledged_year = ${year} AND ${sightCondition(sight)}
      ${township ? sql`AND p.township_id = ${township}` : sql``}
    ORDER BY p.solved IS TRUE, p.due_at, p.id LIMIT ${MOST}`.execute(tx)
  return rows
}
