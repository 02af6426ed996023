import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { wordOf } from '#features/personal-data/facts.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { askGrant } from './grant-requests.ts'
import { type LogQuery, listLog } from './log-store.ts'
import { createPerson } from './people.ts'
import { lockCase, operator, recordNext } from './record.ts'

/** What the audit administrator reads: everything but business, by facts and never by contents. */
let base: TestDatabase
let county: SmallCounty
let problem: string
let who: string
const NOW = new Date('2026-06-10T02:00:00Z')

before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
  const walk = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  problem = walk.acted.id
  const { database } = county.deps
  who = await database.write(1, async (tx) => {
    const id = await createPerson(tx, 1, { name: '王日志', username: 'rizhi' }, operator, NOW)
    const grant = { id: newId(), personId: id, role: 'clerk' as const, reason: '这句话不进日志' }
    const asked = {
      ...grant,
      organizationId: county.organizations.upperVillage,
      validFrom: null,
      validTo: null,
    }
    await askGrant(tx, 1, asked, { personId: county.people.securityAdmin, as: 'security_admin' }, NOW)
    return id
  })
  await database.write(1, async (tx) => {
    const head = await lockCase(tx, 1, problem)
    const by = { personId: county.people.viewer, as: null }
    await recordNext(tx, 1, head, {
      ...{ kind: 'problem' as never, case: problem, act: 'read', by, now: NOW },
      rows: {},
    })
  })
  await base.owner.query(
    `INSERT INTO refused_attempts (county_id, id, at, person_id, act, case_id, reason)
     SELECT 1, gen_random_uuid(), $1::timestamptz + make_interval(secs => n), $2, 'approvePlan', $3, 'not_yours'
     FROM generate_series(1, 3) n`,
    [NOW, county.people.viewer, problem],
  )
})
after(() => base.close())

const log = (query: LogQuery, most = 100) => county.deps.database.read(1, (tx) => listLog(tx, 1, query, most))

test('it tells of people, of who opened what is secret and of refused attempts, and of no act on a problem', async () => {
  const { rows } = await log({})
  const acts = new Set(rows.map(({ act }) => act))
  for (const act of ['createPerson', 'askGrant', 'read', 'approvePlan']) assert.ok(acts.has(act), act)
  for (const act of ['report', 'issue', 'claim', 'submitPlan']) assert.ok(!acts.has(act), act)
  const read = rows.find(({ act }) => act === 'read')
  assert.deepEqual([read?.person?.name, read?.about?.slice(0, 2)], ['人viewer', '20'])
  const asked = rows.find(({ act }) => act === 'askGrant')
  assert.deepEqual(
    [asked?.about, asked?.as, asked?.facts[0]?.table],
    ['王日志', 'security_admin', 'grant_requests'],
  )
  assert.ok(asked?.facts[0]?.fields.includes('role'))
  for (const { facts } of rows)
    for (const { table, fields } of facts)
      for (const field of fields) assert.ok(wordOf(table, field), `${table}.${field} has no words`)
  const whole = JSON.stringify(rows)
  for (const content of ['这句话不进日志', '排水沟', 'rizhi']) assert.ok(!whole.includes(content), content)
})

test('by person it tells what they did and what was done about them', async () => {
  assert.deepEqual((await log({ person: who })).rows.map(({ act }) => act).sort(), [
    'askGrant',
    'createPerson',
  ])
  const { viewer, securityAdmin } = county.people
  const of = async (person: string) => (await log({ person })).rows.map(({ act }) => act).sort()
  assert.deepEqual(await of(viewer), ['approvePlan', 'approvePlan', 'approvePlan', 'begin', 'read'])
  assert.deepEqual(await of(securityAdmin), ['askGrant', 'begin'])
})

test('days are the county’s, and acts are told apart', async () => {
  assert.deepEqual((await log({ from: '2026-06-10', to: '2026-06-10', act: 'read' })).rows.length, 1)
  assert.deepEqual((await log({ from: '2026-06-11', act: 'read' })).rows.length, 0)
  assert.deepEqual((await log({ to: '2026-06-09', act: 'read' })).rows.length, 0)
  assert.equal((await log({ act: 'refused' })).rows.length, 3)
})

test('pages join without a gap, history and attempts together', async () => {
  const all = (await log({}, 500)).rows.map(({ id }) => id)
  const paged: string[] = []
  let before: LogQuery['before']
  do {
    const { rows, next } = await log({ before }, 4)
    paged.push(...rows.map(({ id }) => id))
    before = next ?? undefined
  } while (before)
  assert.deepEqual(paged, all)
})

test('the newest page is read from an index, however long the history is', async () => {
  const client = await base.owner.connect()
  try {
    await client.query('SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off')
    const { rows } = await client.query(`EXPLAIN SELECT FROM history h WHERE h.county_id = 1
      AND (h.entry->>'kind' <> 'problem' OR h.entry->>'act' = 'read')
      ORDER BY ((h.entry->>'entered') COLLATE "C") DESC, h.case_id DESC, h.seq DESC LIMIT 50`)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.match(plan, /Index.* history_log/)
    assert.doesNotMatch(plan, /Sort/)
  } finally {
    client.release()
  }
})
