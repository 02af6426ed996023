import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { linkAccount, operator, setPassword } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { giveToken } from '#tests/support/api-tokens.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { bodyOf } from './bodies.ts'
import { type House, type HousedCounty, type KnownRoute, openHouse, rectifying } from './house.ts'

/** Every route there is, however it was registered, asked by those who have no business there. */
let house: House
let problem: { id: string; version: number }
let scopeless: string
before(async () => {
  house = await openHouse()
  problem = await rectifying(house.east)
  scopeless = await giveToken(house.test.owner, 1, house.east.people.office, { scopes: [] })
})
after(() => house.close())

/** Whoever adds a route that answers everybody adds it here too, and says why. */
const open: Record<string, string> = {
  'GET /': 'the front page',
  'GET /portal.css': 'its style',
  'GET /published': 'what is published, for everybody: the portal’s role reads nothing else',
  'GET /published/:slug': 'one publication',
  'GET /published/:slug/pictures': 'its pictures',
  'GET /published/:slug/pictures/:sha256': 'one of them',
  'GET /published/:slug/comments': 'leads back to the publication',
  'POST /published/:slug/comments': 'words of the public, which a person reads first',
  'GET /progress': 'looking for what is published',
  'GET /report': 'whom to phone',
  'GET /about': 'what the pages are',
  'GET /open-data': 'which interfaces there are',
  'GET /monthly': 'issues of months and figures of the year, out of what is published',
  'GET /data': 'what can be taken away of it',
  'GET /data/:name.csv': 'a list of what is published, as a table',
  'GET /data/:name.xlsx': 'the same as a workbook',
  'GET /feed.xml': 'the newest publications',
  'GET /embed/figures': 'published figures, for other sites to show in a frame',
  ...Object.fromEntries(
    ['json', 'xml'].flatMap((format) => [
      [`GET /open311/v2/services.${format}`, 'what appeals may be about'],
      [`GET /open311/v2/requests.${format}`, 'what is published, as GeoReport has it'],
      [
        `POST /open311/v2/requests.${format}`,
        'other systems, each known by its key; goes to the sealed inbox',
      ],
    ]),
  ),
  'GET /open311/v2/services/:id': 'what one of them asks for',
  'GET /open311/v2/requests/:id': 'one that is published',
  'GET /open311/v2/tokens/:id': 'whether what came in was registered, by an id that leads nowhere else',
  'POST /api/v1/appeals/inbound': 'other systems, each known by its signature',
  'GET /appeals/new': 'the form for residents',
  'POST /appeals/new': 'what a resident brings up, sealed to a key that the public pages do not have',
  'GET /appeals/status': 'asks for a receipt',
  'POST /appeals/status': 'what became of it, for who has the receipt',
  'GET /appeals/act': 'leads back there',
  'POST /appeals/act': 'what who has the receipt says to it',
  'GET /appeals/proof.js': 'the proof of work',
  'GET /appeals/challenge': 'what is to be proved',
  'GET /evaluate': 'the sheet of an invitation, for who has its code',
  'POST /evaluate': 'the same, typed',
  'GET /evaluate/answer': 'leads back there',
  'POST /evaluate/answer': 'an answer, sealed to a key that the public pages do not have',
  'GET /evaluations': 'results that were counted, for everybody',
  'GET /evaluations/:slug': 'one of them',
  'GET /desk': 'the page that signs in; it holds no data',
  'GET /desk/*': 'the same page under the addresses of its screens',
  'GET /desk/assets/*': 'its scripts and styles',
  'GET /health/live': 'for whoever watches the process',
  'GET /health/ready': 'the same, with the database',
  'GET /api/openapi.json': 'the description of the API',
  'GET /api/v1/sign-in': 'what the sign-in page offers',
  'POST /api/v1/session': 'signing in',
  'GET /sign-in/sso': 'to the identity provider, where the county has one',
  'GET /sign-in/sso/return': 'and back, with what it vouches for',
}

const nameOf = ({ method, url }: KnownRoute): string => `${method === 'HEAD' ? 'GET' : method} ${url}`
const closed = () => house.known.filter((route) => !(nameOf(route) in open) || isUpload(route))
const isUpload = ({ url }: KnownRoute) => url.startsWith('/api/v1/uploads')

/** A request as somebody with every right would send it, about a problem of the east. */
function askedOf({ method, url, endpoint }: KnownRoute, { id, version } = problem) {
  const path = url.replace(':id', id).replace(':sha256', 'a'.repeat(64)).replace(':kind', 'problems')
  const queries: Record<string, string> = {
    getEvidenceFile: `?problem=${id}`,
    importBadRows: `?upload=${newId()}`,
  }
  const view = { name: '我的', query: '' }
  const payload = endpoint?.id === 'saveView' ? view : bodyOf(house.east, endpoint?.id ?? '', version)
  const takesBody = endpoint !== undefined && (method === 'POST' || method === 'PUT')
  return {
    url: `${path}${queries[endpoint?.id ?? ''] ?? ''}`,
    asked: { method: method as 'GET', ...(takesBody ? { payload } : {}) },
  }
}

/** How much there is in the east, whose problem everybody is after. */
async function written(): Promise<unknown> {
  const tables = ['history', 'commands', 'problems', 'saved_views', 'uploads', 'exports']
  const counts = tables.map((table) => `(SELECT count(*) FROM ${table} WHERE county_id = 1) AS ${table}`)
  const { rows } = await house.test.owner.query(`SELECT ${counts.join(', ')}`)
  return rows[0]
}

test('the routes that answer everybody are the ones named here', () => {
  const answering = house.known.filter(({ endpoint }) => !endpoint || endpoint.access === 'public')
  const unnamed = answering.filter((route) => !isUpload(route)).map(nameOf)
  assert.deepEqual(
    unnamed.filter((name) => !(name in open)),
    [],
  )
  // As many as there are acts and readings: an empty list would prove everything.
  assert.ok(closed().length > 70, String(closed().length))
})

test('every endpoint but signing in asks for a sign-in, and names a scope or is for sessions only', () => {
  const endpoints = house.known.flatMap(({ endpoint }) => endpoint ?? [])
  // Accounts, rights, what is personal and the register of organisations are for people at a browser, not for machines.
  const personal = new Set([
    'rights',
    'personal-data',
    'organizing',
    'first-passwords',
    'sign-in',
    'reprisals',
    'notices',
  ])
  const forSessions = endpoints.filter(
    ({ access, scope, tag }) => access === 'signed-in' && scope === undefined && !personal.has(tag),
  )
  assert.deepEqual([...new Set(forSessions.map(({ id }) => id))].sort(), ['getMe'])
})

test('nobody, a token without scopes and another county’s clerk get nothing from any route', async () => {
  const before_ = await written()
  const askers = [
    ['nobody', null, 401],
    ['a token without scopes', scopeless, 403],
    ['a village clerk of the other county', house.west.tokens.villageClerk, 401],
  ] as const
  for (const route of closed()) {
    const { url, asked } = askedOf(route)
    for (const [who, token, status] of askers) {
      const answer = await house.ask(url, { ...asked, token })
      assert.equal(answer.statusCode, status, `${route.method} ${url} by ${who}`)
    }
  }
  assert.deepEqual(await written(), before_)
})

test('the other county’s clerk, at home, cannot reach across with any id', async () => {
  const { west } = house
  const before_ = await written()
  const ours = [problem.id, ...Object.values(house.east.organizations), ...Object.values(house.east.people)]
  for (const route of closed().filter((route) => !isOwnView(route))) {
    const { url, asked } = askedOf(route)
    const answer = await house.ask(url, { ...asked, token: west.tokens.villageClerk, county: west })
    const what = `${route.method} ${url}: ${answer.statusCode}`
    if (isForSessions(route)) assert.equal(answer.statusCode, 403, what)
    else if (/:id|:sha256/.test(route.url)) assert.equal(answer.statusCode, 404, what)
    else if (route.method === 'POST') assert.ok(answer.statusCode >= 400, what)
    for (const id of ours) assert.ok(!answer.body.includes(id), `${what} tells of ${id}`)
  }
  assert.deepEqual(await written(), before_)
})

/** Somebody at a browser: what is for sessions only answers a token before it looks at anything. */
async function atBrowser(county: HousedCounty, name: PersonName) {
  const { auth } = house.program.signIn
  const [username, password] = [`b${name.toLowerCase()}`, 'first-pass-word']
  const id = county.people[name]
  const account = await setPassword(auth, county.countyId, username, password)
  await house.test.owner.query('UPDATE people SET username = $2 WHERE id = $1', [id, username])
  await house.program.database.write(county.countyId, (tx) =>
    linkAccount(tx, county.countyId, id, account, operator, new Date(), { lasts: true }),
  )
  const origin = `http://${county.host}`
  const entered = await house.ask('/api/v1/session', {
    ...{ method: 'POST', token: null, county, headers: { origin }, payload: { username, password } },
  })
  assert.equal(entered.statusCode, 200, entered.body)
  const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? ''
  return (route: KnownRoute) => {
    const { url, asked } = askedOf(route)
    return house.ask(url, { ...asked, token: null, county, headers: { origin, cookie } })
  }
}

const endsTheSession = ({ endpoint }: KnownRoute) => endpoint?.id === 'signOut'

test('a session of the other county reaches across no more than a token does', async () => {
  const ask = await atBrowser(house.west, 'villageClerk')
  const before_ = await written()
  const ours = [problem.id, ...Object.values(house.east.organizations), ...Object.values(house.east.people)]
  for (const route of closed().filter((one) => !isOwnView(one) && !endsTheSession(one))) {
    const answer = await ask(route)
    const what = `${route.method} ${route.url}: ${answer.statusCode} ${answer.body.slice(0, 200)}`
    assert.notEqual(answer.statusCode, 401, what)
    if (/:id|:sha256/.test(route.url)) assert.ok(answer.statusCode >= 400, what)
    for (const id of ours) assert.ok(!answer.body.includes(id), `${what} tells of ${id}`)
  }
  assert.deepEqual(await written(), before_)
})

/** What of people, rights and organisations anybody may ask about themselves or their work. */
const OWN = ['listDelegations', 'listDelegates']

test('at a browser, too, people, rights and accounts are the administrators’ alone', async () => {
  const tags = ['rights', 'organizing', 'first-passwords']
  const theirs = closed().filter(({ endpoint }) => endpoint && isForSessions({ endpoint } as KnownRoute))
  const forAdmins = theirs.filter(
    ({ endpoint, url }) => tags.includes(endpoint?.tag ?? '') || /people|resets|sign-in-help/.test(url),
  )
  assert.ok(forAdmins.length > 20, String(forAdmins.length))
  for (const name of ['villageClerk', 'viewer'] as const) {
    const ask = await atBrowser(house.east, name)
    const before_ = await written()
    for (const route of forAdmins) {
      const answer = await ask(route)
      const what = `${route.method} ${route.url} by ${name}: ${answer.statusCode} ${answer.body.slice(0, 200)}`
      if (OWN.includes(route.endpoint?.id ?? '')) assert.ok([200, 404, 422].includes(answer.statusCode), what)
      else assert.ok([403, 404, 422].includes(answer.statusCode), what)
    }
    assert.deepEqual(await written(), before_, name)
  }
})

/** No token is asked about the row: none is for it at all. */
const isForSessions = ({ endpoint }: KnownRoute): boolean =>
  endpoint !== undefined && endpoint.access === 'signed-in' && endpoint.scope === undefined

/** A view's id is made by its owner; the same one is another view in another county. */
const isOwnView = ({ url }: KnownRoute): boolean => url === '/api/v1/views/:id'

test('another village’s people reach no problem but their own', async () => {
  for (const route of closed().filter(({ url }) => url.includes('/problems/:id'))) {
    const { url, asked } = askedOf(route)
    const answer = await house.ask(url, { ...asked, token: house.east.tokens.siblingSecretary })
    assert.equal(answer.statusCode, 404, `${route.method} ${url}`)
  }
})

test('who only looks, and who runs the system, can carry out no act', async () => {
  const acts = closed().filter(({ endpoint }) => endpoint?.scope === 'problems:write')
  assert.ok(acts.length > 40)
  for (const route of acts) {
    const { url, asked } = askedOf(route)
    const looks = await house.ask(url, { ...asked, token: house.east.tokens.viewer })
    assert.ok([403, 409].includes(looks.statusCode), `${url}: ${looks.statusCode} ${looks.body}`)
    for (const name of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const) {
      const runs = await house.ask(url, { ...asked, token: house.east.tokens[name] })
      assert.equal(runs.statusCode, route.url.includes(':id') ? 404 : 403, `${url} by ${name}`)
    }
  }
  const now = (await house.api(`/problems/${problem.id}`)).json()
  assert.equal(now.version, problem.version)
})

test('no administrator reads anything of a problem, from any route', async () => {
  const told = [problem.id, '村口排水沟', '清淤']
  for (const route of closed().filter(({ method }) => method === 'GET')) {
    const { url, asked } = askedOf(route)
    for (const name of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const) {
      const answer = await house.ask(url, { ...asked, token: house.east.tokens[name] })
      for (const text of told) assert.ok(!answer.body.includes(text), `${name} reads ${text} from ${url}`)
      if (url.includes(problem.id)) assert.ok([403, 404].includes(answer.statusCode), `${name} ${url}`)
    }
  }
})

test('the system’s own act has no route at all', async () => {
  const body = {
    commandId: newId(),
    version: problem.version,
    organizationId: house.east.organizations.willow,
  }
  assert.equal((await house.api(`/problems/${problem.id}/succeed`, { body })).statusCode, 404)
})
