import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'

/** What another system is told: a type, a moment, and of a case its number, kind, state and times. */
export type Told = { type: string; at: Date; data: object }

export const leaveDelivery = (
  tx: Tx,
  countyId: number,
  outletId: string,
  { type, at, data }: Told,
  now: Date,
) =>
  sql`
    INSERT INTO deliveries (county_id, id, outlet_id, type, payload, made_at, status, next_at)
    VALUES (${countyId}, ${newId()}, ${outletId}, ${type},
      ${JSON.stringify({ type, timestamp: at.toISOString(), data })}::jsonb, ${now}, 'waiting', ${now})`.execute(
    tx,
  )
