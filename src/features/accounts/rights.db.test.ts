import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Actor } from './actor.ts'
import { findActor } from './actor-store.ts'
import type { Role } from './api.ts'
import { endHandedOver, handOver, listDelegates } from './delegations.ts'
import { askGrant, askGrantEnd, decideRequests, withdrawRequest } from './grant-requests.ts'
import { leave } from './leaving.ts'
import { createPerson, findPersonRow, setPersonStatus } from './people.ts'
import { findOnePerson, listPeoplePage, listRequests } from './people-store.ts'
import { operator } from './record.ts'
import { findStanding } from './standing.ts'

/** Roles granted by two, handed over until a day, and what the database itself refuses. */
let base: TestDatabase
let county: SmallCounty
before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
})
after(() => base.close())

const NOW = new Date('2026-06-10T02:00:00Z')
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)
const write = <T>(work: Parameters<SmallCounty['deps']['database']['write']>[1]) =>
  county.deps.database.write(1, work) as Promise<T>
const read = <T>(work: Parameters<SmallCounty['deps']['database']['read']>[1]) =>
  county.deps.database.read(1, work) as Promise<T>

const refusal =
  (code: string, more: object = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof Refused, String(error))
    const { refusal } = error
    assert.equal(refusal.code, code, JSON.stringify(refusal))
    for (const [key, value] of Object.entries(more))
      assert.deepEqual((refusal as Record<string, unknown>)[key], value, JSON.stringify(refusal))
    return true
  }
const reason = (reason: string) => (error: unknown) => {
  refusal('invalid')(error)
  const { issues } = (error as Refused).refusal as unknown as { issues: { reason: string }[] }
  assert.equal(issues[0]?.reason, reason)
  return true
}

let made = 0
async function person(office = 'business'): Promise<string> {
  made++
  const id = await write<string>((tx) =>
    createPerson(tx, 1, { name: `新人${made}`, username: `new${made}` }, operator, NOW),
  )
  await base.owner.query('UPDATE people SET account_id = $1, office = $2 WHERE id = $3', [
    `a${made}`,
    office,
    id,
  ])
  return id
}

const security = () => ({ personId: county.people.securityAdmin, as: 'security_admin' as const })

async function asked(personId: string, role: Role, by = security(), more: { lastDay?: Date } = {}) {
  const id = newId()
  const organizationId = ['secretary', 'clerk'].includes(role)
    ? county.organizations.upperVillage
    : county.organizations.county
  const grant = {
    id,
    personId,
    role,
    organizationId,
    validFrom: null,
    validTo: more.lastDay ?? null,
    reason: '工作需要',
  }
  await write((tx) => askGrant(tx, 1, grant, by, NOW))
  return id
}
const decide = (by: Actor, ids: string[], approve = true, now = NOW) =>
  write<string[]>((tx) => decideRequests(tx, by, { ids, approve, note: null }, now))
const rolesOf = async (personId: string, now = NOW) =>
  (
    await read<Awaited<ReturnType<typeof findActor>>>((tx) => findActor(tx, 1, { personId }, now))
  )?.actor.grants.map(({ role, onBehalfOf }) => (onBehalfOf ? `${role} for ${onBehalfOf.name}` : role))
const acts = async (caseId: string) =>
  (
    await base.owner.query("SELECT entry->>'act' AS act FROM history WHERE case_id = $1 ORDER BY seq", [
      caseId,
    ])
  ).rows.map(({ act }) => act)
const sqlFails = (text: string, params: unknown[], constraint: RegExp) =>
  assert.rejects(base.owner.query(text, params), (error: Error & { constraint?: string }) => {
    assert.match(`${error.constraint} ${error.message}`, constraint)
    return true
  })

test('nobody is an administrator and something else, whatever the code would write', async () => {
  const { people, organizations } = county
  const insert = `INSERT INTO role_grants (county_id, id, person_id, role, organization_id) VALUES (1, $1, $2, $3, $4)`
  const { systemAdmin, securityAdmin, office } = people
  for (const [who, role] of [
    ...([
      [systemAdmin, 'office'],
      [systemAdmin, 'viewer'],
      [securityAdmin, 'audit_admin'],
    ] as const),
    ...([
      [office, 'system_admin'],
      [office, 'audit_admin'],
    ] as const),
  ] as const)
    await sqlFails(
      insert,
      [newId(), who, role, organizations.county],
      /role_grants_county_id_person_id_office_fkey/,
    )
  await sqlFails("UPDATE people SET office = 'system_admin' WHERE id = $1", [office], /office_fkey/)
  await sqlFails("UPDATE role_grants SET role = 'office' WHERE person_id = $1", [systemAdmin], /office_fkey/)
  await sqlFails("UPDATE role_grants SET role = 'king' WHERE person_id = $1", [office], /role_check/)
})

test('a role is in force when another has confirmed it, and not before', async () => {
  const who = await person()
  const id = await asked(who, 'clerk')
  assert.deepEqual(await rolesOf(who), [])
  await assert.rejects(
    decide(county.actor('securityAdmin'), [id]),
    refusal('same_person', { other: 'askGrant' }),
  )
  for (const name of ['office', 'auditAdmin', 'villageSecretary', 'viewer'] as const)
    await assert.rejects(decide(county.actor(name), [id]), refusal('not_yours'), name)
  assert.deepEqual(await decide(county.actor('systemAdmin'), [id]), [who])
  assert.deepEqual(await rolesOf(who, later(1)), ['clerk'])
  await assert.rejects(decide(county.actor('leader'), [id]), refusal('wrong_state'))
  assert.deepEqual(await acts(who), ['createPerson', 'askGrant', 'approveGrant'])
})

test('it ends when another has confirmed that, too', async () => {
  const who = await person()
  await decide(county.actor('leader'), [await asked(who, 'viewer')])
  const { grants } = await read<{ grants: { id: string }[] }>((tx) => findOnePerson(tx, 1, who, later(1)))
  const end = newId()
  const wanted = { id: end, grantId: grants[0]!.id, reason: '调离' }
  await write((tx) => askGrantEnd(tx, 1, wanted, security(), later(1)))
  assert.deepEqual(await rolesOf(who, later(2)), ['viewer'])
  await decide(county.actor('systemAdmin'), [end], true, later(2))
  assert.deepEqual(await rolesOf(who, later(3)), [])
})

test('what was refused or taken back never comes into force', async () => {
  const who = await person()
  const first = await asked(who, 'viewer')
  await assert.rejects(asked(who, 'viewer'), reason('asked'))
  await decide(county.actor('systemAdmin'), [first], false)
  const second = await asked(who, 'viewer')
  await write((tx) => withdrawRequest(tx, 1, second, security(), NOW))
  for (const id of [first, second])
    await assert.rejects(decide(county.actor('systemAdmin'), [id]), refusal('wrong_state'))
  assert.deepEqual(await rolesOf(who, later(1)), [])
})

test('system and security administrator together make no administrator or leader, nor replace an auditor who is absent', async () => {
  for (const role of ['audit_admin', 'system_admin', 'security_admin', 'leader'] as const) {
    const id = await asked(await person(), role)
    for (const name of ['systemAdmin', 'securityAdmin', 'office'] as const)
      await assert.rejects(decide(county.actor(name), [id]), refusal('not_yours'))
    // Nor by writing it into the table.
    const forged = `UPDATE grant_requests SET status = 'approved', decided_at = now(), decided_by = $2, decided_as = $3,
      grant_id = (SELECT id FROM role_grants LIMIT 1) WHERE id = $1`
    await sqlFails(forged, [id, county.people.systemAdmin, 'system_admin'], /grant_requests_/)
    await sqlFails(forged, [id, county.people.securityAdmin, 'audit_admin'], /grant_requests_/)
    await decide(county.actor(role === 'audit_admin' ? 'leader' : 'auditAdmin'), [id])
  }
  // Nor is what was decided under an earlier rule something that the program could claim of a new request.
  const id = await asked(await person(), 'leader')
  await assert.rejects(
    base.app.query('UPDATE grant_requests SET earlier_rule = true WHERE id = $1', [id]),
    /permission denied/,
  )
  // Neither can they take the auditor's role away, or let the auditor leave.
  const { grants } = await read<{ grants: { id: string }[] }>((tx) =>
    findOnePerson(tx, 1, county.people.auditAdmin, NOW),
  )
  const end = newId()
  await write((tx) =>
    askGrantEnd(tx, 1, { id: end, grantId: grants[0]!.id, reason: '调离' }, security(), NOW),
  )
  await assert.rejects(decide(county.actor('systemAdmin'), [end]), refusal('not_yours'))
  await assert.rejects(
    decide(county.actor('auditAdmin'), [end]),
    refusal('same_person', { other: 'receiveGrant' }),
  )
  const by = { personId: county.people.systemAdmin, as: 'system_admin' }
  await assert.rejects(
    write((tx) => leave(tx, 1, county.people.auditAdmin, by, NOW)),
    refusal('missing', { needs: ['countyRoleEnded'] }),
  )
})

test('nobody asks for themselves, and what somebody cannot be is told when it is asked', async () => {
  await assert.rejects(asked(county.people.securityAdmin, 'viewer'), refusal('same_person'))
  await assert.rejects(asked(county.people.office, 'audit_admin'), reason('one_office'))
  await assert.rejects(asked(county.people.systemAdmin, 'viewer'), reason('one_office'))
  await assert.rejects(asked(county.people.viewer, 'viewer'), reason('held'))
  const both = await person()
  await asked(both, 'clerk')
  await assert.rejects(asked(both, 'audit_admin'), reason('one_office'))
  const grant = {
    id: newId(),
    personId: both,
    role: 'office',
    validFrom: null,
    validTo: null,
    reason: '试',
  } as const
  const village = { ...grant, organizationId: county.organizations.upperVillage }
  await assert.rejects(
    write((tx) => askGrant(tx, 1, village, security(), NOW)),
    reason('county_only'),
  )
})

test('what the office imports is confirmed by a security administrator alone', async () => {
  const by = { personId: county.people.office, as: 'office' as const }
  const id = await asked(await person(), 'clerk', by as never)
  for (const name of ['systemAdmin', 'leader', 'office2'] as const)
    await assert.rejects(decide(county.actor(name), [id]), refusal('not_yours'), name)
  await decide(county.actor('securityAdmin'), [id])
})

test('a batch is decided whole or not at all', async () => {
  const [one, other] = [await asked(await person(), 'viewer'), await asked(await person(), 'audit_admin')]
  await assert.rejects(decide(county.actor('systemAdmin'), [one, other]), refusal('not_yours'))
  const waiting = (await read<{ id: string }[]>((tx) => listRequests(tx, 1, {}))).map(({ id }) => id)
  assert.ok(waiting.includes(one) && waiting.includes(other))
  await decide(county.actor('leader'), [one, other])
})

const TODAY = '2026-06-10'
async function grantIdOf(name: PersonName) {
  const { rows } = await base.owner.query('SELECT id FROM role_grants WHERE person_id = $1', [
    county.people[name],
  ])
  return rows[0].id as string
}
async function handed(
  from: PersonName,
  toPersonId: string,
  lastDay = '2026-06-12',
  more: { grantId?: string } = {},
) {
  const id = newId()
  const grantId = more.grantId ?? (await grantIdOf(from))
  const given = { id, grantId, toPersonId, firstDay: TODAY, lastDay, reason: '外出学习' }
  await write((tx) => handOver(tx, county.actor(from), given, { today: TODAY, now: NOW, mostDays: 30 }))
  return id
}
const withAccount = (name: PersonName) =>
  base.owner.query('UPDATE people SET account_id = $1 WHERE id = $2', [
    `account ${name}`,
    county.people[name],
  ])

test('a role handed over is held in the other’s place until the end of its day, by the county’s clock', async () => {
  await withAccount('villageClerk')
  const { villageClerk } = county.people
  await handed('villageSecretary', villageClerk)
  assert.deepEqual(await rolesOf(villageClerk, later(1)), ['clerk', 'secretary for 人villageSecretary'])
  // The last day ends in Shanghai at four in the afternoon UTC.
  assert.deepEqual(await rolesOf(villageClerk, new Date('2026-06-12T15:59:59Z')), [
    ...['clerk', 'secretary for 人villageSecretary'],
  ])
  assert.deepEqual(await rolesOf(villageClerk, new Date('2026-06-12T16:00:00Z')), ['clerk'])
  const known = await read<{ until: number }>((tx) => findActor(tx, 1, { personId: villageClerk }, later(1)))
  assert.equal(known.until, Date.parse('2026-06-12T16:00:00Z'), 'an actor is kept no longer than that')
})

test('it ends early by who gave it, who has it, or a security administrator, and by nobody else', async () => {
  await withAccount('townClerk')
  const { townClerk } = county.people
  for (const by of ['townSecretary', 'townClerk', 'securityAdmin'] as const) {
    const id = await handed('townSecretary', townClerk)
    for (const other of ['office', 'systemAdmin', 'villageSecretary'] as const)
      await assert.rejects(
        write((tx) => endHandedOver(tx, county.actor(other), id, NOW)),
        refusal('not_found'),
      )
    await write((tx) => endHandedOver(tx, county.actor(by), id, later(1)))
    assert.deepEqual(await rolesOf(townClerk, later(2)), ['clerk'], by)
    await assert.rejects(
      write((tx) => endHandedOver(tx, county.actor(by), id, later(2))),
      refusal('wrong_state'),
    )
  }
})

test('nothing is handed to a stranger, to an administrator, for too long, twice, or on', async () => {
  const { people } = county
  await withAccount('siblingSecretary')
  await withAccount('systemAdmin')
  await withAccount('villageClerk')
  await assert.rejects(handed('townSecretary', people.villageClerk), reason('not_a_delegate'))
  await assert.rejects(handed('villageSecretary', people.siblingSecretary), reason('not_a_delegate'))
  await assert.rejects(handed('office', people.systemAdmin), reason('not_a_delegate'))
  await assert.rejects(handed('villageSecretary', people.villageClerk, '2026-07-10'), reason('too_long'))
  await assert.rejects(handed('villageSecretary', people.villageClerk, '2026-06-09'), reason('out_of_range'))
  await assert.rejects(handed('villageSecretary', people.villageClerk), reason('handed_already'))
  const grantId = await grantIdOf('villageSecretary')
  await assert.rejects(
    handed('villageClerk', people.villageSecretary, TODAY, { grantId }),
    refusal('not_found'),
  )
  const own = await grantIdOf('systemAdmin')
  await assert.rejects(handed('systemAdmin', people.office, TODAY, { grantId: own }), refusal('not_found'))
  const forged = `INSERT INTO delegations (county_id, id, from_person_id, to_person_id, grant_id, valid_from, valid_to, reason, made_at)
    VALUES (1, $1, $2, $3, $4, now(), now() + interval '1 day', 'x', now())`
  await sqlFails(forged, [newId(), people.villageClerk, people.viewer, grantId], /delegations_.*fkey/)
  await sqlFails(forged, [newId(), people.systemAdmin, people.viewer, own], /delegations_.*fkey/)
  await sqlFails(forged, [newId(), people.villageSecretary, people.auditAdmin, grantId], /delegations_.*fkey/)
})

test('a leader may hand over to whoever works for the county', async () => {
  await withAccount('office2')
  const grantId = await grantIdOf('leader')
  const fit = await read<{ id: string }[]>((tx) =>
    listDelegates(tx, county.actor('leader'), grantId, {}, NOW),
  )
  assert.ok(fit.some(({ id }) => id === county.people.office2))
  assert.ok(fit.every(({ id }) => id !== county.people.systemAdmin))
})

test('who leaves has no role, no delegation, no token and no request left, in one act', async () => {
  const [who, delegate] = [await person(), await person()]
  const by = { personId: county.people.systemAdmin, as: 'system_admin' }
  const post = { organizationId: county.organizations.lowerVillage, kind: 'staff', title: '文书' } as const
  for (const id of [who, delegate])
    await write(async (tx) => {
      const { giveDuties } = await import('./responsibilities.ts')
      await giveDuties(tx, 1, id, { posts: [post] }, operator, NOW)
    })
  await decide(county.actor('leader'), [await asked(who, 'secretary')])
  await asked(who, 'clerk')
  const { rows } = await base.owner.query('SELECT id FROM role_grants WHERE person_id = $1', [who])
  const actor = { ...county.actor('villageSecretary'), personId: who }
  const given = {
    id: newId(),
    grantId: rows[0].id,
    toPersonId: delegate,
    firstDay: TODAY,
    lastDay: TODAY,
    reason: '出差',
  }
  await write((tx) => handOver(tx, actor, given, { today: TODAY, now: NOW, mostDays: 30 }))
  assert.deepEqual(await rolesOf(delegate, later(1)), [`secretary for 新人${made - 1}`])
  await base.owner.query(
    `INSERT INTO api_tokens (county_id, id, person_id, name, token_hash, scopes, expires_at)
     VALUES (1, $1, $2, 't', 'h', '{}', now() + interval '1 day')`,
    [newId(), who],
  )
  const left = await write<{ concerned: string[] }>((tx) => leave(tx, 1, who, by, later(2)))
  assert.deepEqual(left.concerned.sort(), [who, delegate].sort())
  assert.deepEqual(await rolesOf(delegate, later(3)), [])
  assert.equal(await rolesOf(who, later(3)), undefined)
  assert.equal((await read<{ status: string }>((tx) => findPersonRow(tx, 1, who))).status, 'left')
  const { rows: rest } = await base.owner.query(
    `SELECT (SELECT count(*)::int FROM role_grants WHERE person_id = $1 AND valid_to IS NULL) AS grants,
      (SELECT count(*)::int FROM posts WHERE person_id = $1 AND valid_to IS NULL) AS posts,
      (SELECT count(*)::int FROM grant_requests WHERE person_id = $1 AND status = 'pending') AS requests,
      (SELECT count(*)::int FROM delegations WHERE from_person_id = $1 AND ended_at IS NULL) AS delegations,
      (SELECT count(*)::int FROM api_tokens WHERE person_id = $1 AND revoked_at IS NULL) AS tokens`,
    [who],
  )
  assert.deepEqual(rest, [{ grants: 0, posts: 0, requests: 0, delegations: 0, tokens: 0 }])
  await assert.rejects(
    write((tx) => leave(tx, 1, county.people.systemAdmin, by, NOW)),
    refusal('same_person'),
  )
})

test('one administrator lets nobody leave who works for the whole county; two end the role first', async () => {
  const by = { personId: county.people.systemAdmin, as: 'system_admin' }
  for (const role of ['leader', 'office', 'secrecy', 'viewer'] as const) {
    const who = await person()
    await decide(county.actor('leader'), [await asked(who, role)])
    const { rows } = await base.owner.query('SELECT id FROM role_grants WHERE person_id = $1', [who])
    await assert.rejects(
      write((tx) => leave(tx, 1, who, by, NOW)),
      refusal('missing', { needs: ['countyRoleEnded'] }),
      role,
    )
    assert.deepEqual(await rolesOf(who, later(1)), [role])
    const end = newId()
    await write((tx) => askGrantEnd(tx, 1, { id: end, grantId: rows[0].id, reason: '调离' }, security(), NOW))
    await decide(county.actor('leader'), [end], true, later(1))
    await write((tx) => leave(tx, 1, who, by, later(2)))
  }
})

test('a role that is confirmed while somebody leaves does not survive', async () => {
  const by = { personId: county.people.systemAdmin, as: 'system_admin' }
  for (let round = 0; round < 4; round++) {
    const who = await person()
    const id = await asked(who, 'clerk')
    const leaving = () => write((tx) => leave(tx, 1, who, by, NOW))
    const deciding = () => decide(county.actor('systemAdmin'), [id])
    const both = round % 2 === 0 ? [leaving(), deciding()] : [deciding(), leaving()]
    const [first, second] = await Promise.allSettled(both)
    const left = round % 2 === 0 ? first : second
    assert.equal(left?.status, 'fulfilled', String((left as PromiseRejectedResult).reason))
    const { rows } = await base.owner.query(
      'SELECT count(*)::int AS n FROM role_grants WHERE person_id = $1 AND (valid_to IS NULL OR valid_to > $2)',
      [who, later(1)],
    )
    assert.equal(rows[0].n, 0, `round ${round}`)
  }
  // The order in which it went wrong: what was held was read, then the role came into force, then they left.
  const who = await person()
  const id = await asked(who, 'clerk')
  const gate = Promise.withResolvers<void>()
  const confirming = write(async (tx) => {
    await decideRequests(tx, county.actor('systemAdmin'), { ids: [id], approve: true, note: null }, NOW)
    await gate.promise
  })
  await new Promise((done) => setTimeout(done, 200))
  const leaving = write((tx) => leave(tx, 1, who, by, later(1)))
  await new Promise((done) => setTimeout(done, 200))
  gate.resolve()
  await Promise.all([confirming, leaving])
  assert.equal(await rolesOf(who, later(2)), undefined)
  const { rows } = await base.owner.query('SELECT valid_to FROM role_grants WHERE person_id = $1', [who])
  assert.deepEqual(rows, [{ valid_to: later(1) }])
})

test('nobody comes back whose data were erased', async () => {
  const who = await person()
  await base.owner.query("UPDATE people SET status = 'left' WHERE id = $1", [who])
  const erase = await base.owner.connect()
  await erase.query('BEGIN')
  await erase.query('SET LOCAL app.county = 1')
  await erase.query('SELECT erase_person($1, $2, now())', [who, '原工作人员0009'])
  await erase.query('COMMIT')
  erase.release()
  await assert.rejects(
    write((tx) => setPersonStatus(tx, 1, who, 'active', operator, NOW)),
    refusal('wrong_state', { state: 'erased' }),
  )
  assert.equal((await read<{ erased: boolean }>((tx) => findStanding(tx, 1, who, NOW))).erased, true)
})

test('people are found by any part of their name, and pages of them join without a gap', async () => {
  const page = (q: object) =>
    read<Awaited<ReturnType<typeof listPeoplePage>>>((tx) => listPeoplePage(tx, 1, q, NOW))
  assert.deepEqual(
    (await page({ q: 'villageSec' })).rows.map(({ name }) => name),
    ['人otherVillageSecretary', '人villageSecretary'],
  )
  const inTown = (await page({ organization: county.organizations.stoneBridge })).rows.map(({ name }) => name)
  for (const name of ['人townSecretary', '人villageClerk', '人townDiscipline'])
    assert.ok(inTown.includes(name), name)
  assert.ok(!inTown.includes('人otherTownSecretary'))
  await base.owner.query(
    `INSERT INTO people (county_id, id, name) SELECT 1, gen_random_uuid(), '重名' FROM generate_series(1, 120)`,
  )
  const seen: string[] = []
  let after: { name: string; id: string } | undefined
  do {
    const { rows, next } = await page({ q: '重名', after })
    seen.push(...rows.map(({ id }) => id))
    after = next ?? undefined
  } while (after)
  assert.deepEqual([seen.length, new Set(seen).size], [120, 120])
})
