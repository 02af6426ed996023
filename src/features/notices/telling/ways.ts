import { hash, randomInt, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { lockCase, recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import { leaveNotice } from '../outlets/store.ts'

/** How somebody wishes to be told. The address lies sealed, and nothing but a code goes there before it is confirmed. */
export type Ways = {
  address: string | null
  confirmed: boolean
  digest: boolean
  urgent: boolean
  digestAt: string | null
  quietFrom: string | null
  quietTo: string | null
}

export const addressPlace = (countyId: number, personId: string): Place => ({
  ...{ countyId, table: 'notice_ways', column: 'sealed' },
  rowId: personId,
})

export const sealAddress = (sealing: Sealing, countyId: number, personId: string, address: string): string =>
  sealing.seal(addressPlace(countyId, personId), address)

type Row = {
  sealed: string | null
  confirmed_at: Date | null
  code_hash: string | null
  code_until: Date | null
  code_tries: number
  digest: boolean
  urgent: boolean
  digest_at: string | null
  quiet_from: string | null
  quiet_to: string | null
  seen_at: Date | null
}

export const findRow = (tx: Tx, countyId: number, personId: string): Promise<Row | undefined> =>
  tx
    .selectFrom('notice_ways')
    .selectAll()
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .executeTakeFirst()

export async function readWays(tx: Tx, sealing: Sealing, countyId: number, personId: string): Promise<Ways> {
  const row = await findRow(tx, countyId, personId)
  return {
    address: row?.sealed ? sealing.open(addressPlace(countyId, personId), row.sealed) : null,
    confirmed: row?.confirmed_at != null,
    ...{ digest: row?.digest ?? true, urgent: row?.urgent ?? true },
    ...{
      digestAt: row?.digest_at ?? null,
      quietFrom: row?.quiet_from ?? null,
      quietTo: row?.quiet_to ?? null,
    },
  }
}

/**
 * Lays it down anew, with an entry in the person's own history; another address has to be confirmed first.
 * @throws Refused `too_many_attempts`
 */
export async function setWays(
  tx: Tx,
  sealing: Sealing,
  { countyId, personId, ...given }: Omit<Ways, 'confirmed'> & { countyId: number; personId: string },
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  const before = await readWays(tx, sealing, countyId, personId)
  const isOther = given.address !== before.address
  const sealed = given.address === null ? null : sealAddress(sealing, countyId, personId, given.address)
  const hours = { digest_at: given.digestAt, quiet_from: given.quietFrom, quiet_to: given.quietTo }
  const kept = { digest: given.digest, urgent: given.urgent, ...hours }
  const set = {
    ...kept,
    ...(isOther && { sealed, confirmed_at: null, code_hash: null, code_until: null, code_tries: 0 }),
  }
  await tx
    .insertInto('notice_ways')
    .values({ county_id: countyId, person_id: personId, ...set })
    .onConflict((conflict) => conflict.columns(['county_id', 'person_id']).doUpdateSet(set))
    .execute()
  if (isOther) {
    await sql`UPDATE notices SET status = 'lapsed', why = 'no_address', settled_at = ${now}
      WHERE county_id = ${countyId} AND recipient_id = ${personId} AND status = 'waiting'`.execute(tx)
    if (sealed) await leaveCode(tx, countyId, personId, now)
  }
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'setNoticeWays', by: { personId, as: null }, now },
    // Whether there is one, never which.
    rows: { [`notice_ways/${personId}`]: { ...kept, ...(isOther && { sealed: sealed !== null }) } },
  })
}

const CODE_MS = 86_400_000
const MOST_TRIES = 5
/** Codes a day, asked for or sent for another address: whose address it is, is not to be flooded. */
const MOST_CODES = 5

const codeHash = (countyId: number, personId: string, code: string): string =>
  hash('sha256', JSON.stringify(['notice code', countyId, personId, code]), 'base64url')

/** Makes the code of a mail that goes out now; one before it is worth nothing any more. */
export async function makeCode(tx: Tx, countyId: number, personId: string, now: Date): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  await tx
    .updateTable('notice_ways')
    .set({
      code_hash: codeHash(countyId, personId, code),
      code_until: new Date(now.getTime() + CODE_MS),
      code_tries: 0,
    })
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .execute()
  return code
}

/** @throws Refused `too_many_attempts` */
export async function askCode(tx: Tx, countyId: number, personId: string, now: Date): Promise<void> {
  const row = await findRow(tx, countyId, personId)
  if (!row?.sealed || row.confirmed_at)
    throw new Refused({
      code: 'wrong_state',
      state: row?.confirmed_at ? 'confirmed' : 'none',
      act: 'askNoticeCode',
    })
  await leaveCode(tx, countyId, personId, now)
}

async function leaveCode(tx: Tx, countyId: number, personId: string, now: Date): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM notices WHERE county_id = ${countyId} AND recipient_id = ${personId}
      AND kind = 'confirm' AND made_at > ${new Date(now.getTime() - CODE_MS)}`.execute(tx)
  if ((rows[0]?.n ?? 0) >= MOST_CODES)
    throw new Refused({ code: 'too_many_attempts', retryAfter: CODE_MS / 1_000 })
  await leaveNotice(tx, countyId, { way: 'email', recipientId: personId, kind: 'confirm' }, now)
}

/** @returns whether it was the code; five wrong ones end it */
export async function confirmAddress(
  tx: Tx,
  { countyId, personId, code }: { countyId: number; personId: string; code: string },
  now: Date,
): Promise<boolean> {
  const head = await lockCase(tx, countyId, personId)
  const row = await findRow(tx, countyId, personId)
  const isOpen = row?.code_hash && row.code_until && row.code_until > now && row.code_tries < MOST_TRIES
  if (!row || !isOpen || !row.code_hash) return false
  const right = Buffer.from(row.code_hash)
  const isRight = timingSafeEqual(right, Buffer.from(codeHash(countyId, personId, code)))
  const set = isRight
    ? { confirmed_at: now, code_hash: null, code_until: null, code_tries: 0 }
    : { code_tries: row.code_tries + 1 }
  await tx
    .updateTable('notice_ways')
    .set(set)
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .execute()
  if (isRight)
    await recordNext(tx, countyId, head, {
      ...{ kind: 'person', case: personId, act: 'confirmNoticeAddress', by: { personId, as: null }, now },
      rows: { [`notice_ways/${personId}`]: { confirmed_at: now } },
    })
  return isRight
}

export const markSeen = (tx: Tx, countyId: number, personId: string, at: Date) =>
  sql`INSERT INTO notice_ways (county_id, person_id, seen_at) VALUES (${countyId}, ${personId}, ${at})
    ON CONFLICT (county_id, person_id) DO UPDATE SET seen_at = greatest(notice_ways.seen_at, excluded.seen_at)`.execute(
    tx,
  )
