import type { Database, Tx } from '#platform/database/transaction.ts'
import { lockChain } from '#platform/history/append.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { type By, recordNext } from './record.ts'

/** What of signing in is an entry of the person's history, for whoever reads the log. */
export type SignInAct =
  | 'signIn'
  | 'signInFailed'
  | 'signInLocked'
  | 'unlockSignIn'
  | 'endSession'
  | 'changePassword'
  | 'resetPassword'
  | 'addFactor'
  | 'removeFactor'
  | 'makeRecoveryCodes'
  | 'useRecoveryCode'
  | 'factorFailed'
  | 'askFactorReset'
  | 'confirmFactorReset'
  | 'refuseFactorReset'
  | 'linkSso'
  | 'unlinkSso'
  | 'askPasswordReset'
  | 'confirmPasswordReset'
  | 'refusePasswordReset'

export type SignInEntry = {
  personId: string
  act: SignInAct
  by: By
  now: Date
  rows?: Record<string, RowContent>
}

/** The person, at the sign-in page or the own account page. */
export const oneself = (personId: string): By => ({ personId, as: null })

/** Nobody known: who tried is not who the name belongs to. */
export const somebody: By = { personId: null, as: null }

/** Appends to the person's chain; a person entered by hand, without a chain, gets one. */
export async function recordSignIn(
  tx: Tx,
  countyId: number,
  { personId, act, by, now, rows = {} }: SignInEntry,
): Promise<void> {
  const head = await lockChain(tx, countyId, personId)
  await recordNext(tx, countyId, head ?? null, { kind: 'person', case: personId, act, by, now, rows })
}

/** A failure at the name of somebody known. Of a name that nobody has, nothing is kept but that there was one. */
export async function recordFailure(
  database: Database,
  countyId: number,
  username: string,
  act: 'signInFailed' | 'signInLocked',
  now: Date,
): Promise<void> {
  await database.write(countyId, async (tx) => {
    const person = await tx
      .selectFrom('people')
      .select('id')
      .where('county_id', '=', countyId)
      .where('username', '=', username)
      .executeTakeFirst()
    if (person) await recordSignIn(tx, countyId, { personId: person.id, act, by: somebody, now })
  })
}
