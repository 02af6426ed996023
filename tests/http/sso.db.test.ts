import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { linkAccount, operator, setPassword } from '#features/accounts/index.ts'
import { type IdentityProvider, openIdentityProvider } from '#tests/support/identity-provider.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { Jar, throughProvider } from '#tests/support/sso-browser.ts'
import { type House, type HousedCounty, openHouse } from './house.ts'

/** Single sign-on with a real OpenID Connect provider on this machine. */
let house: House
let provider: IdentityProvider
const password = 'Fine-Word-2026'
/** How far our clock goes wrong. */
let skewMs = 0
let logged = ''
before(async () => {
  provider = await openIdentityProvider()
  const sso = new Map([['C1', provider.settings]])
  const log = {
    write(line: string) {
      logged += line
    },
  }
  house = await openHouse({ sso, log, now: () => new Date(Date.now() + skewMs) })
  await house.test.owner.query("UPDATE counties SET prefix = 'east' WHERE county_id = 1")
  provider.start(returns)
  await giveAccount('office', 'office')
  await giveAccount('villageClerk', 'clerk')
})
const returns = ['http://east.test/sign-in/sso/return', 'http://east.test/c/east/sign-in/sso/return']
after(async () => {
  await provider.close()
  await house.close()
})

async function giveAccount(name: PersonName, username: string): Promise<string> {
  const { program, east, test: base } = house
  const id = east.people[name]
  const accountId = await setPassword(program.signIn.auth, 1, username, password)
  await base.owner.query('UPDATE people SET username = $2 WHERE county_id = 1 AND id = $1', [id, username])
  const lasts = { lasts: true }
  await program.database.write(1, (tx) => linkAccount(tx, 1, id, accountId, operator, new Date(), lasts))
  return id
}

const changeRule = (key: string, value: object) => house.changeRule('sign_in', key, value)
const usual = { clockSkewSeconds: 60, askAgain: true, passwordForLinked: true }

/** A person's browser: our cookies in one jar, the provider's in another. */
class Browser {
  readonly ours = new Jar()
  /** By whom the provider was last told this browser is. */
  readonly theirs = new Map<string | null, Jar>()
  readonly county: HousedCounty

  constructor(county = house.east) {
    this.county = county
  }

  async get(path: string) {
    const { county } = this
    const headers = { cookie: this.ours.header }
    const answer = await house.ask(path, { token: null, county, headers })
    this.ours.keep(answer.headers['set-cookie'])
    return answer
  }

  async api(method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) {
    const headers = { cookie: this.ours.header, origin: `http://${this.county.host}` }
    const asked = { method, token: null, county: this.county, headers, ...(payload && { payload }) }
    const answer = await house.ask(`/api/v1${path}`, asked)
    this.ours.keep(answer.headers['set-cookie'])
    return { status: answer.statusCode, body: answer.json() }
  }

  enter = (username: string) => this.api('POST', '/session', { username, password })

  /** Where the button leads, to the provider or back. */
  async begin(path = '/sign-in/sso?from=/desk/ledger'): Promise<string> {
    return String((await this.get(path)).headers.location)
  }

  through(start: string, subject: string | null): Promise<URL> {
    const jar = this.theirs.get(subject) ?? new Jar()
    this.theirs.set(subject, jar)
    return throughProvider(start, subject, jar)
  }

  /** The address on our side that the provider's answer leads to. */
  back = async (url: URL) => String((await this.get(url.pathname + url.search)).headers.location)

  /** The button, the provider's pages as `subject`, and back. */
  signIn = async (subject: string | null, path?: string) =>
    this.back(await this.through(await this.begin(path), subject))

  async linkAs(username: string, subject: string): Promise<string> {
    await this.enter(username)
    const { body } = await this.api('POST', '/me/sso', { password })
    return this.back(await this.through(body.url, subject))
  }

  whoAmI = async () => (await this.api('GET', '/me')).body.person?.id
}

const lastAttempt = async () => {
  const { rows } = await house.test.owner.query(
    "SELECT reason, person_id FROM refused_attempts WHERE act = 'signInBySso' ORDER BY id DESC LIMIT 1",
  )
  return rows[0]
}

test('nobody is known by name: whom no person has linked is told what to do, and not written down', async () => {
  const browser = new Browser()
  assert.equal((await browser.api('GET', '/sign-in')).body.sso, true)
  assert.equal(await browser.signIn('office'), '/desk/sign-in?sso=unknown')
  assert.equal(await browser.whoAmI(), undefined)
  assert.deepEqual(await lastAttempt(), { reason: 'sso_unknown', person_id: null })
  assert.equal(await browser.signIn('stranger-of-elsewhere'), '/desk/sign-in?sso=unknown')
  assert.deepEqual(await house.placesOf('stranger-of-elsewhere'), [])
})

test('a person links their account with the password once more, and signs in from then on', async () => {
  const browser = new Browser()
  await browser.enter('office')
  const wrong = await browser.api('POST', '/me/sso', { password: 'not it' })
  assert.deepEqual(wrong.body.error.issues, [{ path: 'password', reason: 'wrong' }])
  assert.deepEqual((await browser.api('GET', '/me/sign-in')).body.sso, { linkedAt: null })
  assert.equal(await browser.linkAs('office', 'gov-1'), '/desk/me?sso=linked')
  const own = (await browser.api('GET', '/me/sign-in')).body
  assert.match(own.sso.linkedAt, /^20/)
  assert.ok(own.sessions.every(({ method }: { method: string }) => method === 'password'))

  const other = new Browser()
  assert.equal(await other.signIn('gov-1'), '/desk/ledger')
  const { office } = house.east.people
  assert.equal(await other.whoAmI(), office)
  const [session] = (await other.api('GET', '/me/sign-in')).body.sessions.filter(
    ({ isThis }: { isThis: boolean }) => isThis,
  )
  assert.equal(session.method, 'sso')
  const { rows } = await house.test.owner.query(
    `SELECT h.entry->>'act' AS act, v.content->>'method' AS method, v.content->>'issuer' AS issuer
    FROM history h LEFT JOIN row_versions v ON v.county_id = h.county_id AND v.case_id = h.case_id AND v.seq = h.seq
    WHERE h.case_id = $1 ORDER BY h.seq DESC LIMIT 3`,
    [office],
  )
  assert.deepEqual(
    rows.map(({ act, method }) => [act, method]),
    [
      ['signIn', 'sso'],
      ['linkSso', null],
      ['signIn', 'password'],
    ],
  )
  assert.equal(rows[1].issuer, provider.settings.issuer)
  assert.equal((await other.api('DELETE', '/session')).status, 200)
  assert.equal(await other.whoAmI(), undefined)
})

test('the provider asks again after signing out, and its old word does not do', async () => {
  const browser = new Browser()
  await browser.signIn('gov-1')
  await browser.api('DELETE', '/session')
  // Whoever sits down next takes what would make the provider ask out of the address.
  const start = new URL(await browser.begin())
  assert.deepEqual([start.searchParams.get('prompt'), start.searchParams.get('max_age')], ['login', '600'])
  for (const name of ['prompt', 'max_age']) start.searchParams.delete(name)
  assert.equal(await browser.back(await browser.through(start.href, 'gov-1')), '/desk/sign-in?sso=again')
  await changeRule('sso', { ...usual, askAgain: false })
  const easy = await browser.begin()
  assert.equal(new URL(easy).searchParams.has('prompt'), false)
  assert.equal(await browser.back(await browser.through(easy, 'gov-1')), '/desk/ledger')
  await changeRule('sso', usual)
})

test('who the provider vouches for is one person: nobody else can be linked with the same', async () => {
  const clerk = new Browser()
  assert.equal(await clerk.linkAs('clerk', 'gov-1'), '/desk/me?sso=taken')
  assert.deepEqual(await lastAttempt(), { reason: 'sso_taken', person_id: house.east.people.villageClerk })
  assert.equal(await clerk.linkAs('clerk', 'gov-2'), '/desk/me?sso=linked')
  assert.equal(await clerk.linkAs('clerk', 'gov-3'), '/desk/me?sso=linked', 'in place of the one before')
  assert.equal(await new Browser().signIn('gov-2'), '/desk/sign-in?sso=unknown')
  assert.equal(await new Browser().signIn('gov-3'), '/desk/ledger')
  assert.equal((await clerk.api('POST', '/me/sso/remove', { password: 'not it' })).status, 422)
  assert.equal((await clerk.api('POST', '/me/sso/remove', { password })).status, 200)
  assert.equal((await clerk.api('POST', '/me/sso/remove', { password })).status, 404)
  assert.equal(await new Browser().signIn('gov-3'), '/desk/sign-in?sso=unknown')
})

test('a link is tied to the session that asked for it', async () => {
  const [thief, victim] = [new Browser(), new Browser()]
  await thief.enter('clerk')
  const { body } = await thief.api('POST', '/me/sso', { password })
  const back = await thief.through(body.url, 'gov-of-thief')
  await victim.enter('office')
  assert.equal(await victim.back(back), '/desk/sign-in?sso=late')
  await thief.api('DELETE', '/session')
  assert.equal(await thief.back(back), '/desk/me?sso=late', 'the session is over')
  assert.equal(await new Browser().signIn('gov-of-thief'), '/desk/sign-in?sso=unknown')
})

test('a return without its beginning, of another, walked twice, too late or changed is refused', async () => {
  const browser = new Browser()
  const back = await browser.through(await browser.begin(), 'gov-1')
  assert.equal(await new Browser().back(back), '/desk/sign-in?sso=late')
  const elsewhere = new Browser()
  await elsewhere.begin()
  assert.equal(await elsewhere.back(back), '/desk/sign-in?sso=late', 'the state is of another beginning')

  const cookie = browser.ours.header
  assert.equal(await browser.back(back), '/desk/ledger')
  assert.equal(await browser.back(back), '/desk/sign-in?sso=late', 'the cookie is gone')
  browser.ours.keep(cookie)
  assert.equal(await browser.back(back), '/desk/sign-in?sso=late', 'and no good a second time')

  const forged = await browser.through(await browser.begin(), 'gov-1')
  forged.searchParams.set('code', 'nonsense')
  assert.equal(await browser.back(forged), '/desk/sign-in?sso=late')
  const foreign = await browser.through(await browser.begin(), 'gov-1')
  foreign.searchParams.set('iss', 'https://login.evil.cn')
  assert.equal(await browser.back(foreign), '/desk/sign-in?sso=refused')
  assert.equal((await lastAttempt()).reason, 'sso_refused')

  const slow = await browser.through(await browser.begin(), 'gov-1')
  skewMs = 11 * 60_000
  assert.equal(await browser.back(slow), '/desk/sign-in?sso=late')
  skewMs = 0
})

test('another nonce, and a code without its verifier, are refused', async () => {
  const browser = new Browser()
  const start = new URL(await browser.begin())
  start.searchParams.set('nonce', 'of-somebody-else')
  assert.equal(await browser.back(await browser.through(start.href, 'gov-1')), '/desk/sign-in?sso=refused')
  const other = new URL(await browser.begin())
  other.searchParams.set('code_challenge', 'x'.repeat(43))
  assert.equal(await browser.back(await browser.through(other.href, 'gov-1')), '/desk/sign-in?sso=late')
})

test('what was signed with another key than the published one is refused', async () => {
  const published = await fetch(`${provider.settings.issuer}/jwks`)
  const { keys } = (await published.json()) as { keys: { kid: string; kty: string }[] }
  const own = keys.find(({ kty }) => kty === 'RSA')
  assert.ok(own)
  const browser = new Browser()
  const start = await browser.begin()
  // Under the name of the published one, so that only the signature tells.
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forged = {
    ...privateKey.export({ format: 'jwk' }),
    kty: 'RSA' as const,
    kid: own.kid,
    use: 'sig' as const,
  }
  provider.start(returns, { keys: [forged] })
  const back = await browser.through(start, 'gov-1')
  assert.equal(await browser.back(back), '/desk/sign-in?sso=refused')
  provider.start(returns)
  assert.equal(await new Browser().signIn('gov-1'), '/desk/ledger')
})

test('who cancels is told that; what the provider says of an error is not repeated', async () => {
  const browser = new Browser()
  assert.equal(await browser.signIn(null), '/desk/sign-in?sso=cancelled')
  const start = new URL(await browser.begin())
  const state = start.searchParams.get('state')
  const said = new URLSearchParams({
    ...{ error: 'server_error', error_description: 'stack trace of theirs' },
    ...{ state: state ?? '', iss: provider.settings.issuer },
  })
  assert.equal(
    await browser.back(new URL(`/sign-in/sso/return?${said}`, 'http://east.test')),
    '/desk/sign-in?sso=declined',
  )
})

test('clocks may differ a little; when they differ much, either way, it is told', async () => {
  for (const [seconds, answer] of [
    ...([
      [40, '/desk/ledger'],
      [-40, '/desk/ledger'],
    ] as const),
    ...([
      [180, '/desk/sign-in?sso=clock'],
      [-180, '/desk/sign-in?sso=clock'],
    ] as const),
    ...([
      [7200, '/desk/sign-in?sso=clock'],
      [-7200, '/desk/sign-in?sso=clock'],
    ] as const),
  ]) {
    skewMs = seconds * 1000
    assert.equal(await new Browser().signIn('gov-1'), answer, `${seconds} s`)
  }
  assert.equal((await lastAttempt()).reason, 'sso_clock')
  await changeRule('sso', { ...usual, clockSkewSeconds: 300 })
  skewMs = 180_000
  assert.equal(await new Browser().signIn('gov-1'), '/desk/ledger', 'as far as the county lets it')
  skewMs = 0
  await changeRule('sso', usual)
})

test('it leads to the desk of this county only', async () => {
  for (const [from, to] of [
    ['//evil.cn/desk', '/desk'],
    ['https://evil.cn', '/desk'],
    ['/\\evil.cn', '/desk'],
    ['/desk\n/x', '/desk'],
    ['/c/west/desk', '/desk'],
    ['/', '/desk'],
    ['/problems/1', '/desk/problems/1'],
  ] as const)
    assert.equal(
      await new Browser().signIn('gov-1', `/sign-in/sso?from=${encodeURIComponent(from)}`),
      to,
      from,
    )
  const below = '/c/east/sign-in/sso?from=/c/east/desk/ledger?state=open'
  const browser = new Browser()
  const start = await browser.begin(below)
  assert.equal(new URL(start).searchParams.get('redirect_uri'), returns[1])
  assert.equal(await browser.back(await browser.through(start, 'gov-1')), '/c/east/desk/ledger?state=open')
})

test('another county has no part in it', async () => {
  const west = new Browser(house.west)
  assert.equal((await west.api('GET', '/sign-in')).body.sso, false)
  for (const path of ['/sign-in/sso', '/sign-in/sso/return?code=x&state=y'])
    assert.equal((await west.get(path)).statusCode, 404)
  const east = new Browser()
  const back = await east.through(await east.begin(), 'gov-1')
  const stolen = new Browser(house.west)
  stolen.ours.keep(east.ours.header)
  assert.equal((await stolen.get(back.pathname + back.search)).statusCode, 404)
})

test('the second factor that a role needs is asked for here too; the age of the password is not', async () => {
  await house.test.owner.query(
    'INSERT INTO password_states (county_id, person_id, set_at, must_change) VALUES (1, $1, now(), true)',
    [house.east.people.office],
  )
  assert.equal(await new Browser().signIn('gov-1'), '/desk/ledger')
  assert.deepEqual((await new Browser().enter('office')).body, { step: 'password' })
  await house.test.owner.query('DELETE FROM password_states')
  await changeRule('second_factor', { requiredFor: ['office'], recommendedFor: [] })
  const browser = new Browser()
  assert.equal(await browser.signIn('gov-1'), `/desk/sign-in?from=${encodeURIComponent('/desk/ledger')}`)
  assert.equal((await browser.api('GET', '/sign-in')).body.step, 'enrol')
  assert.equal((await browser.api('GET', '/problems')).body.error.code, 'sign_in_unfinished')
  await changeRule('second_factor', { requiredFor: [], recommendedFor: [] })
})

test('a county may want who is linked to come by single sign-on alone; the others are let in as before', async () => {
  await changeRule('sso', { ...usual, passwordForLinked: false })
  const refused = await new Browser().enter('office')
  assert.deepEqual([refused.status, refused.body.error.code], [403, 'sso_only'])
  const wrong = await new Browser().api('POST', '/session', { username: 'office', password: 'wrong' })
  assert.equal(wrong.body.error.code, 'wrong_credentials', 'told to nobody who does not know the password')
  for (let i = 0; i < 6; i++)
    assert.equal((await new Browser().enter('office')).status, 403, 'nobody is locked')
  assert.equal((await new Browser().enter('clerk')).status, 200)
  assert.equal(await new Browser().signIn('gov-1'), '/desk/ledger')
  await giveAccount('systemAdmin', 'sysadmin')
  assert.equal(await new Browser().linkAs('sysadmin', 'gov-admin'), '/desk/me?sso=linked')
  assert.equal((await new Browser().enter('sysadmin')).status, 200, 'there when the provider is not')
  await changeRule('sso', usual)
})

test('whose user name is locked, and who has left, is not let in', async () => {
  for (let i = 0; i < 5; i++)
    await new Browser().api('POST', '/session', { username: 'office', password: 'no' })
  assert.equal(await new Browser().signIn('gov-1'), '/desk/sign-in?sso=locked')
  await house.test.owner.query('DELETE FROM sign_in_failures')
  assert.equal(await new Browser().signIn('gov-1'), '/desk/ledger')
  const { office } = house.east.people
  await house.test.owner.query("UPDATE people SET status = 'left' WHERE county_id = 1 AND id = $1", [office])
  assert.equal(await new Browser().signIn('gov-1'), '/desk/sign-in?sso=closed')
  assert.deepEqual(await lastAttempt(), { reason: 'sso_closed', person_id: office })
  await house.test.owner.query("UPDATE people SET status = 'active' WHERE county_id = 1 AND id = $1", [
    office,
  ])
})

test('neither codes, states, tokens nor the secret reach log or database', async () => {
  const browser = new Browser()
  const back = await browser.through(await browser.begin(), 'gov-1')
  await browser.back(back)
  const code = back.searchParams.get('code') ?? ''
  const state = back.searchParams.get('state') ?? ''
  assert.ok(code.length > 20 && state.length > 20)
  assert.match(logged, /"fault":"clock"/)
  // How a token begins, long enough to stand in no digest by chance.
  const tokens = [{ alg: 0 }, { typ: 0 }].map((header) => btoa(JSON.stringify(header)).slice(0, 9))
  for (const text of [code, state, provider.settings.clientSecret, ...tokens, 'stack trace of theirs']) {
    assert.ok(!logged.includes(text), text)
    assert.deepEqual(await house.placesOf(text), [], text)
  }
})

test('ways back that were walked are forgotten when they have long been too late', async () => {
  const count = async () => {
    const { rows } = await house.test.owner.query('SELECT count(*)::int AS n FROM sso_returns')
    return rows[0].n
  }
  await house.program.sessions.sweep(new Date(), [1])
  assert.ok((await count()) > 10)
  await house.program.sessions.sweep(new Date(Date.now() + 30 * 3_600_000), [1])
  assert.equal(await count(), 0)
})

test('who comes too often from one address waits', async () => {
  await changeRule('address', { failures: 3, minutes: 15 })
  const answers: string[] = []
  for (let i = 0; i < 4; i++)
    answers.push(await new Browser().back(new URL('http://east.test/sign-in/sso/return?code=x&state=y')))
  assert.equal(answers.at(-1), '/desk/sign-in?sso=often')
  await changeRule('address', { failures: 100, minutes: 15 })
})

test('a provider that breaks down half way, or is away from the start, is told without its words', async () => {
  const browser = new Browser()
  await browser.enter('office')
  const back = await browser.through(await browser.begin(), 'gov-1')
  provider.breakDown()
  assert.equal(await browser.back(back), '/desk/sign-in?sso=away')
  skewMs = 0
  const other = await openHouse({
    sso: new Map([['', { ...provider.settings, issuer: 'http://127.0.0.1:9' }]]),
  })
  try {
    const answer = await other.ask('/sign-in/sso', { token: null })
    assert.equal(answer.headers.location, '/desk/sign-in?sso=away')
    assert.equal((await other.ask('/sign-in/sso', { token: null, county: other.west })).statusCode, 302)
  } finally {
    await other.close()
  }
})
