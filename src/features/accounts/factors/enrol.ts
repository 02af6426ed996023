import { newId } from '#platform/ids.ts'
import { qrDataUrl } from '#platform/qr.ts'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from '../actor.ts'
import { type Account, ownAccount, provePassword, type SignInDeps } from '../own-password.ts'
import { type ChallengeFor, setChallenge } from '../session-store.ts'
import { oneself, recordSignIn } from '../sign-in-log.ts'
import { askForNew, type Place, readNew } from './passkeys.ts'
import { dropRecoveryCodes, makeRecoveryCodes } from './recovery.ts'
import {
  confirmFactor,
  dropBegun,
  findBegun,
  hasFactor,
  insertFactor,
  listFactors,
  removeFactors,
  takeStep,
} from './store.ts'
import { makeTotpSecret, stepOfCode, totpUri } from './totp.ts'
import { openTotpSecret, sealTotpSecret, type TotpKeys } from './totp-secret.ts'

export const totpKeys = ({ auth, sealing }: SignInDeps): TotpKeys => ({
  ...{ sealing, sessionsSecret: String(auth.options.secret) },
})

/** How many one person may have: enough for every device, few enough to be looked through. */
const MOST_FACTORS = 5

/**
 * Begins setting up an authenticator app; it counts when its first code came. The secret is shown now and never again.
 * @throws Refused `invalid` for a wrong password or too many factors
 */
export async function beginTotp(
  deps: SignInDeps,
  actor: Actor,
  { password, issuer }: { password: string; issuer: string },
  now: Date,
): Promise<{ secret: string; uri: string; qr: string }> {
  const account = await provedAccount(deps, actor, password, now)
  const { countyId } = actor
  const id = newId()
  const secret = makeTotpSecret()
  await deps.database.write(countyId, async (tx) => {
    await dropBegun(tx, countyId, account.personId)
    await insertFactor(tx, countyId, {
      ...{ id, personId: account.personId, name: '', now, kind: 'totp' },
      secret: sealTotpSecret(deps.sealing, countyId, id, secret),
    })
  })
  const uri = totpUri(secret, issuer, account.username)
  return { secret, uri, qr: qrDataUrl(uri) }
}

/** What setting up a factor gives back: recovery codes with the first one, none with others. */
export type Enrolled = { recoveryCodes: string[] | null }

/** The app shows that it has the secret. Throws Refused `wrong_code`, `not_found` when none is being set up. */
export async function confirmTotp(
  deps: SignInDeps,
  actor: Actor,
  { code, name }: { code: string; name: string },
  now: Date,
): Promise<Enrolled> {
  const { countyId } = actor
  const { personId } = await ownAccount(deps, actor)
  return deps.database.write(countyId, async (tx) => {
    const begun = await findBegun(tx, countyId, personId)
    if (!begun?.secret) throw new Refused({ code: 'not_found' })
    const secret = openTotpSecret(totpKeys(deps), countyId, begun.id, begun.secret)
    const step = secret === undefined ? undefined : stepOfCode(secret, code, now)
    if (step === undefined) throw new Refused({ code: 'wrong_code' })
    const isFirst = !(await hasFactor(tx, countyId, personId))
    await takeStep(tx, countyId, begun.id, step, now)
    await confirmFactor(tx, countyId, begun.id, name, now)
    const rows = { [`second_factors/${begun.id}`]: { kind: 'totp' } }
    await recordSignIn(tx, countyId, { personId, act: 'addFactor', by: oneself(personId), now, rows })
    return { recoveryCodes: isFirst ? await makeRecoveryCodes(tx, countyId, personId) : null }
  })
}

/** What the browser is to ask the key for. */
export async function beginPasskey(
  deps: SignInDeps,
  actor: Actor,
  { password, issuer, place }: { password: string; issuer: string; place: Place },
  now: Date,
) {
  const account = await provedAccount(deps, actor, password, now)
  const { countyId, session } = actor
  if (!session) throw new Refused({ code: 'not_found' })
  const factors = await deps.database.read(countyId, (tx) => listFactors(tx, countyId, account.personId))
  const known = factors.flatMap(({ credential_id }) => credential_id ?? [])
  const person = { id: account.personId, username: account.username, name: account.name, county: issuer }
  const options = await askForNew(place, person, known)
  await deps.database.write(countyId, (tx) =>
    setChallenge(tx, countyId, session.id, { challenge: options.challenge, for: 'make' }),
  )
  return options
}

/** Throws Refused `wrong_code` when the key's answer does not fit what was asked. */
export async function addPasskey(
  deps: SignInDeps,
  actor: Actor,
  { response, name, place }: { response: object; name: string; place: Place },
  now: Date,
): Promise<Enrolled> {
  const { countyId, session } = actor
  const { personId } = await ownAccount(deps, actor)
  const challenge = session && (await takeChallenge(deps, countyId, session.id, 'make'))
  const made = challenge ? await readNew(place, challenge, response) : null
  if (!made) throw new Refused({ code: 'wrong_code' })
  const id = newId()
  return deps.database.write(countyId, async (tx) => {
    const isFirst = !(await hasFactor(tx, countyId, personId))
    await insertFactor(tx, countyId, { ...{ id, personId, name, now }, kind: 'passkey', ...made })
    const rows = { [`second_factors/${id}`]: { kind: 'passkey' } }
    await recordSignIn(tx, countyId, { personId, act: 'addFactor', by: oneself(personId), now, rows })
    return { recoveryCodes: isFirst ? await makeRecoveryCodes(tx, countyId, personId) : null }
  })
}

/**
 * What was asked is answered once, rightly or wrongly, and for what it was asked: a question of the sign-in, which needs
 * no password, makes no new key.
 */
export async function takeChallenge(
  { database }: SignInDeps,
  countyId: number,
  sessionId: string,
  asked: ChallengeFor,
): Promise<string | null> {
  return database.write(countyId, async (tx) => {
    const row = await tx
      .selectFrom('sign_in_sessions')
      .select(['challenge', 'challenge_for'])
      .where('county_id', '=', countyId)
      .where('id', '=', sessionId)
      .where('ended_at', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (row?.challenge) await setChallenge(tx, countyId, sessionId, null)
    return row?.challenge_for === asked ? row.challenge : null
  })
}

/** Takes one factor away; with the last one the recovery codes go too. */
export async function removeFactor(
  deps: SignInDeps,
  actor: Actor,
  { id, password }: { id: string; password: string },
  now: Date,
): Promise<void> {
  const { countyId } = actor
  const { personId } = await provedAccount(deps, actor, password, now, { mayBeFull: true })
  await deps.database.write(countyId, async (tx) => {
    const [gone] = await removeFactors(tx, countyId, personId, id)
    if (!gone) throw new Refused({ code: 'not_found' })
    if (!(await hasFactor(tx, countyId, personId))) await dropRecoveryCodes(tx, countyId, personId)
    const rows = { [`second_factors/${id}`]: { kind: gone.kind } }
    await recordSignIn(tx, countyId, { personId, act: 'removeFactor', by: oneself(personId), now, rows })
  })
}

/** New recovery codes in place of the old ones. Throws Refused `not_found` for who has no second factor. */
export async function renewRecoveryCodes(
  deps: SignInDeps,
  actor: Actor,
  password: string,
  now: Date,
): Promise<string[]> {
  const { countyId } = actor
  const { personId } = await provedAccount(deps, actor, password, now, { mayBeFull: true })
  return deps.database.write(countyId, async (tx) => {
    if (!(await hasFactor(tx, countyId, personId))) throw new Refused({ code: 'not_found' })
    const by = oneself(personId)
    await recordSignIn(tx, countyId, { personId, act: 'makeRecoveryCodes', by, now })
    return makeRecoveryCodes(tx, countyId, personId)
  })
}

async function provedAccount(
  deps: SignInDeps,
  actor: Actor,
  password: string,
  now: Date,
  { mayBeFull = false } = {},
): Promise<Account> {
  const account = await ownAccount(deps, actor)
  await provePassword(deps, actor, account, password, 'password', now)
  if (mayBeFull) return account
  const { countyId } = actor
  const factors = await deps.database.read(countyId, (tx) => listFactors(tx, countyId, account.personId))
  if (factors.length >= MOST_FACTORS)
    throw new Refused({
      code: 'invalid',
      issues: [{ path: '', reason: 'too_many', detail: `${MOST_FACTORS}` }],
    })
  return account
}
