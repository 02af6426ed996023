import { Refused } from '#platform/refusal.ts'
import type { Actor } from '../actor.ts'
import type { SignInDeps } from '../own-password.ts'
import { setChallenge } from '../session-store.ts'
import { oneself, recordSignIn, somebody } from '../sign-in-log.ts'
import { signInRule } from '../sign-in-rules.ts'
import { takeChallenge, totpKeys } from './enrol.ts'
import { askToSign, type Place, readSigned } from './passkeys.ts'
import { looksLikeRecoveryCode, takeRecoveryCode } from './recovery.ts'
import { listFactors, setCounter, takeStep } from './store.ts'
import { stepOfCode } from './totp.ts'
import { openTotpSecret } from './totp-secret.ts'

/**
 * The second factor at the sign-in: a code of an authenticator app, or one of the recovery codes. Wrong ones count
 * towards a lock of their own, which another sign-in does not open.
 * @throws Refused `wrong_code`, `too_many_attempts`
 */
export const showCode = (deps: SignInDeps, actor: Actor, code: string, now: Date): Promise<void> =>
  judged(deps, actor, now, (personId) =>
    looksLikeRecoveryCode(code)
      ? takeRecovery(deps, actor.countyId, personId, code, now)
      : takeCode(deps, actor.countyId, personId, code, now),
  )

/** What the browser is to have the key sign. Throws Refused `not_found` when there is no passkey. */
export async function askPasskey(deps: SignInDeps, actor: Actor, place: Place) {
  const { countyId, personId, session } = actor
  if (!personId || !session) throw new Refused({ code: 'not_found' })
  const factors = await deps.database.read(countyId, (tx) => listFactors(tx, countyId, personId))
  const known = factors.flatMap(({ credential_id }) => credential_id ?? [])
  if (known.length === 0) throw new Refused({ code: 'not_found' })
  const options = await askToSign(place, known)
  await deps.database.write(countyId, (tx) =>
    setChallenge(tx, countyId, session.id, { challenge: options.challenge, for: 'sign' }),
  )
  return options
}

/** Throws Refused `wrong_code`, `too_many_attempts`. */
export const showPasskey = (
  deps: SignInDeps,
  actor: Actor,
  { response, place }: { response: { id?: unknown }; place: Place },
  now: Date,
): Promise<void> =>
  judged(deps, actor, now, async (personId) => {
    const { countyId, session } = actor
    const challenge = session ? await takeChallenge(deps, countyId, session.id, 'sign') : null
    const factors = await deps.database.read(countyId, (tx) => listFactors(tx, countyId, personId))
    const key = factors.find(({ credential_id }) => credential_id !== null && credential_id === response.id)
    if (!challenge || !key?.credential_id || !key.public_key) return false
    const counter = await readSigned(place, challenge, response, {
      ...{ credentialId: key.credential_id, publicKey: key.public_key, counter: key.counter ?? 0 },
    })
    if (counter === null) return false
    await deps.database.write(countyId, (tx) => setCounter(tx, countyId, key.id, counter, now))
    return true
  })

async function judged(
  { database, sessions, worlds }: SignInDeps,
  { countyId, personId }: Actor,
  now: Date,
  judge: (personId: string) => Promise<boolean>,
): Promise<void> {
  if (!personId) throw new Refused({ code: 'not_found' })
  const name = `factor:${personId}`
  const limit = signInRule(await worlds.of(countyId, now), 'lock')
  const attempt = await sessions.lock.begin(countyId, name, limit, now)
  if (attempt.wait !== null) throw new Refused({ code: 'too_many_attempts', retryAfter: attempt.wait })
  const right = await judge(personId)
  await database.write(countyId, async (tx) => {
    if (right) await sessions.lock.clear(tx, countyId, name)
    else await recordSignIn(tx, countyId, { personId, act: 'factorFailed', by: somebody, now })
  })
  if (!right) throw new Refused({ code: 'wrong_code' })
}

async function takeCode(
  deps: SignInDeps,
  countyId: number,
  personId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const keys = totpKeys(deps)
  return deps.database.write(countyId, async (tx) => {
    for (const { id, secret } of await listFactors(tx, countyId, personId)) {
      const opened = secret === null ? undefined : openTotpSecret(keys, countyId, id, secret)
      const step = opened === undefined ? undefined : stepOfCode(opened, code, now)
      if (step !== undefined) return takeStep(tx, countyId, id, step, now)
    }
    return false
  })
}

const takeRecovery = (
  { database }: SignInDeps,
  countyId: number,
  personId: string,
  code: string,
  now: Date,
): Promise<boolean> =>
  database.write(countyId, async (tx) => {
    if (!(await takeRecoveryCode(tx, countyId, personId, code, now))) return false
    await recordSignIn(tx, countyId, { personId, act: 'useRecoveryCode', by: oneself(personId), now })
    return true
  })
