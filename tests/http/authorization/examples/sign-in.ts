import { insertFactor } from '#features/accounts/factors/store.ts'
import { totpAt } from '#features/accounts/factors/totp.ts'
import { newId } from '#platform/ids.ts'
import { type Asker, PASSWORD } from '../askers.ts'
import { always, type Examples } from '../example.ts'
import { answered, type Scene } from '../scene.ts'

const password = PASSWORD
const codeOf = (secret: string) => totpAt(secret, Math.floor(Date.now() / 30_000))

/** About the asking clerk of the upper village, who has second factors and lost them; the secretary's are asked about. */
export async function signInExamples({ house, clerk, secretary, askers }: Scene): Promise<Examples> {
  const post = async (asker: Asker, path: string, payload: object) =>
    (await answered(house, asker, { method: 'POST', url: `/api/v1${path}`, payload })).json()
  const systemAdmin = askers.find(({ role, at }) => role === 'system_admin' && at === 'county')!
  const { secret } = await post(clerk, '/me/totp', { password })
  const { recoveryCodes } = await post(clerk, '/me/totp/confirm', { code: codeOf(secret), name: '手机' })
  await givePasskey(clerk)
  await givePasskey(secretary)
  await house.test.owner.query(
    `INSERT INTO sso_links (county_id, person_id, issuer, subject, made_at) VALUES (1, $1, 'http://127.0.0.1:9', 'clerk', now())`,
    [clerk.personId],
  )
  const begun = await post(clerk, '/me/totp', { password })
  const own = (await answered(house, clerk, { url: '/api/v1/me/sign-in' })).json()
  const reset = await post(systemAdmin, `/people/${secretary.personId}/resets`, {
    ...{ kind: 'factor', reason: '手机丢失' },
  })
  const { rows } = await house.test.owner.query('SELECT username FROM people WHERE id = $1', [clerk.personId])

  async function givePasskey({ personId }: Asker): Promise<void> {
    const key = { credentialId: newId(), publicKey: 'AAAA', counter: 0 }
    await house.program.database.write(1, (tx) =>
      insertFactor(tx, 1, {
        ...{ id: newId(), personId: personId ?? '', name: '密钥', now: new Date(), kind: 'passkey' },
        ...key,
      }),
    )
  }

  const params = { id: clerk.personId ?? '' }
  const response = { id: newId() }
  return {
    getSignIn: always(),
    // Whoever signs in is known by name and password alone: these are nobody's.
    signIn: always({ body: { username: 'nobody', password: 'nothing' } }),
    signOut: always(),
    showCode: always({ body: { code: recoveryCodes[0] } }),
    askPasskey: always(),
    showPasskey: always({ body: { response } }),
    changePassword: always({ body: { current: password, next: 'Fine-Word-2026' } }),
    getOwnSignIn: always(),
    endSession: always({ params: { id: own.sessions[0].id } }),
    endOtherSessions: always(),
    beginTotp: always({ body: { password } }),
    confirmTotp: () => ({ body: { code: codeOf(begun.secret), name: '手机' } }),
    beginPasskey: always({ body: { password } }),
    addPasskey: always({ body: { response, name: '密钥' } }),
    removeFactor: always({ params: { id: own.factors[0].id }, body: { password } }),
    renewRecoveryCodes: always({ body: { password } }),
    beginSsoLink: always({ body: { password } }),
    removeSsoLink: always({ body: { password } }),
    'GET /sign-in/sso': always(),
    'GET /sign-in/sso/return': always({ query: { code: 'none', state: 'none' } }),
    findAccount: always({ body: { username: rows[0].username } }),
    resetPassword: always({ params }),
    unlockSignIn: always({ params }),
    askReset: always({ params, body: { kind: 'factor', reason: '手机丢失' } }),
    listResets: always(),
    decideReset: always({ params: { id: reset.id }, body: { confirms: true } }),
  }
}
