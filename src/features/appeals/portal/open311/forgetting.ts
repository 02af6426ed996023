import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'

/** So long may be asked whether something was registered. */
const KEPT_DAYS = 92

export const forgetRequests = (tx: Tx, countyId: number, now: Date) =>
  sql`DELETE FROM open311_requests
    WHERE county_id = ${countyId} AND received_at < ${new Date(now.getTime() - KEPT_DAYS * 86_400_000)}`.execute(
    tx,
  )
