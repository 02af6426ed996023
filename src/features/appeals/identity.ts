import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry } from '#platform/history/append.ts'
import { Refused } from '#platform/refusal.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from './deps.ts'
import { withoutNumbers } from './hiding.ts'
import { mayOpenIdentity, partiesOf } from './policy.ts'
import { refreshPages } from './portal/refresh.ts'
import { readReceipt, receiptOf } from './receipt.ts'
import type { Receipts } from './receipts.ts'
import type { Person } from './schema.ts'
import { findAppeal } from './store.ts'

/** Who it was, and the message as it was written. Everything about the person lies in here and nowhere else. */
export type Identity = Person & { said?: string | undefined }

export const identityPlace = (countyId: number, appealId: string): Place => ({
  ...{ countyId, table: 'appeal_identities', column: 'sealed' },
  rowId: appealId,
})

/** What is kept of who it was; nothing where nothing was left. */
export function sealIdentity(
  sealing: Sealing,
  countyId: number,
  appealId: string,
  identity: Identity,
): { sealed: string; has_phone: boolean } | undefined {
  const { name, phone, address, said } = identity
  if (!name && !phone && !address && !said) return undefined
  return {
    sealed: sealing.seal(identityPlace(countyId, appealId), JSON.stringify({ name, phone, address, said })),
    has_phone: phone !== undefined,
  }
}

/**
 * Which appeal a receipt is for. Undefined: mistyped, unknown, or void; the three are not told apart.
 * @param typed as somebody typed it
 */
export async function appealOf(
  tx: Tx,
  receipts: Pick<Receipts, 'digests'>,
  countyId: number,
  typed: string,
): Promise<string | undefined> {
  const receipt = readReceipt(typed)
  if (!receipt) return undefined
  const digests = receipts.digests(countyId, receipt)
  if (digests.length === 0) return undefined
  const row = await tx
    .selectFrom('appeal_receipts')
    .select('appeal_id')
    .where('county_id', '=', countyId)
    .where('digest', 'in', digests)
    .where('void_at', 'is', null)
    .executeTakeFirst()
  return row?.appeal_id
}

/**
 * The number for a text message that is about to go out, and nothing else of who it was. Undefined: none was left, or
 * no such message waits.
 */
export async function openForNotice(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  appealId: string,
  noticeId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ sealed: string | null }>`
    SELECT identity_for_notice(${noticeId}) AS sealed`.execute(tx)
  const sealed = rows[0]?.sealed
  if (!sealed) return undefined
  return (JSON.parse(sealing.open(identityPlace(countyId, appealId), sealed)) as Identity).phone
}

/**
 * Opens who it was: for whom the resident's choice allows it, with a reason, and as an entry of the appeal, which the
 * resident sees by the receipt (domain.md 7.1). Written first, opened then, in one transaction.
 * @throws Refused `not_found`, `not_yours`, `missing` where nothing was left
 */
export async function openIdentity(
  { database, identities }: Pick<Deps, 'database' | 'identities'>,
  world: World,
  actor: Actor,
  appealId: string,
  { commandId, reason: given }: { commandId: string; reason: string },
): Promise<Identity> {
  const { countyId, personId } = actor
  const reason = withoutNumbers(given)
  return database.write(countyId, async (tx) => {
    const loaded = await findAppeal(tx, countyId, appealId, [], { lock: true })
    if (!loaded) throw new Refused({ code: 'not_found' })
    const as = mayOpenIdentity(actor, loaded.row)
    if (!as || personId === null)
      throw new Refused({ code: 'not_yours', act: 'openIdentity', by: ['registrar'] })
    await appendEntry(tx, countyId, loaded.chain, {
      ...{ kind: 'appeal', case: appealId, act: 'openIdentity', at: world.now, entered: world.now },
      ...{ actor: personId, as, command: commandId, rows: { words: { reason } } },
    })
    const { rows } = await sql<{ sealed: string | null }>`
      SELECT open_identity(${appealId}, ${world.newId()}, ${personId}, ${as}, ${reason}, ${world.now}) AS sealed`.execute(
      tx,
    )
    const sealed = rows[0]?.sealed
    if (!sealed) throw new Refused({ code: 'missing', needs: ['identity'] })
    await refreshPages(tx, world, { countyId, appealId })
    return JSON.parse(identities.open(identityPlace(countyId, appealId), sealed)) as Identity
  })
}

/**
 * Another receipt for whoever lost theirs; the former ones are void from now on.
 * @returns the receipt, which is kept nowhere; the same command has the same
 * @throws Refused `not_found`, `not_yours`
 */
export async function reissueReceipt(
  { database, identities, receipts }: Pick<Deps, 'database' | 'identities' | 'receipts'>,
  world: World,
  actor: Actor,
  appealId: string,
  { commandId, reason: given }: { commandId: string; reason: string },
): Promise<string> {
  const { countyId, personId } = actor
  const reason = withoutNumbers(given)
  const receipt = receiptFor(identities, countyId, commandId)
  const { digest, pageKey } = receipts.issue(countyId, receipt)
  await database.write(countyId, async (tx) => {
    const loaded = await findAppeal(tx, countyId, appealId, [], { lock: true })
    if (!loaded) throw new Refused({ code: 'not_found' })
    if (!partiesOf(actor, loaded.row).has('registrar'))
      throw new Refused({ code: 'not_yours', act: 'reissueReceipt', by: ['registrar'] })
    const { numInsertedOrUpdatedRows: added } = await tx
      .insertInto('appeal_receipts')
      .values({ county_id: countyId, digest, page_key: pageKey, appeal_id: appealId, issued_at: world.now })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    // Sent twice does it once.
    if (added === 0n) return
    await tx
      .updateTable('appeal_receipts')
      .set({ void_at: world.now })
      .where('county_id', '=', countyId)
      .where('appeal_id', '=', appealId)
      .where('digest', '<>', digest)
      .where('void_at', 'is', null)
      .execute()
    await appendEntry(tx, countyId, loaded.chain, {
      ...{ kind: 'appeal', case: appealId, act: 'reissueReceipt', at: world.now, entered: world.now },
      ...{ actor: personId, as: 'registrar', command: commandId, rows: { words: { reason } } },
    })
    await refreshPages(tx, world, { countyId, appealId })
  })
  return receipt
}

/** The receipt that a command's appeal has. */
export const receiptFor = (identities: Sealing, countyId: number, commandId: string): string =>
  receiptOf(identities.index({ countyId, table: 'appeal_receipts', column: 'receipt' }, commandId), commandId)
