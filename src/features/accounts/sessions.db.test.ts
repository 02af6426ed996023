import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createTwoCounties, type TwoCounties } from '#tests/support/two-counties.ts'
import { migrateAuth } from './migrate-auth.ts'
import { endSessions, setPassword } from './passwords.ts'
import { createPerson, linkAccount, setPersonStatus } from './people.ts'
import { operator } from './record.ts'
import { endDuties, giveDuties } from './responsibilities.ts'
import { createSessions, type SessionRequest } from './sessions.ts'
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
  const cleared = await house.sessions.signOut(request, 1)
  assert.match(cleared.join('\n'), /bihuan\.session_token=; Max-Age=0/)
  assert.equal(await house.sessions.resolveActor(request, 1), null)
  await house.sessions.signOut(from(), 1)
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

test('five failures close the user name wherever they come from, for half an hour, also after a restart', async () => {
  await house.addPerson(1, 'hu', 'clerk', house.east.bridge, password)
  for (let i = 0; i < 5; i++)
    await assert.rejects(
      signIn('hu', `wrong word ${i}`, 1, from({}, { ip: `10.9.9.${i}` })),
      refusal('wrong_credentials'),
    )
  await assert.rejects(signIn('hu'), (error: { refusal: { code: string; retryAfter: number } }) => {
    assert.deepEqual(error.refusal, { code: 'too_many_attempts', retryAfter: 1800 })
    return true
  })
  const restarted = createSessions({ auth: house.auth, database: house.database, now: () => house.clock.now })
  await assert.rejects(
    restarted.signIn({ username: 'hu', password }, 1, from()),
    refusal('too_many_attempts'),
  )
  await signIn('chen')
  later(30 * 60_000)
  assert.ok(await signIn('hu'))
})

test('a name that nobody has is closed like any other, and is not written down', async () => {
  for (let i = 0; i < 5; i++) await assert.rejects(signIn('mysecretword'), refusal('wrong_credentials'))
  await assert.rejects(signIn('mysecretword'), refusal('too_many_attempts'))
  const { rows } = await test_.owner.query('SELECT f::text AS row FROM sign_in_failures f')
  assert.ok(rows.length > 0 && rows.every(({ row }) => !row.includes('mysecretword')))
})

test('one common password tried at many names is one guesser', async () => {
  const sprayer = from({}, { ip: '10.66.6.6' })
  await house.changeRule(1, 'address', { failures: 10, minutes: 15 })
  for (let i = 0; i < 10; i++)
    await house.sessions
      .signIn({ username: `name${i}`, password: 'Spring2026!' }, 1, sprayer)
      .catch((error) => refusal('wrong_credentials')(error))
  await assert.rejects(signIn('chen', password, 1, sprayer), refusal('too_many_attempts'))
  await house.changeRule(1, 'address', { failures: 100, minutes: 15 })
  assert.ok(await signIn('chen'), 'from elsewhere the name is open')
})

test('success forgives the failures before it', async () => {
  await house.addPerson(1, 'jin', 'clerk', house.east.bridge, password)
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 4; i++) await assert.rejects(signIn('jin', 'wrong'), refusal('wrong_credentials'))
    assert.ok(await signIn('jin'))
  }
})

const requestOf = (cookies: string[], headers: Record<string, string> = {}) =>
  from({ cookie: cookieOf(cookies), ...headers })

test('a session that nobody uses is over after a quarter of an hour; using it keeps it, polling does not', async () => {
  const { cookies } = await signIn('chen')
  const resolve = (headers?: Record<string, string>) =>
    house.sessions.resolveActor(requestOf(cookies, headers), 1)
  for (let i = 0; i < 3; i++) {
    later(14 * 60_000)
    assert.ok(await resolve(), `after ${(i + 1) * 14} minutes`)
  }
  later(10 * 60_000)
  assert.ok(await resolve({ 'x-background': '1' }))
  later(5 * 60_000)
  assert.equal(await resolve(), null)
  house.clock.now = noon
  assert.equal(await resolve(), null, 'what is over stays over')
})

test('another process learns of the last use from the row, which is written once a minute', async () => {
  const { cookies, actor } = await signIn('chen')
  const written = async () =>
    (await test_.owner.query('SELECT last_used_at FROM sign_in_sessions WHERE id = $1', [actor.session?.id]))
      .rows[0].last_used_at
  later(30_000)
  await house.sessions.resolveActor(requestOf(cookies), 1)
  await sleep(50)
  assert.deepEqual(await written(), noon)
  later(60_000)
  await house.sessions.resolveActor(requestOf(cookies), 1)
  for (let i = 0; i < 50 && (await written()) <= noon; i++) await sleep(20)
  assert.deepEqual(await written(), house.clock.now)
  const other = createSessions({ auth: house.auth, database: house.database, now: () => house.clock.now })
  later(15 * 60_000 + 30_000)
  assert.ok(
    await other.resolveActor(requestOf(cookies, { 'x-background': '1' }), 1),
    'the row may be a minute old',
  )
  later(60_000)
  assert.equal(await other.resolveActor(requestOf(cookies), 1), null)
})

test('however much it is used, a session is over after twelve hours', async () => {
  const { cookies } = await signIn('chen')
  for (let minutes = 0; minutes < 12 * 60 - 14; minutes += 14) {
    assert.ok(await house.sessions.resolveActor(requestOf(cookies), 1), `${minutes} minutes`)
    later(14 * 60_000)
  }
  later(14 * 60_000)
  assert.equal(await house.sessions.resolveActor(requestOf(cookies), 1), null)
})

test('of many sessions each is listed, the one that asks among them', async () => {
  const busy = await house.addPerson(1, 'busy', 'clerk', house.east.upper, password)
  const { actor } = await signIn('busy')
  // The engine's own lists end at a hundred; so many more as were signed in, of the same making.
  await test_.owner.query(
    `WITH more AS (SELECT gen_random_uuid()::text AS id FROM generate_series(1, 100)),
       engine AS (INSERT INTO auth.session SELECT (jsonb_populate_record(s, jsonb_build_object('id', more.id, 'token', more.id))).*
         FROM auth.session s, more WHERE s.id = $1::text)
     INSERT INTO sign_in_sessions SELECT (jsonb_populate_record(s, jsonb_build_object('id', more.id))).*
       FROM sign_in_sessions s, more WHERE s.id = $1::uuid`,
    [actor.session?.id],
  )
  assert.equal((await house.sessions.list(1, busy, house.clock.now)).length, 101)
})

test('a stolen cookie works from anywhere, and no longer when its session is revoked', async () => {
  const { cookies, actor } = await signIn('chen')
  const thief = from({ cookie: cookieOf(cookies), 'user-agent': 'curl/8' }, { ip: '203.0.113.9' })
  assert.ok(await house.sessions.resolveActor(thief, 1))
  const open = await house.sessions.list(1, secretary, house.clock.now)
  assert.ok(open.some(({ id }) => id === actor.session?.id))
  const ids = [actor.session!.id]
  assert.equal(
    await house.sessions.end({ countyId: 1, personId: secretary, ids, why: 'revoked' }, house.clock.now),
    1,
  )
  assert.equal(await house.sessions.resolveActor(thief, 1), null)
  const left = await house.sessions.list(1, secretary, house.clock.now)
  assert.ok(!left.some(({ id }) => id === actor.session?.id))
})

test('where the county wants one session a person, the new one ends the others', async () => {
  const first = await signIn('chen')
  const rule = { idleMinutes: 0, hours: 12, single: true }
  await house.changeRule(1, 'session', rule)
  const second = await signIn('chen')
  assert.equal(await house.sessions.resolveActor(requestOf(first.cookies), 1), null)
  assert.ok(await house.sessions.resolveActor(requestOf(second.cookies), 1))
  later(11 * 3_600_000)
  assert.ok(await house.sessions.resolveActor(requestOf(second.cookies), 1), 'no idle limit here')
  await house.changeRule(1, 'session', { idleMinutes: 15, hours: 12, single: false })
})

test('signing in, failing and being closed out are entries of the person, without an address', async () => {
  const id = await house.addPerson(1, 'ding', 'clerk', house.east.bridge, password)
  const { cookies } = await signIn(
    'ding',
    password,
    1,
    from({ 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/109' }),
  )
  await house.sessions.signOut(requestOf(cookies), 1)
  for (let i = 0; i < 5; i++) await assert.rejects(signIn('ding', 'wrong'))
  const { rows } = await test_.owner.query('SELECT entry FROM history WHERE case_id = $1 ORDER BY seq', [id])
  assert.deepEqual(
    rows.map(({ entry }) => [entry.act, entry.actor === id]),
    [
      ...[
        ['createPerson', false],
        ['setPassword', false],
        ['signIn', true],
        ['endSession', true],
      ],
      ...Array.from({ length: 4 }, () => ['signInFailed', false]),
      ['signInLocked', false],
    ],
  )
  const kept = await test_.owner.query(
    `SELECT s::text AS session, (SELECT string_agg(v.content::text, ' ') FROM row_versions v WHERE v.case_id = $1) AS said
    FROM sign_in_sessions s WHERE person_id = $1`,
    [id],
  )
  assert.match(kept.rows[0].session, /Chrome · Windows/)
  assert.doesNotMatch(`${kept.rows[0].session} ${kept.rows[0].said}`, /10\.0\.0\.1/)
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
