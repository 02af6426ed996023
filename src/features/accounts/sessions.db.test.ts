import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createTwoCounties, type TwoCounties } from '#tests/support/two-counties.ts'
import { migrateAuth } from './migrate-auth.ts'
import { endSessions, setPassword } from './passwords.ts'
import { createPerson, linkAccount, setPersonStatus } from './people.ts'
import { operator } from './record.ts'
import { endDuties, giveDuties } from './responsibilities.ts'
import type { SessionRequest } from './sessions.ts'
import { createToken, listTokens, revokeToken } from './tokens.ts'

let test_: TestDatabase
let house: TwoCounties
let secretary: string
const password = 'long enough word'
/** The engine keeps sessions by the machine's clock, so ours starts there too. */
const noon = new Date()

before(async () => {
  test_ = await createTestDatabase()
  house = await createTwoCounties(test_)
  secretary = await house.addPerson(1, 'chen', 'secretary', house.east.upper, password)
})
after(() => test_.close())
beforeEach(() => {
  house.clock.now = noon
})

const from = (headers: Record<string, string> = {}, more: Partial<SessionRequest> = {}): SessionRequest => ({
  ...{ method: 'GET', ip: '10.0.0.1', protocol: 'http', headers: { host: 'b.cn', ...headers } },
  ...more,
})
const bearer = (token: string) => from({ authorization: `Bearer ${token}` })
const refusal = (code: string) => (error: { refusal?: { code: string } }) => {
  assert.equal(error.refusal?.code, code)
  return true
}
const signIn = (username: string, given = password, countyId = 1, request = from()) =>
  house.sessions.signIn({ username, password: given }, countyId, request)
const cookieOf = (cookies: string[]) => cookies[0]!.split(';')[0]!
const later = (ms: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + ms)
}

test('the right password begins a session that says who it is, in the county and nowhere else', async () => {
  const { actor, cookies } = await signIn(' Chen ')
  assert.equal(actor.personId, secretary)
  assert.deepEqual(actor.grants, [
    { role: 'secretary', organizationId: house.east.upper, organizationKind: 'village' },
  ])
  assert.equal(cookies.length, 1)
  assert.match(cookies[0]!, /^bihuan\.session_token=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
  const request = from({ cookie: `other=1; ${cookieOf(cookies)}` })
  assert.deepEqual(await house.sessions.resolveActor(request, 1), actor)
  assert.equal(await house.sessions.resolveActor(request, 2), null)
})

test('over https the cookie never travels in the clear', async () => {
  const { cookies } = await signIn('chen', password, 1, from({}, { protocol: 'https' }))
  assert.match(cookies[0]!, /; Secure$/)
})

test('wrong name, wrong password, other county, nobody’s name: one answer', async () => {
  await house.addPerson(1, 'wu', 'clerk', house.east.upper)
  for (const attempt of [
    () => signIn('chen', 'wrong password'),
    () => signIn('nobody'),
    () => signIn('chen', password, 2),
    () => signIn('1/chen'),
    () => signIn('wu'),
    () => signIn('chen', 'x'.repeat(500)),
    () => signIn('', ''),
  ])
    await assert.rejects(attempt(), (error: { refusal: unknown }) => {
      assert.deepEqual(error.refusal, { code: 'wrong_credentials' })
      return true
    })
})

test('the same name in another county is another account', async () => {
  await house.addPerson(2, 'chen', 'office', house.west.root, 'another long word')
  await assert.rejects(signIn('chen', password, 2), refusal('wrong_credentials'))
  const { actor } = await signIn('chen', 'another long word', 2)
  assert.equal(actor.countyId, 2)
  assert.notEqual(actor.personId, secretary)
})

test('whoever has left does not get in, and a session they had stops', async () => {
  const id = await house.addPerson(1, 'sun', 'viewer', house.east.root, password)
  const { cookies } = await signIn('sun')
  const request = from({ cookie: cookieOf(cookies) })
  assert.equal((await house.sessions.resolveActor(request, 1))?.personId, id)
  await house.database.write(1, (tx) => setPersonStatus(tx, 1, id, 'left', operator, noon))
  house.sessions.forget({ countyId: 1, personId: id })
  assert.equal(await house.sessions.resolveActor(request, 1), null)
  await assert.rejects(signIn('sun'), refusal('wrong_credentials'))
  const { rows } = await test_.owner.query(`SELECT count(*)::int AS n FROM auth.session s
    JOIN people p ON p.account_id = s."userId" WHERE p.username = 'sun'`)
  assert.equal(rows[0].n, 1, 'the refused sign-in left no session behind')
})

test('signing out ends the session at once, also where it was just used', async () => {
  const { cookies } = await signIn('chen')
  const request = from({ cookie: cookieOf(cookies) })
  assert.ok(await house.sessions.resolveActor(request, 1))
  const cleared = await house.sessions.signOut(request)
  assert.match(cleared.join('\n'), /bihuan\.session_token=; Max-Age=0/)
  assert.equal(await house.sessions.resolveActor(request, 1), null)
  await house.sessions.signOut(from())
})

test('a session that is over, a forged cookie and another server’s signature open nothing', async () => {
  const { cookies } = await signIn('chen')
  const cookie = cookieOf(cookies)
  const [name, value] = [cookie.split('=')[0], cookie.slice(cookie.indexOf('=') + 1)]
  const [token] = decodeURIComponent(value).split('.')
  for (const forged of [
    `${name}=${token}`,
    `${name}=${token}.AAAA`,
    `${name}=`,
    `${name}=${'x'.repeat(5000)}`,
  ])
    assert.equal(await house.sessions.resolveActor(from({ cookie: forged }), 1), null, forged.slice(0, 60))
  await test_.owner.query(
    `UPDATE auth.session SET "expiresAt" = now() - interval '1 minute' WHERE token = $1`,
    [token],
  )
  assert.equal(await house.sessions.resolveActor(from({ cookie }), 1), null)
})

test('a new password ends the sessions of the old one', async () => {
  const id = await house.addPerson(1, 'gao', 'clerk', house.east.bridge, password)
  const { cookies } = await signIn('gao')
  await setPassword(house.auth, 1, 'gao', 'a fresh long word')
  assert.equal(await house.sessions.resolveActor(from({ cookie: cookieOf(cookies) }), 1), null)
  await assert.rejects(signIn('gao'), refusal('wrong_credentials'))
  assert.equal((await signIn('gao', 'a fresh long word')).actor.personId, id)
})

test('guessing is held up for that name and address only', async () => {
  await house.addPerson(1, 'hu', 'clerk', house.east.bridge, password)
  const guesser = from({}, { ip: '10.9.9.9' })
  for (let i = 0; i < 10; i++)
    await assert.rejects(signIn('hu', `wrong word ${i}`, 1, guesser), refusal('wrong_credentials'))
  await assert.rejects(signIn('hu', password, 1, guesser), refusal('too_many_attempts'))
  assert.ok(await signIn('hu'))
  later(15 * 60_000)
  assert.ok(await signIn('hu', password, 1, guesser))
})

test('what a cookie vouches for must come from our own pages', async () => {
  const { cookies } = await signIn('chen')
  const cookie = cookieOf(cookies)
  const change = (headers: Record<string, string>) =>
    house.sessions.resolveActor(from({ cookie, ...headers }, { method: 'POST' }), 1)
  await assert.rejects(change({ origin: 'https://evil.cn' }), refusal('foreign_origin'))
  await assert.rejects(change({ 'sec-fetch-site': 'cross-site' }), refusal('foreign_origin'))
  await assert.rejects(change({}), refusal('foreign_origin'))
  assert.ok(await change({ origin: 'https://b.cn' }))
  assert.ok(await change({ 'sec-fetch-site': 'same-origin' }))
})

test('a token acts for its person with its scopes, in its county, until it expires or is revoked', async () => {
  const { token, expiresAt, id } = await house.database.write(1, (tx) =>
    createToken(
      tx,
      1,
      { personId: secretary, name: 'x', scopes: ['problems:read'], days: 2 },
      operator,
      noon,
    ),
  )
  assert.equal(expiresAt.getTime() - noon.getTime(), 2 * 86_400_000)
  const actor = await house.sessions.resolveActor(bearer(token), 1)
  assert.equal(actor?.personId, secretary)
  assert.deepEqual(actor?.scopes, ['problems:read'])
  assert.equal(await house.sessions.resolveActor(bearer(token), 2), null)
  assert.equal(await house.sessions.resolveActor(bearer(`${token.slice(0, -1)}!`), 1), null)
  const kept = await test_.owner.query('SELECT * FROM api_tokens')
  assert.ok(!JSON.stringify(kept.rows).includes(token.slice(3)), 'only the hash is kept')

  later(2 * 86_400_000)
  assert.equal(await house.sessions.resolveActor(bearer(token), 1), null)
  house.clock.now = noon
  assert.ok(await house.sessions.resolveActor(bearer(token), 1))
  const whose = await house.database.write(1, (tx) => revokeToken(tx, 1, id, operator, noon))
  assert.ok(await house.sessions.resolveActor(bearer(token), 1), 'kept for a moment')
  house.sessions.forget({ countyId: 1, personId: whose })
  assert.equal(await house.sessions.resolveActor(bearer(token), 1), null)
  assert.equal(
    await house.database.read(1, (tx) => listTokens(tx, 1)).then((all) => all[0]?.revoked_at !== null),
    true,
  )
})

test('a wrong token is not covered up by a cookie', async () => {
  const { cookies } = await signIn('chen')
  const both = from({ cookie: cookieOf(cookies), authorization: 'Bearer nonsense' })
  assert.equal(await house.sessions.resolveActor(both, 1), null)
})

test('a token needs a known scope, an end within a year, and a person of the county', async () => {
  const make = (scopes: string[], days: number, personId = secretary, countyId = 1) =>
    house.database.write(countyId, (tx) =>
      createToken(tx, countyId, { personId, name: 'x', scopes, days }, operator, noon),
    )
  await assert.rejects(make(['everything'], 30), refusal('invalid'))
  await assert.rejects(make([], 30), refusal('invalid'))
  for (const days of [0, 366, 1.5]) await assert.rejects(make(['problems:read'], days), refusal('invalid'))
  await assert.rejects(make(['problems:read'], 30, secretary, 2), refusal('not_found'))
})

test('a role ends at its instant, although the answer is kept', async () => {
  const id = await house.addPerson(1, 'ma', 'viewer', house.east.root, password)
  await test_.owner.query(`UPDATE role_grants SET valid_to = $2 WHERE person_id = $1`, [
    id,
    new Date(noon.getTime() + 3_000),
  ])
  const { actor, cookies } = await signIn('ma')
  assert.equal(actor.grants.length, 1)
  const request = from({ cookie: cookieOf(cookies) })
  later(2_999)
  assert.equal((await house.sessions.resolveActor(request, 1))?.grants.length, 1)
  later(1)
  assert.equal((await house.sessions.resolveActor(request, 1))?.grants.length, 0)
})

test('roles given and taken show when they are forgotten here, and after a moment anyway', async () => {
  const id = await house.addPerson(1, 'luo', 'viewer', house.east.root, password)
  const { cookies } = await signIn('luo')
  const roles = async () =>
    (await house.sessions.resolveActor(from({ cookie: cookieOf(cookies) }), 1))?.grants.map((g) => g.role)
  assert.deepEqual(await roles(), ['viewer'])
  await house.database.write(1, (tx) =>
    giveDuties(tx, 1, id, { grants: [{ role: 'clerk', organizationId: house.east.lower }] }, operator, noon),
  )
  assert.deepEqual(await roles(), ['viewer'])
  house.sessions.forget({ countyId: 2 })
  assert.deepEqual(await roles(), ['viewer'])
  house.sessions.forget({ countyId: 1, personId: id })
  assert.deepEqual(await roles(), ['clerk', 'viewer'])
  const { rows } = await test_.owner.query(
    `SELECT id FROM role_grants WHERE person_id = $1 AND role = 'viewer'`,
    [id],
  )
  await house.database.write(1, (tx) => endDuties(tx, 1, id, { grants: [rows[0].id] }, operator, noon))
  later(10_000)
  assert.deepEqual(await roles(), ['clerk'])
})

test('every change to a person is in their history, without a name or password in the entry', async () => {
  const name = '独一无二的名字'
  const id = await house.database.write(1, (tx) =>
    createPerson(tx, 1, { name, username: 'once' }, operator, noon),
  )
  const accountId = await setPassword(house.auth, 1, 'once', password)
  await house.database.write(1, (tx) => linkAccount(tx, 1, id, accountId, operator, noon))
  await house.database.write(1, (tx) => setPersonStatus(tx, 1, id, 'left', operator, noon))
  await house.database.write(1, (tx) => setPersonStatus(tx, 1, id, 'left', operator, noon))
  const { rows } = await test_.owner.query('SELECT entry FROM history WHERE case_id = $1 ORDER BY seq', [id])
  assert.deepEqual(
    rows.map(({ entry }) => [entry.kind, entry.act, entry.as]),
    [
      ['person', 'createPerson', 'operator'],
      ['person', 'setPassword', 'operator'],
      ['person', 'disablePerson', 'operator'],
    ],
  )
  const everything = JSON.stringify(rows)
  assert.ok(!everything.includes(name) && !everything.includes(password))
  const auth = await test_.owner.query('SELECT * FROM auth."user"')
  assert.ok(!JSON.stringify(auth.rows).includes(name), 'the sign-in tables know no names')
  assert.ok(auth.rows.every(({ email }) => email.endsWith('@account.invalid')))
})

test('the app’s role sees no people of another county, whatever it asks', async () => {
  const names = await house.database.read(2, (tx) => tx.selectFrom('people').select('username').execute())
  assert.deepEqual(names, [{ username: 'chen' }])
  const moved = house.database.write(2, (tx) =>
    tx.updateTable('people').set({ name: 'x' }).where('id', '=', secretary).executeTakeFirst(),
  )
  assert.equal((await moved).numUpdatedRows, 0n)
  await assert.rejects(
    house.database.write(2, (tx) =>
      tx.insertInto('people').values({ county_id: 1, id: crypto.randomUUID(), name: 'x' }).execute(),
    ),
    /row-level security/,
  )
  const outside = await test_.app.query('SELECT count(*)::int AS n FROM people')
  assert.equal(outside.rows[0].n, 0)
  await assert.rejects(test_.app.query('CREATE TABLE auth.mine (id integer)'), /permission denied/)
  await assert.rejects(test_.app.query('DELETE FROM people'), /permission denied/)
})

test('sessions that are over are swept, the others stay', async () => {
  const { actor, cookies } = await signIn('chen')
  await test_.owner.query(
    `INSERT INTO auth.session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
    SELECT 'old', 'old', account_id, now() - interval '1 day', now(), now() FROM people WHERE id = $1`,
    [actor.personId],
  )
  await house.sessions.sweep(new Date())
  const { rows } = await test_.owner.query(`SELECT count(*)::int AS n FROM auth.session WHERE id = 'old'`)
  assert.equal(rows[0].n, 0)
  assert.ok(await house.sessions.resolveActor(from({ cookie: cookieOf(cookies) }), 1))
})

test('the sign-in tables are made once, and again without harm', async () => {
  await migrateAuth({ connectionString: test_.ownerUrl })
  await endSessions(house.auth, 'nobody')
  const { rows } = await test_.owner.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'auth' ORDER BY 1`,
  )
  assert.deepEqual(
    rows.map((row) => row.table_name),
    ['account', 'session', 'user', 'verification'],
  )
})
