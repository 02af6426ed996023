import { sql } from 'kysely'
import { type Actor, holds, lockCase, recordBeginning, recordNext } from '#features/accounts/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import { sightOf } from './read/sight.ts'

/** 信访接待日 (S3-08, S3-56): which leader receives residents when and where. */
type NewDay = {
  id: string
  organizationId: string
  day: string
  hours: string
  place: string
  leaderId?: string | undefined
}

const mayAnnounce = (actor: Actor, organizationId: string): boolean =>
  holds(actor, ['registrar', 'secretary', 'leader', 'office'], organizationId)

/** @throws Refused `not_yours`, `invalid` for a day that is over or an organisation or leader that is not there */
export async function announceReception(
  database: Database,
  world: World,
  actor: Actor,
  { id, organizationId, day, hours, place, leaderId }: NewDay,
): Promise<{ id: string }> {
  const { countyId, personId } = actor
  if (!mayAnnounce(actor, organizationId) || personId === null)
    throw new Refused({ code: 'not_yours', act: 'addReceptionDay', by: ['registrar', 'leaders'] })
  if (day < world.today)
    throw new Refused({
      ...{ code: 'invalid', issues: [{ path: 'day', reason: 'not_in_future', detail: world.today }] },
    })
  return database.write(countyId, async (tx) => {
    const known = await tx
      .selectFrom('reception_days')
      .select('id')
      .where('county_id', '=', countyId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (known) return { id }
    if (leaderId && !(await isHere(tx, countyId, leaderId)))
      throw new Refused({ code: 'invalid', issues: [{ path: 'leaderId', reason: 'unknown_reference' }] })
    const row = {
      ...{ organization_id: organizationId, day, hours, place, leader_id: leaderId ?? null },
      ...{ announced_by: personId, announced_at: world.now },
    }
    await tx
      .insertInto('reception_days')
      .values({ county_id: countyId, id, ...row })
      .execute()
    await recordBeginning(tx, countyId, {
      ...{ kind: 'reception', case: id, act: 'announceReception', now: world.now },
      by: { personId, as: 'registrar' },
      rows: { [`reception_days/${id}`]: row },
    })
    return { id }
  })
}

const isHere = async (tx: Tx, countyId: number, personId: string): Promise<boolean> =>
  (await tx
    .selectFrom('people')
    .select('id')
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .where('status', '=', 'active')
    .executeTakeFirst()) !== undefined

/** @throws Refused `not_found`, also where the actor announces none */
export async function cancelReception(
  database: Database,
  world: World,
  actor: Actor,
  id: string,
): Promise<{ id: string }> {
  const { countyId, personId } = actor
  return database.write(countyId, async (tx) => {
    const row = await tx
      .selectFrom('reception_days')
      .select(['organization_id', 'cancelled_at'])
      .where('county_id', '=', countyId)
      .where('id', '=', id)
      .executeTakeFirst()
    // Another place's days are nothing to whoever cannot announce any there.
    if (!row || !mayAnnounce(actor, row.organization_id) || personId === null)
      throw new Refused({ code: 'not_found' })
    if (row.cancelled_at) return { id }
    const head = await lockCase(tx, countyId, id)
    await tx
      .updateTable('reception_days')
      .set({ cancelled_at: world.now, cancelled_by: personId })
      .where('county_id', '=', countyId)
      .where('id', '=', id)
      .execute()
    await recordNext(tx, countyId, head, {
      ...{ kind: 'reception', case: id, act: 'cancelReception', now: world.now },
      ...{ by: { personId, as: 'registrar' }, rows: {} },
    })
    return { id }
  })
}

export type ReceptionRow = {
  id: string
  organization_id: string
  day: string
  hours: string
  place: string
  leader_id: string | null
  cancelled_at: Date | null
}

/** The next ones, for whoever works on appeals of the place; the county's for everybody. */
export async function listReceptions(tx: Tx, actor: Actor, from: string): Promise<ReceptionRow[]> {
  const { all, townshipIds, ownIds } = sightOf(actor)
  const mine = all
    ? sql`true`
    : sql`(r.organization_id = ANY(${[...townshipIds, ...ownIds]}::uuid[]) OR EXISTS (SELECT FROM organizations o
        WHERE o.county_id = r.county_id AND o.id = r.organization_id AND o.kind = 'county'))`
  const { rows } = await sql<ReceptionRow>`
    SELECT r.id, r.organization_id, r.day, r.hours, r.place, r.leader_id, r.cancelled_at FROM reception_days r
    WHERE r.county_id = ${actor.countyId} AND r.day >= ${from} AND ${mine} ORDER BY r.day, r.id LIMIT 200`.execute(
    tx,
  )
  return rows
}
