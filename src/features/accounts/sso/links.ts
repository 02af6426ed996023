import { createHash } from 'node:crypto'
import type { Tx } from '#platform/database/transaction.ts'
import { type IdentityProvider, providerOf, type SsoSettings } from '#platform/sso-settings.ts'
import { oneself, recordSignIn } from '../sign-in-log.ts'
import { SsoRefused } from './fault.ts'
import type { Vouched } from './provider.ts'

/** The identity provider of the county; undefined: its people sign in by password alone. */
export async function findProvider(
  tx: Tx,
  countyId: number,
  sso: SsoSettings,
): Promise<IdentityProvider | undefined> {
  if (sso.size === 0) return undefined
  const { code } = await tx
    .selectFrom('counties')
    .select('code')
    .where('county_id', '=', countyId)
    .executeTakeFirstOrThrow()
  return providerOf(sso, code)
}

export type Linked = { id: string; status: string; username: string | null; account_id: string | null }

/** Who in the county is linked to whom the provider vouched for. */
export const findLinked = (
  tx: Tx,
  countyId: number,
  { issuer, subject }: Vouched,
): Promise<Linked | undefined> =>
  tx
    .selectFrom('sso_links as l')
    .innerJoin('people as p', (join) =>
      join.onRef('p.county_id', '=', 'l.county_id').onRef('p.id', '=', 'l.person_id'),
    )
    .select(['p.id', 'p.status', 'p.username', 'p.account_id'])
    .where('l.county_id', '=', countyId)
    .where('l.issuer', '=', issuer)
    .where('l.subject', '=', subject)
    .executeTakeFirst()

/** The person's link to this issuer; one to another that was in use before opens nothing. */
export const findLinkOf = (
  tx: Tx,
  countyId: number,
  personId: string,
  issuer: string,
): Promise<{ made_at: Date } | undefined> =>
  tx
    .selectFrom('sso_links')
    .select('made_at')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('issuer', '=', issuer)
    .executeTakeFirst()

/** Links the person, in place of a link of theirs before. Throws SsoRefused `taken`: somebody else is linked. */
export async function linkPerson(
  tx: Tx,
  countyId: number,
  personId: string,
  { issuer, subject }: Vouched,
  now: Date,
): Promise<void> {
  await deleteLink(tx, countyId, personId)
  const made = await tx
    .insertInto('sso_links')
    .values({ county_id: countyId, person_id: personId, issuer, subject, made_at: now })
    .onConflict((conflict) => conflict.columns(['county_id', 'issuer', 'subject']).doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows !== 1n) throw new SsoRefused('taken', { personId })
  const rows = { [`sso_links/${personId}`]: { issuer } }
  await recordSignIn(tx, countyId, { personId, act: 'linkSso', by: oneself(personId), now, rows })
}

/** @returns whether there was one */
export async function unlinkPerson(tx: Tx, countyId: number, personId: string, now: Date): Promise<boolean> {
  if (!(await deleteLink(tx, countyId, personId))) return false
  const rows = { [`sso_links/${personId}`]: { issuer: null } }
  await recordSignIn(tx, countyId, { personId, act: 'unlinkSso', by: oneself(personId), now, rows })
  return true
}

async function deleteLink(tx: Tx, countyId: number, personId: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('sso_links')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Takes a way back from the provider; false: it was walked before. */
export async function takeReturn(tx: Tx, countyId: number, state: string, now: Date): Promise<boolean> {
  const state_hash = createHash('sha256').update(state).digest('base64url')
  const taken = await tx
    .insertInto('sso_returns')
    .values({ county_id: countyId, state_hash, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return taken.numInsertedOrUpdatedRows === 1n
}

/** A day later the journey has long been over. */
export async function sweepReturns(tx: Tx, countyId: number, now: Date): Promise<void> {
  await tx
    .deleteFrom('sso_returns')
    .where('county_id', '=', countyId)
    .where('at', '<', new Date(now.getTime() - 86_400_000))
    .execute()
}
