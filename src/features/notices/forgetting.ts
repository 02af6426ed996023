import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'

/** What was told half a year ago is nobody's business any more; what waits stays. */
const KEPT_DAYS = 184

/** Daily: rows of messages and deliveries that were settled long ago. */
export async function forgetTold(tx: Tx, countyId: number, now: Date): Promise<void> {
  const since = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  for (const table of ['notices', 'deliveries'])
    await sql`DELETE FROM ${sql.table(table)}
      WHERE county_id = ${countyId} AND status <> 'waiting' AND made_at < ${since}`.execute(tx)
}
