import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import type { RobotKind } from '../telling/robots.ts'

export type OutletKind = RobotKind | 'webhook'

/** Where an outlet leads: neither is shown again. */
export type Target = { url: string; secret: string }

const placeOf = (countyId: number, id: string): Place => ({
  ...{ countyId, table: 'outlets', column: 'sealed' },
  rowId: id,
})

export const sealTarget = (sealing: Sealing, countyId: number, id: string, target: Target): string =>
  sealing.seal(placeOf(countyId, id), JSON.stringify(target))

export const openTarget = (sealing: Sealing, countyId: number, id: string, sealed: string): Target =>
  JSON.parse(sealing.open(placeOf(countyId, id), sealed)) as Target

export type ActiveOutlet = { id: string; kind: OutletKind; name: string; sealed: string; events: string[] }

export const findActive = async (tx: Tx, countyId: number, id: string): Promise<ActiveOutlet | undefined> =>
  (
    await sql<ActiveOutlet>`
      SELECT id, kind, name, sealed, events FROM outlets
      WHERE county_id = ${countyId} AND id = ${id} AND status = 'active'`.execute(tx)
  ).rows[0]

/** So long may nothing get through before an outlet is given up. */
const GIVE_UP_MS = 3 * 86_400_000

/** Nothing got through. @returns whether it is given up for it now */
export async function noteFailure(tx: Tx, countyId: number, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql<{ failing_since: Date; name: string }>`
    UPDATE outlets SET failing_since = coalesce(failing_since, ${now}) WHERE county_id = ${countyId} AND id = ${id}
      AND status = 'active' RETURNING failing_since, name`.execute(tx)
  const [row] = rows
  if (!row || now.getTime() - row.failing_since.getTime() < GIVE_UP_MS) return false
  await giveUp(tx, countyId, id, now)
  return true
}

export const noteSuccess = (tx: Tx, countyId: number, id: string) =>
  sql`UPDATE outlets SET failing_since = NULL
    WHERE county_id = ${countyId} AND id = ${id} AND failing_since IS NOT NULL`.execute(tx)

/** Switched off until an administrator switches it on again; what waits for it goes, and the administrators are told. */
export async function giveUp(tx: Tx, countyId: number, id: string, now: Date): Promise<void> {
  await sql`UPDATE outlets SET status = 'disabled' WHERE county_id = ${countyId} AND id = ${id} AND status = 'active'`.execute(
    tx,
  )
  await dropWaiting(tx, countyId, id, 'outlet_disabled', now)
  await sql`
    INSERT INTO notices (county_id, id, way, recipient_id, kind, key, made_at, status)
    SELECT ${countyId}, gen_random_uuid(), 'email', w.person_id, 'alert', ${`${id} ${now.toISOString()}`}, ${now}, 'waiting'
    FROM notice_ways w WHERE w.county_id = ${countyId} AND w.confirmed_at IS NOT NULL AND EXISTS (
      SELECT FROM role_grants g WHERE g.county_id = w.county_id AND g.person_id = w.person_id
        AND g.role = 'system_admin' AND (g.valid_to IS NULL OR g.valid_to > ${now}))
    ON CONFLICT DO NOTHING`.execute(tx)
}

export async function dropWaiting(
  tx: Tx,
  countyId: number,
  outletId: string,
  why: string,
  now: Date,
): Promise<void> {
  await sql`UPDATE notices SET status = 'lapsed', why = ${why}, settled_at = ${now}
    WHERE county_id = ${countyId} AND recipient_id = ${outletId} AND status = 'waiting'`.execute(tx)
  await sql`UPDATE deliveries SET status = 'lapsed', answer = ${why}, settled_at = ${now}
    WHERE county_id = ${countyId} AND outlet_id = ${outletId} AND status = 'waiting'`.execute(tx)
}

/** A notice for one recipient that goes out at the next opportunity, whatever the hour. */
export const leaveNotice = (
  tx: Tx,
  countyId: number,
  notice: { way: 'email' | 'robot'; recipientId: string; kind: 'confirm' | 'test' },
  now: Date,
) => {
  const id = newId()
  return sql`
    INSERT INTO notices (county_id, id, way, recipient_id, kind, key, made_at, status)
    VALUES (${countyId}, ${id}, ${notice.way}, ${notice.recipientId}, ${notice.kind}, ${id}, ${now}, 'waiting')`.execute(
    tx,
  )
}
