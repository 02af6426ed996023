import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'

/** A way that does not get through rests as a whole, longer each time; one try then finds out whether it is back. */
const RESTS_MIN = [1, 2, 5, 10, 20, 30, 60]

export const restMs = (failures: number): number =>
  (RESTS_MIN[Math.min(failures, RESTS_MIN.length) - 1] ?? 1) * 60_000

export type Pause = { way: string; failures: number; since: Date; paused_until: Date; reason: string }

export const listPauses = async (tx: Tx, countyId: number): Promise<Map<string, Pause>> => {
  const { rows } = await sql<Pause>`
    SELECT way, failures, since, paused_until, reason FROM notice_pauses WHERE county_id = ${countyId}`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.way, row]))
}

export async function pause(
  tx: Tx,
  countyId: number,
  way: string,
  { why, retryAfterMs, failures }: { why: string; retryAfterMs: number | null; failures: number },
  now: Date,
): Promise<void> {
  const until = new Date(now.getTime() + Math.max(retryAfterMs ?? 0, restMs(failures)))
  await sql`
    INSERT INTO notice_pauses (county_id, way, failures, since, paused_until, reason)
    VALUES (${countyId}, ${way}, ${failures}, ${now}, ${until}, ${why})
    ON CONFLICT (county_id, way) DO UPDATE SET failures = excluded.failures, paused_until = excluded.paused_until,
      reason = excluded.reason`.execute(tx)
}

export const goOn = (tx: Tx, countyId: number, way: string) =>
  sql`DELETE FROM notice_pauses WHERE county_id = ${countyId} AND way = ${way}`.execute(tx)
