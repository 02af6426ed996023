import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'

/** Other systems that hand appeals over (12345, a provincial platform), each with a secret of its own. */

const secretPlace = (countyId: number, id: string): Place => ({
  ...{ countyId, table: 'appeal_sources', column: 'sealed' },
  rowId: id,
})

export type Source = { id: string; name: string; title: string; addedAt: Date; endedAt: Date | null }

export async function listSources(tx: Tx, countyId: number): Promise<Source[]> {
  const rows = await tx
    .selectFrom('appeal_sources')
    .select(['id', 'name', 'title', 'added_at', 'ended_at'])
    .where('county_id', '=', countyId)
    .orderBy('added_at')
    .execute()
  return rows.map(({ added_at, ended_at, ...more }) => ({ ...more, addedAt: added_at, endedAt: ended_at }))
}

/** @returns its secret, which is told once and lies sealed from then on */
export async function addSource(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  { name, title }: { name: string; title: string },
  now: Date,
): Promise<{ id: string; secret: string }> {
  const id = newId()
  const secret = randomBytes(32).toString('base64url')
  await tx
    .insertInto('appeal_sources')
    .values({
      ...{ county_id: countyId, id, name, title, added_at: now },
      sealed: sealing.seal(secretPlace(countyId, id), secret),
    })
    .execute()
  return { id, secret }
}

/** A key by which it may bring appeals in through Open311, told once; one before it is worth nothing any more. */
export async function giveSourceKey(
  tx: Tx,
  countyId: number,
  name: string,
): Promise<{ id: string; key: string } | undefined> {
  const key = `bo_${randomBytes(32).toString('base64url')}`
  const row = await tx
    .updateTable('appeal_sources')
    .set({ key_hash: createHash('sha256').update(key).digest('base64url') })
    .where('county_id', '=', countyId)
    .where('name', '=', name)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row && { id: row.id, key }
}

/** @returns its id; undefined: there is none of that name */
export async function endSource(
  tx: Tx,
  countyId: number,
  name: string,
  now: Date,
): Promise<string | undefined> {
  const row = await tx
    .updateTable('appeal_sources')
    .set({ ended_at: now })
    .where('county_id', '=', countyId)
    .where('name', '=', name)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export type Signed = { source: string; timestamp: string; signature: string; body: Buffer }

/** Five minutes either way: clocks of other systems go wrong, and a captured request is worth nothing afterwards. */
const TOLERANCE_S = 300

/** What is signed: the moment and every byte of the body. */
export const signatureOf = (secret: string, timestamp: string, body: Buffer): string =>
  createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')

/** Who sent it; undefined, without saying why: unknown, forged, changed, or of another time. */
export async function senderOf(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  { source, timestamp, signature, body }: Signed,
  now: Date,
): Promise<{ id: string; name: string } | undefined> {
  const row = await tx
    .selectFrom('appeal_sources')
    .select(['id', 'name', 'sealed'])
    .where('county_id', '=', countyId)
    .where('name', '=', source)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  // The same work for a name that nobody has.
  const secret = row ? sealing.open(secretPlace(countyId, row.id), row.sealed) : 'nobody'
  const right = Buffer.from(signatureOf(secret, timestamp, body))
  const given = Buffer.from(signature)
  const isRight = given.length === right.length && timingSafeEqual(given, right)
  const age = now.getTime() / 1_000 - Number(timestamp)
  const isNow = /^\d{1,12}$/.test(timestamp) && Math.abs(age) <= TOLERANCE_S
  return row && isRight && isNow ? { id: row.id, name: row.name } : undefined
}
