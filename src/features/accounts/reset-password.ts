import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import { takeConfirmedReset } from './factors/resets.ts'
import type { FirstPassword } from './first-passwords.ts'
import type { Lock } from './lock.ts'
import type { SignInDeps } from './own-password.ts'
import { setPassword } from './passwords.ts'
import { linkAccount } from './people.ts'
import type { By } from './record.ts'
import { findHelped } from './sign-in-help.ts'
import { recordSignIn } from './sign-in-log.ts'
import { mayHelp } from './sign-in-policy.ts'
import { handsFor } from './standing.ts'
import { makePassword } from './username.ts'

/**
 * A person gets a new first password: made here, in the answer and nowhere else, to be printed and handed over. Their
 * sessions end, and they change it before anything else. For whoever works for the whole county only after another
 * administrator has confirmed it (`askReset`), once; never for an administrator: see `handsFor`.
 * @throws Refused `not_yours`, `same_person`, `not_found`; `missing` (`resetConfirmed`) without the second hand
 */
export async function resetPassword(
  deps: SignInDeps,
  actor: Actor,
  personId: string,
  now: Date,
): Promise<FirstPassword> {
  const { countyId } = actor
  mayHelp(actor, 'resetPassword')
  if (actor.personId === personId)
    throw new Refused({ code: 'same_person', act: 'resetPassword', other: 'resetPassword' })
  // What was confirmed is used up before the password is made: it opens one account once, whatever happens after.
  const person = await deps.database.write(countyId, async (tx) => {
    const found = await findHelped(tx, countyId, personId, now)
    const hands = handsFor(found)
    if (hands === 'operator') throw new Refused({ code: 'not_yours', act: 'resetPassword', by: ['operator'] })
    if (hands === 'two' && !(await takeConfirmedReset(tx, countyId, personId, now)))
      throw new Refused({ code: 'missing', needs: ['resetConfirmed'] })
    return found
  })
  const password = makePassword()
  const by = { personId: actor.personId, as: 'system_admin' }
  const accountId = await setPassword(deps.auth, countyId, person.username, password)
  await deps.database.write(countyId, async (tx) => {
    await linkAccount(tx, countyId, personId, accountId, by, now)
    await deps.sessions.lock.clear(tx, countyId, person.username)
    await recordSignIn(tx, countyId, { personId, act: 'resetPassword', by, now })
  })
  deps.sessions.forget({ countyId, personId })
  return { name: person.name, username: person.username, password }
}

/** Opens a user name that was closed after too many failures. */
export async function unlockSignIn(
  { database, sessions }: SignInDeps,
  actor: Actor,
  personId: string,
  now: Date,
): Promise<void> {
  const { countyId } = actor
  mayHelp(actor, 'unlockSignIn')
  await database.write(countyId, async (tx) => {
    const person = await findHelped(tx, countyId, personId, now)
    const by = { personId: actor.personId, as: 'system_admin' }
    await openNames(tx, sessions.lock, { countyId, person, by, now })
  })
}

/** Forgives the failures at somebody's name and second factor; an entry, if there were any. */
export async function openNames(
  tx: Tx,
  lock: Lock,
  {
    countyId,
    person,
    by,
    now,
  }: { countyId: number; person: { id: string; username: string }; by: By; now: Date },
): Promise<boolean> {
  const first = await lock.clear(tx, countyId, person.username)
  const second = await lock.clear(tx, countyId, `factor:${person.id}`)
  if (first || second) await recordSignIn(tx, countyId, { personId: person.id, act: 'unlockSignIn', by, now })
  return first || second
}
