import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setPassword } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { giveToken } from '#tests/support/api-tokens.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { SmallCounty } from '#tests/support/small-county.ts'
import { bodyOf, feedbackBody, progressBody } from './bodies.ts'
import { type House, openHouse, rectifying } from './house.ts'

/** Who is let in: tokens and sessions, in one county of two. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const codeOf = (answer: { json(): { error: { code: string } } }) => answer.json().error.code

test('without a token, with a broken, expired or revoked one, nobody is let in', async () => {
  const { test: base, east, api } = house
  const past = new Date(Date.now() - 1_000)
  const office = east.people.office
  const tokens = [
    null,
    await giveToken(base.owner, 1, office, { expiresAt: past }),
    await giveToken(base.owner, 1, office, { revokedAt: past }),
    `bh_${'x'.repeat(43)}`,
    'x'.repeat(5_000),
    east.tokens.office.slice(0, -1),
  ]
  for (const token of tokens) {
    const answer = await api('/problems', { token })
    assert.deepEqual([answer.statusCode, codeOf(answer)], [401, 'not_signed_in'], String(token).slice(0, 60))
  }
  for (const authorization of ['', 'Basic eDp5', 'Bearer', `Token ${east.tokens.office}`])
    assert.equal((await api('/problems', { token: null, headers: { authorization } })).statusCode, 401)
  assert.equal((await api('/problems')).statusCode, 200)
})

test('a token that was good is not when its person has left', async () => {
  const { test: base, east, api } = house
  const id = newId()
  await base.owner.query("INSERT INTO people (county_id, id, name, status) VALUES (1, $1, '离任', 'left')", [
    id,
  ])
  assert.equal((await api('/problems', { token: await giveToken(base.owner, 1, id) })).statusCode, 401)
  assert.equal((await api('/problems', { token: east.tokens.office })).statusCode, 200)
})

test('a token reaches only what its scopes name', async () => {
  const { test: base, east, api } = house
  const token = (scopes: string[]) => giveToken(base.owner, 1, east.people.office, { scopes })
  const [none, reads, writes] = [
    await token([]),
    await token(['problems:read']),
    await token(['problems:write']),
  ]
  const report = () => ({ body: feedbackBody(east) })
  const outcomes = [
    await api('/problems', { token: none }),
    await api('/problems', { token: reads }),
    await api('/problems', { token: reads, ...report() }),
    await api('/problems', { token: writes }),
    await api('/problems', { token: writes, ...report() }),
    await api('/organizations', { token: reads }),
    // What belongs to a session is for no token.
    await api('/me', { token: east.tokens.office }),
    await api('/session', { method: 'DELETE', token: east.tokens.office }),
  ]
  assert.deepEqual(
    outcomes.map((answer) => (answer.statusCode === 403 ? answer.json().error.scope : answer.statusCode)),
    [
      'problems:read',
      200,
      'problems:write',
      'problems:read',
      200,
      'organizations:read',
      'session',
      'session',
    ],
  )
})

test('a token opens its own county, under that county’s host only', async () => {
  const { east, west, ask } = house
  assert.equal((await ask('/api/v1/problems', { token: west.tokens.office })).statusCode, 401)
  assert.equal((await ask('/api/v1/problems', { county: west })).statusCode, 401)
  assert.equal((await ask('/api/v1/problems', { county: west, token: west.tokens.office })).statusCode, 200)
  for (const host of ['other.test', 'east.test.evil.test', '127.0.0.1', '']) {
    const answer = await ask('/api/v1/problems', { headers: { host } })
    assert.deepEqual([answer.statusCode, codeOf(answer)], [404, 'not_found'], host)
  }
  for (const host of ['east.test:8420', 'EAST.test'])
    assert.equal(
      (await ask('/api/v1/problems', { headers: { host }, token: east.tokens.office })).statusCode,
      200,
    )
})

test('ids of another county are as unknown as ids of nothing, and nothing of it is told', async () => {
  const { east, west, api } = house
  const theirs = await rectifying(west)
  const id = theirs.id
  for (const path of [
    `/problems/${id}`,
    `/problems/${id}/history`,
    `/organizations/${west.organizations.upperVillage}/people`,
  ])
    assert.equal((await api(path)).statusCode, 404, path)
  assert.equal(
    (await api(`/problems/${id}/list`, { body: bodyOf(east, 'list', theirs.version) })).statusCode,
    404,
  )
  const empty = [
    await api(`/problems?organization=${west.organizations.upperVillage}`),
    await api(`/problems?township=${west.organizations.stoneBridge}`),
    await api(`/problems/counts?township=${west.organizations.stoneBridge}`),
  ]
  for (const answer of empty) {
    const { rows, places } = answer.json()
    assert.deepEqual([answer.statusCode, rows ?? places], [200, []])
  }
  const ours = await rectifying(east)
  const foreign = [
    await api('/problems', { body: feedbackBody(east, { organizationId: west.organizations.upperVillage }) }),
    await api(`/problems/${ours.id}/request-reassignment`, {
      body: {
        ...bodyOf(east, 'requestReassignment', ours.version),
        organizationId: west.organizations.willow,
      },
    }),
  ]
  for (const answer of foreign) {
    assert.equal(answer.statusCode, 422)
    assert.deepEqual(answer.json().error.issues, [{ path: 'organizationId', reason: 'unknown_reference' }])
  }
})

test('nobody and nothing of another county can be named in an act', async () => {
  const { east, west, api } = house
  const { id } = (await api('/problems', { body: feedbackBody(east) })).json()
  await api(`/problems/${id}/issue`, { body: { commandId: newId(), version: 1 } })
  const claim = { commandId: newId(), version: 2, leaderId: west.people.townSecretary }
  const attribution = {
    ...{ commandId: newId(), followUpBody: 'discipline' },
    parties: [{ level: 'direct', organizationId: west.organizations.upperVillage, opinion: '落实不力' }],
  }
  const refused = await closureRefused(east)
  const named = [
    await api(`/problems/${id}/claim`, { token: east.tokens.villageSecretary, body: claim }),
    await api(`/problems/${refused.id}/attribute`, { body: { ...attribution, version: refused.version } }),
  ]
  assert.deepEqual(
    named.map((answer) => [answer.statusCode, answer.json().error.issues[0].reason]),
    [
      [422, 'not_a_leader'],
      [422, 'unknown_reference'],
    ],
  )
})

async function closureRefused(county: SmallCounty): Promise<{ id: string; version: number }> {
  const walk = await new ProblemWalk(county, new Date(Date.now() - 86_400_000).toISOString()).toRectifying()
  await walk.toClosureRequested()
  await walk.act('townSecretary', 'endorse', { opinion: '情况属实' })
  await walk.act('office', 'refuseClosure', { reason: '整改不到位' })
  return walk.acted
}

test('another village’s problem is not there: neither to read nor to act on, whatever its state', async () => {
  const { test: base, east, api } = house
  const { id, version } = await rectifying(east)
  const token = east.tokens.siblingSecretary
  assert.equal((await api(`/problems/${id}`, { token })).statusCode, 404)
  for (const [act, body] of [
    ['report-progress', progressBody(version)],
    ['report-progress', progressBody(1)],
    ['close', bodyOf(east, 'close', version)],
  ] as const)
    assert.equal((await api(`/problems/${id}/${act}`, { token, body })).statusCode, 404)
  assert.deepEqual(await attempts(base, id), [
    { act: 'reportProgress', reason: 'not_found', person_id: east.people.siblingSecretary, rule_id: null },
    { act: 'reportProgress', reason: 'not_found', person_id: east.people.siblingSecretary, rule_id: null },
    { act: 'close', reason: 'not_found', person_id: east.people.siblingSecretary, rule_id: null },
  ])
})

test('who may see but not act is told so, and it is written down without what was sent', async () => {
  const { test: base, east, api } = house
  const { id, version } = await rectifying(east)
  const body = bodyOf(east, 'list', version)
  const answer = await api(`/problems/${id}/list`, { token: east.tokens.villageClerk, body })
  assert.deepEqual([answer.statusCode, codeOf(answer)], [403, 'not_yours'])
  assert.deepEqual(await attempts(base, id), [
    { act: 'list', reason: 'not_yours', person_id: east.people.villageClerk, rule_id: null },
  ])
  // Not in this state, or an old page: nobody's wrong, and no attempt.
  const closing = await api(`/problems/${id}/close`, { body: bodyOf(east, 'close', version) })
  assert.deepEqual([closing.statusCode, codeOf(closing)], [409, 'wrong_state'])
  const stale = await api(`/problems/${id}/list`, { body: bodyOf(east, 'list', version - 1) })
  assert.deepEqual(
    [stale.statusCode, stale.json().error],
    [409, { code: 'stale_version', seen: version - 1, now: version }],
  )
  assert.equal((await attempts(base, id)).length, 1)
})

test('a session counts only for our own pages, in its own county', async () => {
  const { test: base, program, east, west, api } = house
  const { auth } = program.signIn
  const password = 'long enough word'
  const accountId = await setPassword(auth, 1, 'office', password)
  await base.owner.query(
    "UPDATE people SET username = 'office', account_id = $2 WHERE county_id = 1 AND id = $1",
    [...[east.people.office, accountId]],
  )
  const own = { origin: `http://${east.host}` }
  const foreign = { origin: 'http://evil.test' }
  const signIn = (headers: Record<string, string>) =>
    api('/session', { token: null, headers, body: { username: 'office', password } })
  assert.equal(codeOf(await signIn(foreign)), 'foreign_origin')
  const begun = await signIn(own)
  assert.equal(begun.statusCode, 200)
  const [given = ''] = [begun.headers['set-cookie']].flat()
  assert.match(given, /HttpOnly/i)
  assert.match(given, /SameSite=(?:Lax|Strict)/i)
  const cookie = given.split(';')[0] ?? ''
  const report = (headers: Record<string, string>) =>
    api('/problems', { token: null, headers: { cookie, ...headers }, body: feedbackBody(east) })
  const suspicious: Record<string, string>[] = [
    foreign,
    {},
    { ...own, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ]
  for (const headers of suspicious) {
    const answer = await report(headers)
    assert.deepEqual([answer.statusCode, codeOf(answer)], [403, 'foreign_origin'], JSON.stringify(headers))
  }
  const recorded = await base.owner.query(
    "SELECT DISTINCT act, person_id FROM refused_attempts WHERE reason = 'foreign_origin' ORDER BY act",
  )
  assert.deepEqual(recorded.rows, [
    { act: 'report', person_id: null },
    { act: 'signIn', person_id: null },
  ])
  assert.equal((await report(own)).statusCode, 200)
  assert.equal((await api('/me', { token: null, headers: { cookie } })).json().person.id, east.people.office)
  assert.equal((await api('/me', { token: null, county: west, headers: { cookie } })).statusCode, 401)
  // A wrong token is not covered up by a good cookie.
  assert.equal((await api('/me', { token: 'bh_wrong', headers: { cookie } })).statusCode, 401)
  assert.equal((await api('/me', { token: null, headers: { cookie: `${cookie}x` } })).statusCode, 401)
  await api('/session', { method: 'DELETE', token: null, headers: { cookie, ...own } })
  assert.equal((await api('/me', { token: null, headers: { cookie } })).statusCode, 401)
})

async function attempts(base: House['test'], caseId: string) {
  const { rows } = await base.owner.query(
    'SELECT act, reason, person_id, rule_id FROM refused_attempts WHERE case_id = $1 ORDER BY at, id',
    [caseId],
  )
  return rows
}
