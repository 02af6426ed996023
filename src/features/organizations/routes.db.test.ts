import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import {
  type Actor,
  accountsRoutes,
  createSso,
  createToken,
  operator,
  signInRoutes,
} from '#features/accounts/index.ts'
import { answerErrors } from '#platform/http/errors.ts'
import { routes } from '#platform/http/route.ts'
import { addRuleVersion } from '#platform/rules/store.ts'
import { createSealing } from '#platform/sealing/index.ts'
import { createWorlds } from '#platform/world.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createTwoCounties, type TwoCounties } from '#tests/support/two-counties.ts'
import { renameOrganization } from './organization-acts.ts'
import { createOrganizationTrees, organizationsRoutes } from './routes.ts'

let base: TestDatabase
let house: TwoCounties
let app: FastifyInstance
const trees = createOrganizationTrees()
const password = 'long enough word'

before(async () => {
  base = await createTestDatabase()
  house = await createTwoCounties(base)
  house.clock.now = new Date()
  app = Fastify()
  app.setReplySerializer((payload) => JSON.stringify(payload))
  answerErrors(app)
  const { route } = routes<Actor>(app, {
    ...{ prefix: '', countyOf: async () => 1, scopesOf: (actor) => actor.scopes },
    actorOf: (request, countyId) => house.sessions.resolveActor(request, countyId),
    anonymous: (countyId) => ({ countyId, personId: null, name: '', grants: [], scopes: [] }),
    ...{ inspect: async () => undefined, refused: async () => undefined, now: () => new Date() },
  })
  const { auth, database, sessions } = house
  const worlds = createWorlds(database)
  accountsRoutes(route, { database })
  const sealing = createSealing({ dataDir: mkdtempSync(join(tmpdir(), 'bihuan-sealing-')) })
  signInRoutes(route, {
    auth,
    database,
    sessions,
    worlds,
    sealing,
    sso: createSso(new Map(), 'f'.repeat(64)),
  })
  // Nobody has any business here; what goes along with it is tried where it is kept.
  const none = async () => ({})
  const business = {
    merged: none,
    divided: none,
    moved: none,
    listOpen: async () => [],
    listUnfinished: async () => [],
  }
  const changed = (countyId: number) => trees.forget(countyId)
  organizationsRoutes(route, { database, worlds, business, trees, changed })
  await house.addPerson(1, 'chen', 'secretary', house.east.upper, password)
})
after(async () => {
  await app.close()
  await base.close()
})

const own = { origin: 'http://b.cn', host: 'b.cn' }
async function signIn(given = password, headers: Record<string, string> = own) {
  const payload = { username: 'chen', password: given }
  const answer = await app.inject({ method: 'POST', url: '/session', headers, payload })
  return { answer, cookie: answer.headers['set-cookie']?.toString().split(';')[0] ?? '' }
}

test('signing in, being somebody, signing out', async () => {
  const { answer, cookie } = await signIn()
  assert.equal(answer.statusCode, 200)
  const me = answer.json()
  assert.deepEqual(me.county, { id: 1, name: '东山县', isDemo: false })
  assert.deepEqual([me.person.name, me.person.username], ['人chen', 'chen'])
  assert.deepEqual(me.grants, [
    {
      role: 'secretary',
      organizationId: house.east.upper,
      organizationName: '上河村',
      organizationKind: 'village',
      onBehalfOf: null,
    },
  ])
  assert.deepEqual((await app.inject({ url: '/me', headers: { cookie } })).json(), me)
  assert.equal((await app.inject({ method: 'DELETE', url: '/session', headers: { cookie } })).statusCode, 403)
  const out = await app.inject({ method: 'DELETE', url: '/session', headers: { cookie, ...own } })
  assert.deepEqual([out.statusCode, out.json()], [200, { ended: true }])
  assert.equal((await app.inject({ url: '/me', headers: { cookie } })).statusCode, 401)
})

test('signing in is refused in plain terms: wrong, too often, for another site', async () => {
  const wrong = (await signIn('wrong password')).answer
  assert.deepEqual([wrong.statusCode, wrong.json().error], [401, { code: 'wrong_credentials' }])
  assert.equal(wrong.headers['set-cookie'], undefined)
  const foreign = (await signIn(password, { ...own, origin: 'https://evil.cn' })).answer
  assert.deepEqual([foreign.statusCode, foreign.json().error.code], [403, 'foreign_origin'])
  for (let i = 0; i < 9; i++) await signIn('wrong password')
  const often = (await signIn()).answer
  assert.deepEqual([often.statusCode, often.json().error.code], [429, 'too_many_attempts'])
  assert.ok(Number(often.headers['retry-after']) > 0)
})

test('the tree, people and dictionaries are for whoever is signed in, or has the scope', async () => {
  const personId = (await base.owner.query(`SELECT id FROM people`)).rows[0].id
  const token = (scopes: string[]) =>
    house.database.write(1, (tx) =>
      createToken(tx, 1, { personId, name: 'x', scopes, days: 1 }, operator, new Date()),
    )
  const with_ = async (scopes: string[]) => ({ authorization: `Bearer ${(await token(scopes)).token}` })
  const reading = await with_(['organizations:read'])
  const other = await with_(['problems:read'])
  await house.database.write(1, (tx) =>
    addRuleVersion(tx, 1, {
      ...{
        id: crypto.randomUUID(),
        kind: 'dictionary',
        key: 'problem.class',
        after: 0,
        basis: 'x',
        source: 'x',
      },
      ...{ validFrom: '2020-01-01', note: null, createdBy: null, createdAt: new Date() },
      value: [{ code: 'a', label: '甲', group: '一', extra: 1 }],
    }),
  )
  for (const url of [
    '/organizations',
    `/organizations/${house.east.upper}/people`,
    '/people?role=secretary',
    '/dictionaries',
  ]) {
    assert.equal((await app.inject({ url })).statusCode, 401, url)
    assert.equal((await app.inject({ url, headers: other })).statusCode, 403, url)
    assert.equal((await app.inject({ url, headers: reading })).statusCode, 200, url)
  }
  const dictionaries = (await app.inject({ url: '/dictionaries', headers: reading })).json()
  assert.deepEqual(dictionaries, {
    dictionaries: { 'problem.class': [{ code: 'a', label: '甲', group: '一' }] },
  })
  const elsewhere = `/organizations/${house.west.upper}/people`
  assert.equal((await app.inject({ url: elsewhere, headers: reading })).statusCode, 404)

  const first = await app.inject({ url: '/organizations', headers: reading })
  assert.equal(first.headers['content-type'], 'application/json; charset=utf-8')
  assert.equal(first.json().rows.length, 7)
  const again = () =>
    app.inject({
      url: '/organizations',
      headers: { ...reading, 'if-none-match': String(first.headers.etag) },
    })
  assert.deepEqual([(await again()).statusCode, (await again()).body], [304, ''])
  await house.database.write(1, (tx) =>
    renameOrganization(tx, 1, house.east.upper, { name: '上河一村' }, operator, new Date()),
  )
  trees.forget(1)
  assert.equal((await again()).statusCode, 200)
})

test('only who runs the system changes organisations, from the row as it is', async () => {
  await house.addPerson(1, 'sun', 'system_admin', house.east.root, password)
  const cookieOf = async (username: string) => {
    const payload = { username, password }
    const answer = await app.inject({ method: 'POST', url: '/session', headers: own, payload })
    return answer.headers['set-cookie']?.toString().split(';')[0] ?? ''
  }
  house.clock.now = new Date(Date.now() + 3_600_000)
  const [admin, secretary] = [await cookieOf('sun'), await cookieOf('chen')]
  const post = (cookie: string, url: string, payload: object) =>
    app.inject({ method: 'POST', url, headers: { ...own, cookie }, payload })
  const { bridge, lower, willow, farming } = house.east
  const rename = { version: 1, name: '石桥新镇' }
  const mine = await post(secretary, `/organizations/${bridge}/rename`, rename)
  assert.deepEqual([mine.statusCode, mine.json().error.code], [403, 'not_yours'])
  const seen = async (cookie: string, id = bridge) =>
    (await app.inject({ url: `/organizations/${id}`, headers: { cookie } })).json()
  assert.deepEqual((await seen(secretary)).can, [])
  assert.deepEqual((await seen(admin)).can, ['rename', 'merge', 'split', 'close'])
  assert.deepEqual((await seen(admin, lower)).can, ['rename', 'merge', 'split', 'move', 'close'])
  assert.deepEqual((await seen(admin, house.east.root)).can, ['rename'])
  const reach = (cookie: string) => app.inject({ url: `/organizations/${lower}/reach`, headers: { cookie } })
  assert.equal((await reach(secretary)).statusCode, 403)
  assert.deepEqual((await reach(admin)).json(), { holders: 0, openProblems: [] })

  assert.equal((await post(admin, `/organizations/${bridge}/rename`, rename)).statusCode, 200)
  const stale = await post(admin, `/organizations/${bridge}/rename`, { version: 1, name: '又一个' })
  assert.deepEqual(stale.json().error, { code: 'stale_version', seen: 1, now: 2 })
  const made = await post(admin, '/organizations', {
    code: 'D9',
    kind: 'department',
    name: '水利局',
    parentId: house.east.root,
  })
  assert.equal(made.statusCode, 200, made.body)
  assert.equal(
    (await post(admin, `/organizations/${lower}/move`, { version: 1, to: willow })).statusCode,
    200,
  )
  assert.equal(
    (await post(admin, `/organizations/${farming}/merge`, { version: 1, into: made.json().id })).statusCode,
    200,
  )
  assert.equal((await post(admin, `/organizations/${made.json().id}/close`, { version: 1 })).statusCode, 200)
  const into = { code: 'V9', name: '下河新村' }
  const split = await post(admin, `/organizations/${lower}/split`, {
    version: 2,
    into,
    below: [],
    problems: [],
  })
  assert.equal(split.statusCode, 200, split.body)
  const { rows } = (
    await app.inject({ url: `/organizations/${lower}/history`, headers: { cookie: secretary } })
  ).json()
  assert.deepEqual(
    rows.map(({ act, by, as, parent, splitOff }: Record<string, unknown>) => [
      act,
      by,
      as,
      parent ?? splitOff,
    ]),
    [
      ['splitOrganization', '人sun', 'system_admin', '下河新村'],
      ['moveOrganization', '人sun', 'system_admin', '柳林镇'],
      ['createOrganization', null, 'operator', '石桥新镇'],
    ],
  )
  const foreign = `/organizations/${house.west.upper}`
  for (const url of [foreign, `${foreign}/history`, `${foreign}/reach`])
    assert.equal((await app.inject({ url, headers: { cookie: admin } })).statusCode, 404, url)
})
