import type { Database } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { World, Worlds } from '#platform/world.ts'
import type { Actor } from './actor.ts'
import type { Auth } from './auth.ts'
import { passwordFaults } from './password-rules.ts'
import { keepHash, listHashes, setPasswordState } from './password-store.ts'
import type { Sessions } from './sessions.ts'
import { oneself, recordSignIn } from './sign-in-log.ts'
import { signInRule } from './sign-in-rules.ts'
import type { Sso } from './sso/index.ts'
import { PASSWORD_LENGTH } from './username.ts'

export type SignInDeps = {
  database: Database
  sessions: Sessions
  auth: Auth
  worlds: Worlds
  sealing: Sealing
  sso: Sso
}

export type Account = { personId: string; name: string; username: string; accountId: string }

/** The signed-in person's account. Throws Refused `not_found`: nobody with a password. */
export async function ownAccount({ database }: SignInDeps, { countyId, personId }: Actor): Promise<Account> {
  const person = await database.read(countyId, (tx) =>
    tx
      .selectFrom('people')
      .select(['id', 'name', 'username', 'account_id'])
      .where('county_id', '=', countyId)
      .where('id', '=', personId ?? '')
      .executeTakeFirst(),
  )
  if (!person?.username || !person.account_id) throw new Refused({ code: 'not_found' })
  const { id, name, username, account_id } = person
  return { personId: id, name, username, accountId: account_id }
}

const invalid = (path: string, reason: string) => new Refused({ code: 'invalid', issues: [{ path, reason }] })

/**
 * Whoever sits at an open session shows once more that it is theirs. Wrong ones count as they do at the sign-in, under
 * a name of their own: a stolen session must not close the sign-in for its owner.
 * @throws Refused `invalid` at `path`, `too_many_attempts`
 */
export async function provePassword(
  { auth, database, sessions, worlds }: SignInDeps,
  actor: Actor,
  { personId, accountId }: Account,
  given: string,
  path: string,
  now: Date,
): Promise<string> {
  const { countyId } = actor
  const name = `own:${personId}`
  const limit = signInRule(await worlds.of(countyId, now), 'lock')
  const attempt = await sessions.lock.begin(countyId, name, limit, now)
  if (attempt.wait !== null) throw new Refused({ code: 'too_many_attempts', retryAfter: attempt.wait })
  const { password, internalAdapter } = await auth.$context
  const hash = (await internalAdapter.findCredentialAccount(accountId))?.password
  if (!hash || !(await password.verify({ hash, password: given }))) throw invalid(path, 'wrong')
  await database.write(countyId, (tx) => sessions.lock.clear(tx, countyId, name))
  return hash
}

/**
 * A person changes their own password: judged by the county's rules, none of the last ones, and every other session of
 * theirs ends. Runs outside one transaction, the hash being the engine's; interrupted in between, the new password
 * holds and is asked to be changed again.
 * @throws Refused `invalid` with every fault of `next`, or for a wrong `current`
 */
export async function changeOwnPassword(
  deps: SignInDeps,
  actor: Actor,
  { current, next }: { current: string; next: string },
  now: Date,
): Promise<void> {
  const { countyId } = actor
  const account = await ownAccount(deps, actor)
  const world = await deps.worlds.of(countyId, now)
  const { remembered } = signInRule(world, 'password')
  mustFit(world, account.username, next)
  const hashNow = await provePassword(deps, actor, account, current, 'current', now)
  const { password, internalAdapter } = await deps.auth.$context
  const before = await deps.database.read(countyId, (tx) =>
    listHashes(tx, countyId, account.personId, remembered),
  )
  for (const hash of new Set([hashNow, ...before]))
    if (await password.verify({ hash, password: next })) throw invalid('next', 'used_before')
  const hash = await password.hash(next)
  await internalAdapter.updatePassword(account.accountId, hash)
  await deps.database.write(countyId, async (tx) => {
    await setPasswordState(tx, countyId, account.personId, { setAt: now, mustChange: false })
    await keepHash(tx, countyId, account.personId, { hash, now, remembered })
    const by = oneself(account.personId)
    await recordSignIn(tx, countyId, { personId: account.personId, act: 'changePassword', by, now })
  })
  const others = (await deps.sessions.list(countyId, account.personId, now)).filter(
    ({ id }) => id !== actor.session?.id,
  )
  const ids = others.map(({ id }) => id)
  await deps.sessions.end({ countyId, personId: account.personId, ids, why: 'password' }, now)
}

function mustFit(world: World, username: string, next: string): void {
  const { parts } = signInRule(world, 'common_passwords')
  const faults = passwordFaults(next, username, signInRule(world, 'password'), parts)
  if (next.length > PASSWORD_LENGTH.max) throw invalid('next', 'too_long')
  if (faults.length === 0) return
  throw new Refused({ code: 'invalid', issues: faults.map((fault) => ({ path: 'next', ...fault })) })
}
