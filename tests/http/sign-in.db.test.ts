import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import { totpAt } from '#features/accounts/factors/totp.ts'
import { askGrant, linkAccount, operator, recordBeginning, setPassword } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** The steps of signing in over HTTP: first password, second factor, what is lost and who gives it back. */
let house: House
const first = 'first-pass-word'
before(async () => {
  house = await openHouse()
})
after(() => house.close())

/** Gives somebody of the east a user name and a first password, as the operator does. */
async function giveAccount(name: PersonName, username: string, lasts = false): Promise<string> {
  const { program, east, test: base } = house
  const id = east.people[name]
  const accountId = await setPassword(program.signIn.auth, 1, username, first)
  await base.owner.query('UPDATE people SET username = $2 WHERE county_id = 1 AND id = $1', [id, username])
  await program.database.write(1, (tx) => linkAccount(tx, 1, id, accountId, operator, new Date(), { lasts }))
  return id
}

/** A browser that keeps its cookie. */
class Browser {
  #cookie = ''

  async ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) {
    const headers = { origin: `http://${house.east.host}`, ...(this.#cookie ? { cookie: this.#cookie } : {}) }
    const answer = await house.ask(`/api/v1${path}`, {
      method,
      token: null,
      headers,
      ...(payload && { payload }),
    })
    const [given] = [answer.headers['set-cookie']].flat()
    if (given) this.#cookie = given.split(';')[0] ?? ''
    return { status: answer.statusCode, body: answer.json() }
  }

  signIn = (username: string, password = first) => this.ask('POST', '/session', { username, password })
}

async function signedIn(username: string, password = first): Promise<Browser> {
  const browser = new Browser()
  assert.equal((await browser.signIn(username, password)).status, 200)
  return browser
}

const acts = async (personId: string): Promise<string[]> => {
  const { rows } = await house.test.owner.query('SELECT entry FROM history WHERE case_id = $1 ORDER BY seq', [
    personId,
  ])
  return rows.map(({ entry }) => entry.act)
}

const changeRule = (key: string, value: object) => house.changeRule('sign_in', key, value)

test('a first password opens nothing but its own change, which is judged by the rules', async () => {
  const id = await giveAccount('villageClerk', 'clerk')
  const browser = new Browser()
  assert.deepEqual((await browser.signIn('clerk')).body, { step: 'password' })
  for (const [method, path] of [
    ['GET', '/me'],
    ['GET', '/problems'],
    ['GET', '/organizations'],
    ['GET', '/me/sign-in'],
    ['POST', '/me/totp'],
    ['DELETE', '/me/sessions'],
    ['POST', `/people/${id}/password`],
  ] as const) {
    const { status, body } = await browser.ask(method, path)
    assert.deepEqual(
      [status, body.error.code, body.error.step],
      [403, 'sign_in_unfinished', 'password'],
      path,
    )
  }
  const upload = await house.ask('/api/v1/uploads', { method: 'POST', token: null, headers: {} })
  assert.equal(upload.statusCode, 401)
  const { step, resetBy } = (await browser.ask('GET', '/sign-in')).body
  assert.deepEqual([step, resetBy], ['password', null])
  const change = (next: string, current = first) => browser.ask('PUT', '/me/password', { current, next })
  const faults = async (next: string, current?: string) =>
    (await change(next, current)).body.error.issues.map(
      ({ path, reason }: Record<string, string>) => `${path}: ${reason}`,
    )
  assert.deepEqual(await faults('short1'), ['next: too_short', 'next: too_simple'])
  assert.deepEqual(await faults('onlysmalls12'), ['next: too_simple'])
  assert.deepEqual(await faults('My-Clerk-2026'), ['next: contains_name'])
  assert.deepEqual(await faults('Password2026!'), ['next: common'])
  assert.deepEqual(await faults('Fine-Word-2026', 'not the current'), ['current: wrong'])
  assert.deepEqual(await faults(first), ['next: too_simple'])
  const changed = await change('Fine-Word-2026')
  assert.equal(changed.body.person.id, id)
  assert.equal((await browser.ask('GET', '/problems')).status, 200)
  assert.deepEqual((await acts(id)).slice(-3), ['setPassword', 'signIn', 'changePassword'])
  const everything = await house.placesOf('Fine-Word-2026')
  assert.deepEqual(everything, [])
})

test('none of the last five passwords comes back; the sixth may', async () => {
  await giveAccount('townClerk', 'town', true)
  const browser = await signedIn('town')
  const other = await signedIn('town')
  let current = first
  const change = async (next: string) => {
    const answer = await browser.ask('PUT', '/me/password', { current, next })
    if (answer.status === 200) current = next
    return answer.status === 200 ? 'ok' : answer.body.error.issues[0].reason
  }
  for (let n = 1; n <= 6; n++) assert.equal(await change(`Good-Word-${n}x`), 'ok')
  assert.equal((await other.ask('GET', '/me')).status, 401, 'the other session is over')
  assert.equal(await change('Good-Word-6x'), 'used_before')
  assert.equal(await change('Good-Word-2x'), 'used_before')
  assert.equal(await change('Good-Word-1x'), 'ok')
  const { rows } = await house.test.owner.query(
    'SELECT count(*)::int AS n FROM password_history WHERE person_id = $1',
    [house.east.people.townClerk],
  )
  assert.equal(rows[0].n, 5)
})

test('a password that is too old is changed before anything else', async () => {
  const id = await giveAccount('viewer', 'viewer', true)
  const age = (days: number) =>
    house.test.owner.query(
      `INSERT INTO password_states VALUES (1, $1, now() - make_interval(days => $2), false)
      ON CONFLICT (county_id, person_id) DO UPDATE SET set_at = excluded.set_at`,
      [id, days],
    )
  await age(89)
  assert.equal((await new Browser().signIn('viewer')).body.person.id, id)
  await age(90)
  assert.deepEqual((await new Browser().signIn('viewer')).body, { step: 'password' })
})

/** Sets up an authenticator app. @returns its secret and the recovery codes */
async function enrol(browser: Browser, password = first): Promise<{ secret: string; codes: string[] }> {
  const begun = await browser.ask('POST', '/me/totp', { password })
  assert.match(begun.body.qr, /^data:image\/svg\+xml;base64,/)
  assert.match(begun.body.uri, /^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/)
  const { secret } = begun.body
  assert.equal(
    (await browser.ask('POST', '/me/totp/confirm', { code: '000000', name: '手机' })).body.error.code,
    'wrong_code',
  )
  const confirmed = await browser.ask('POST', '/me/totp/confirm', { code: codeOf(secret, -1), name: '手机' })
  assert.equal(confirmed.body.step, 'open')
  assert.equal(confirmed.body.recoveryCodes.length, 10)
  return { secret, codes: confirmed.body.recoveryCodes }
}

const codeOf = (secret: string, offset = 0) => totpAt(secret, Math.floor(Date.now() / 30_000) + offset)

test('with an authenticator app the password alone opens nothing, and no code is good twice', async () => {
  const id = await giveAccount('inspector', 'inspector', true)
  const { secret, codes } = await enrol(await signedIn('inspector'))
  assert.deepEqual(await house.placesOf(secret), [], 'kept sealed only')
  for (const code of codes) assert.deepEqual(await house.placesOf(code), [])
  const browser = new Browser()
  assert.deepEqual((await browser.signIn('inspector')).body, { step: 'factor' })
  assert.deepEqual((await browser.ask('GET', '/sign-in')).body.factors, { totp: true, passkey: false })
  assert.equal((await browser.ask('GET', '/problems')).status, 403)
  assert.equal((await browser.ask('POST', '/me/totp', { password: first })).body.error.step, 'factor')
  const show = (code: string, at = browser) => at.ask('POST', '/session/code', { code })
  assert.equal((await show('123')).body.error.code, 'wrong_code')
  const code = codeOf(secret)
  assert.equal((await show(code)).body.person.id, id)
  const again = new Browser()
  await again.signIn('inspector')
  assert.equal((await show(code, again)).body.error.code, 'wrong_code', 'used before')
  const typed = codes[0]!.toUpperCase().replace('-', ' ')
  assert.equal((await show(typed, again)).body.person.id, id)
  const third = new Browser()
  await third.signIn('inspector')
  assert.equal((await show(codes[0]!, third)).body.error.code, 'wrong_code', 'a recovery code is good once')
  for (let i = 0; i < 4; i++) await show('000000', third)
  assert.equal((await show(codes[1]!, third)).body.error.code, 'too_many_attempts')
  assert.equal((await again.ask('GET', '/me/sign-in')).body.recoveryCodes, 9)
  assert.ok((await acts(id)).includes('useRecoveryCode') && (await acts(id)).includes('factorFailed'))
})

test('a role may need a second factor: then signing in leads to setting one up, and nowhere else', async () => {
  await changeRule('second_factor', { requiredFor: ['personnel'], recommendedFor: [] })
  await giveAccount('personnel', 'personnel', true)
  const browser = new Browser()
  assert.deepEqual((await browser.signIn('personnel')).body, { step: 'enrol' })
  assert.equal((await browser.ask('GET', '/problems')).body.error.step, 'enrol')
  assert.equal(
    (await browser.ask('POST', '/me/totp', { password: 'wrong' })).body.error.issues[0].reason,
    'wrong',
  )
  await enrol(browser)
  assert.equal((await browser.ask('GET', '/problems')).status, 200)
  const own = (await browser.ask('GET', '/me/sign-in')).body
  assert.equal(own.factorAsked, 'required')
  assert.equal(
    (await browser.ask('POST', `/me/factors/${own.factors[0].id}/remove`, { password: 'wrong' })).status,
    422,
  )
  assert.equal(
    (await browser.ask('POST', `/me/factors/${own.factors[0].id}/remove`, { password: first })).status,
    200,
  )
  assert.deepEqual((await new Browser().signIn('personnel')).body, { step: 'enrol' })
  await changeRule('second_factor', { requiredFor: [], recommendedFor: [] })
})

test('a lost second factor is taken away by two administrators, not by one', async () => {
  const id = await giveAccount('discipline', 'discipline', true)
  await giveAccount('systemAdmin', 'sys', true)
  await giveAccount('securityAdmin', 'sec', true)
  await enrol(await signedIn('discipline'))
  const [system, security, secretary] = [await signedIn('sys'), await signedIn('sec'), new Browser()]
  const reason = { kind: 'factor', reason: '手机丢失，本人到场申请' }
  await giveAccount('villageSecretary', 'secretary', true)
  await secretary.signIn('secretary')
  for (const browser of [security, secretary])
    assert.equal((await browser.ask('POST', `/people/${id}/resets`, reason)).status, 403)
  const asked = await system.ask('POST', `/people/${id}/resets`, reason)
  assert.equal(asked.status, 200)
  assert.equal((await system.ask('POST', `/people/${id}/resets`, reason)).status, 422, 'asked once')
  const decide = (browser: Browser, confirms = true) =>
    browser.ask('POST', `/resets/${asked.body.id}/decide`, { confirms })
  assert.equal((await decide(system)).body.error.code, 'not_yours')
  assert.equal((await secretary.ask('GET', '/resets')).status, 403)
  assert.deepEqual(
    (await new Browser().signIn('discipline')).body,
    { step: 'factor' },
    'nothing has changed yet',
  )
  assert.equal((await security.ask('GET', '/resets')).body.rows[0].person.username, 'discipline')
  assert.equal((await decide(security)).status, 200)
  assert.equal((await decide(security)).body.error.code, 'wrong_state')
  assert.equal((await new Browser().signIn('discipline')).body.person.id, id)
  assert.ok((await acts(id)).join().includes('askFactorReset,signIn,confirmFactorReset'))
  const twice = `INSERT INTO factor_resets VALUES (1, $1, $2, '同一个人', $3, now(), 'done', $3, now())`
  const both = [newId(), id, house.east.people.systemAdmin]
  await assert.rejects(house.test.owner.query(twice, both), /factor_resets_check/)
})

test('a new first password comes from the system administrator, but never for another administrator', async () => {
  const id = await giveAccount('townSecretary', 'forgot', true)
  const system = await signedIn('sys')
  const lost = await signedIn('forgot')
  for (let i = 0; i < 5; i++) await new Browser().signIn('forgot', 'wrong')
  assert.equal((await new Browser().signIn('forgot')).body.error.code, 'too_many_attempts')
  const found = (await system.ask('POST', '/sign-in-help', { username: ' FORGOT ' })).body
  assert.equal(found.id, id)
  assert.ok(found.lockedUntil > new Date().toISOString() && found.reset === 'now')
  assert.equal((await system.ask('POST', `/people/${id}/unlock`)).status, 200)
  assert.equal((await new Browser().signIn('forgot')).status, 200)
  const slip = (await system.ask('POST', `/people/${id}/password`)).body
  assert.equal(slip.username, 'forgot')
  assert.equal((await lost.ask('GET', '/me')).status, 401, 'their sessions end')
  const anew = new Browser()
  assert.deepEqual((await anew.signIn('forgot', slip.password)).body, { step: 'password' })
  assert.equal(
    (await anew.ask('GET', '/sign-in')).body.resetBy.name,
    '人systemAdmin',
    'its owner sees by whom',
  )
  assert.deepEqual(await house.placesOf(slip.password), [])
  const refused = async (browser: Browser, path: string, code: string) =>
    assert.equal((await browser.ask('POST', path)).body.error.code, code, path)
  const { people } = house.east
  await refused(system, `/people/${people.securityAdmin}/password`, 'not_yours')
  await refused(system, `/people/${people.systemAdmin}/password`, 'same_person')
  await refused(system, `/people/${house.west.people.office}/password`, 'not_found')
  const security = await signedIn('sec')
  await refused(security, `/people/${id}/password`, 'not_yours')
  await refused(security, `/people/${id}/unlock`, 'not_yours')
})

test('whoever works for the whole county gets a new password from two administrators, once', async () => {
  await giveAccount('auditAdmin', 'aud', true)
  const [system, security, auditor] = [await signedIn('sys'), await signedIn('sec'), await signedIn('aud')]
  const secondOf = { security, auditor }
  for (const [name, second, other] of [
    ['office', 'security', 'auditor'],
    ['secrecy', 'security', 'auditor'],
    // System and security administrator together do not become one who confirms administrators.
    ['leader', 'auditor', 'security'],
  ] as const) {
    const id = await giveAccount(name, name, true)
    const reset = () => system.ask('POST', `/people/${id}/password`)
    const state = async () => (await system.ask('POST', '/sign-in-help', { username: name })).body.reset
    assert.deepEqual((await reset()).body.error, { code: 'missing', needs: ['resetConfirmed'] }, name)
    assert.equal(await state(), 'ask')
    const asked = await system.ask('POST', `/people/${id}/resets`, {
      kind: 'password',
      reason: '忘记密码，本人到场',
    })
    assert.equal(asked.status, 200, JSON.stringify(asked.body))
    assert.equal(await state(), 'waiting')
    assert.equal((await reset()).body.error.code, 'missing', 'nothing has changed yet')
    assert.equal((await new Browser().signIn(name)).body.person.id, id)
    const decide = (browser: Browser) =>
      browser.ask('POST', `/resets/${asked.body.id}/decide`, { confirms: true })
    for (const wrong of [system, secondOf[other]])
      assert.equal((await decide(wrong)).body.error.code, 'not_yours', name)
    const [shown] = (await secondOf[second].ask('GET', '/resets')).body.rows
    assert.deepEqual([shown.kind, shown.person.username, shown.canDecide], ['password', name, true])
    assert.equal((await secondOf[other].ask('GET', '/resets')).body.rows[0].canDecide, false)
    assert.equal((await decide(secondOf[second])).status, 200)
    assert.equal(await state(), 'now')
    const slip = (await reset()).body
    assert.deepEqual((await new Browser().signIn(name, slip.password)).body, { step: 'password' })
    assert.equal((await reset()).body.error.code, 'missing', 'it was good once')
    assert.ok((await acts(id)).join().includes('askPasswordReset,signIn,confirmPasswordReset,setPassword'))
  }
  // What was confirmed long ago is not lying about.
  const id = house.east.people.office
  const asked = await system.ask('POST', `/people/${id}/resets`, { kind: 'password', reason: '又忘记了密码' })
  await security.ask('POST', `/resets/${asked.body.id}/decide`, { confirms: true })
  await house.test.owner.query(
    "UPDATE factor_resets SET decided_at = now() - interval '25 hours' WHERE id = $1",
    [asked.body.id],
  )
  assert.equal((await system.ask('POST', `/people/${id}/password`)).body.error.code, 'missing')
  // Of a village it takes one, so there is nothing to ask.
  const village = { kind: 'password', reason: '村里的账号' }
  const clerk = house.east.people.villageClerk
  assert.equal((await system.ask('POST', `/people/${clerk}/resets`, village)).status, 404)
})

test('an administrator who begins tomorrow, or is only asked for, is an administrator already', async () => {
  const { test: base, east, program } = house
  const system = await signedIn('sys')
  const make = async (username: string, office: string) => {
    const id = newId()
    await base.owner.query(
      'INSERT INTO people (county_id, id, name, username, office) VALUES (1, $1, $2, $2, $3)',
      [id, username, office],
    )
    return id
  }
  const tomorrow = await make('tomorrow', 'audit_admin')
  await base.owner.query(
    `INSERT INTO role_grants (county_id, id, person_id, role, organization_id, valid_from)
      VALUES (1, $1, $2, 'audit_admin', $3, now() + interval '1 day')`,
    [newId(), tomorrow, east.organizations.county],
  )
  const asked = await make('asked', 'business')
  const request = {
    ...({
      id: newId(),
      personId: asked,
      role: 'audit_admin',
      organizationId: east.organizations.county,
    } as const),
    ...{ validFrom: null, validTo: null, reason: '工作需要' },
  }
  const by = { personId: east.people.securityAdmin, as: 'security_admin' } as const
  await program.database.write(1, async (tx) => {
    await recordBeginning(tx, 1, {
      kind: 'person',
      case: asked,
      act: 'begin',
      by: operator,
      now: new Date(),
      rows: {},
    })
    await askGrant(tx, 1, request, by, new Date())
  })
  for (const id of [tomorrow, asked])
    assert.deepEqual((await system.ask('POST', `/people/${id}/password`)).body.error, {
      ...{ code: 'not_yours', act: 'resetPassword', by: ['operator'] },
    })
})

/** What a browser answers when a new passkey is asked for. */
function passkeyFor(challenge: string, host: string, origin: string) {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const id = randomBytes(16)
  const bytes = (text: string) => Buffer.from(text, 'base64url')
  const hex = (text: string) => Buffer.from(text, 'hex')
  const cose = Buffer.concat([hex('a5010203262001215820'), bytes(x), hex('225820'), bytes(y)])
  const rpHash = createHash('sha256').update(host).digest()
  const head = Buffer.from([0x41, 0, 0, 0, 1])
  const authData = Buffer.concat([rpHash, head, Buffer.alloc(16), Buffer.from([0, 16]), id, cose])
  const attestation = Buffer.concat([
    hex('a363666d74646e6f6e656761747453746d74a068617574684461746158'),
    Buffer.from([authData.length]),
    authData,
  ])
  const client = { type: 'webauthn.create', challenge, origin, crossOrigin: false }
  return {
    ...{ id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key' },
    clientExtensionResults: {},
    response: {
      clientDataJSON: Buffer.from(JSON.stringify(client)).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: [],
    },
  }
}

test('an open session has no step of signing in: no key is added without the password, no factor locked', async () => {
  await giveAccount('otherTownSecretary', 'victim', true)
  const owner = await signedIn('victim')
  const { host } = house.east
  const add = (browser: Browser, challenge: string, origin = `http://${host}`) =>
    browser.ask('POST', '/me/passkeys', { response: passkeyFor(challenge, host, origin), name: '钥匙' })
  const elsewhere = await owner.ask('POST', '/me/passkey-options', { password: first })
  assert.equal(
    (await add(owner, elsewhere.body.challenge, 'http://evil.example')).body.error.code,
    'wrong_code',
  )
  const question = await owner.ask('POST', '/me/passkey-options', { password: first })
  assert.equal((await add(owner, question.body.challenge)).status, 200)
  // Whoever has the open session and not the password.
  assert.equal((await owner.ask('POST', '/me/passkey-options', { password: 'guess' })).status, 422)
  const asked = await owner.ask('POST', '/session/passkey-options')
  assert.deepEqual(asked.body.error, { code: 'wrong_state', state: 'open', act: 'askPasskey' })
  for (let i = 0; i < 6; i++)
    assert.equal(
      (await owner.ask('POST', '/session/code', { code: '000000' })).body.error.code,
      'wrong_state',
    )
  // The question of a sign-in in the middle makes no key, however the session stands afterwards.
  const half = new Browser()
  assert.deepEqual((await half.signIn('victim')).body, { step: 'factor' })
  const toSign = await half.ask('POST', '/session/passkey-options')
  assert.equal(toSign.status, 200)
  await house.test.owner.query("UPDATE sign_in_sessions SET step = 'enrol' WHERE step = 'factor'")
  house.program.sessions.forget({ countyId: 1 })
  assert.equal((await add(half, toSign.body.challenge)).body.error.code, 'wrong_code')
  const again = new Browser()
  await again.signIn('victim')
  assert.equal(
    (await again.ask('POST', '/session/code', { code: '123456' })).body.error.code,
    'wrong_code',
    'not locked',
  )
})

test('sessions are listed and ended one by one, one’s own only', async () => {
  const one = await signedIn('sec')
  const two = await signedIn('sec')
  const { sessions } = (await one.ask('GET', '/me/sign-in')).body
  assert.equal(sessions.filter(({ isThis }: { isThis: boolean }) => isThis).length, 1)
  assert.doesNotMatch(JSON.stringify(sessions), /127\.0\.0\.1/)
  const theirs = (await (await signedIn('sys')).ask('GET', '/me/sign-in')).body.sessions[0].id
  assert.equal((await one.ask('DELETE', `/me/sessions/${theirs}`)).status, 404)
  const last = (await two.ask('GET', '/me/sign-in')).body.sessions.find(
    ({ isThis }: { isThis: boolean }) => isThis,
  ).id
  assert.deepEqual((await one.ask('DELETE', `/me/sessions/${last}`)).body, { ended: 1 })
  assert.equal((await two.ask('GET', '/me')).status, 401)
  await signedIn('sec')
  assert.ok((await one.ask('DELETE', '/me/sessions')).body.ended >= 1)
  assert.equal((await one.ask('GET', '/me')).status, 200)
})

test('an access token in an address is refused, good or not', async () => {
  const token = house.east.tokens.office
  for (const url of [
    `/api/v1/problems?access_token=${token}`,
    `/api/v1/problems/${token}`,
    `/?token=${encodeURIComponent(token)}`,
    `/api/v1/problems?q=%62h_${token.slice(3)}`,
  ])
    for (const given of [null, token]) {
      const answer = await house.ask(url, { token: given })
      assert.deepEqual([answer.statusCode, answer.json().error.code], [400, 'token_in_url'], url)
    }
  assert.equal((await house.ask('/api/v1/problems', { token })).statusCode, 200)
})
