import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { operator } from '#features/accounts/index.ts'
import {
  closeOrganization,
  mergeOrganization,
  type Reorganizing,
  reorganize,
} from '#features/organizations/index.ts'
import type { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { OrganizationName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { asks, listWork } from './read/work.ts'
import { succession } from './succession.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

/** Merges at this moment; what an act must name from now on is the row's new version. */
async function merge(from: OrganizationName, into: OrganizationName, ...walks: ProblemWalk[]) {
  const { deps, organizations } = county
  const now = walks[0]?.at ?? new Date()
  const world = await county.world(now)
  await deps.database.write(1, (tx) =>
    mergeOrganization(tx, 1, {
      ...{ from: organizations[from], into: organizations[into], by: operator, now },
      onMerged: async (inner, merger) => void (await succession.merged(inner, world, merger)),
    }),
  )
  for (const w of walks) {
    const { rows } = await db.owner.query('SELECT version FROM problems WHERE id = $1', [w.acted.id])
    w.acted = { ...w.acted, version: rows[0].version }
  }
}

test('a merged village leaves its problems to the successor, deadline and history unchanged', async () => {
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const waiting = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await waiting.toClosureRequested()
  const before = await db.owner.query('SELECT due_at FROM problems WHERE id = $1', [w.acted.id])
  const { upperVillage, lowerVillage } = county.organizations
  const world = await county.world(w.at)
  const { deps } = county
  await assert.rejects(
    deps.database.write(1, (tx) =>
      closeOrganization(tx, 1, upperVillage, {
        by: operator,
        now: w.at,
        listUnfinished: succession.listUnfinished,
      }),
    ),
    (error: Refused) => error.refusal.code === 'missing',
  )
  await deps.database.write(1, (tx) =>
    mergeOrganization(tx, 1, {
      ...{ from: upperVillage, into: lowerVillage, by: operator, now: w.at },
      onMerged: async (inner, merger) => void (await succession.merged(inner, world, merger)),
    }),
  )
  const after = await db.owner.query(
    'SELECT organization_id, due_at, state, version FROM problems WHERE id = $1',
    [w.acted.id],
  )
  assert.equal(after.rows[0].organization_id, lowerVillage)
  assert.deepEqual(after.rows[0].due_at, before.rows[0].due_at)
  assert.equal(after.rows[0].state, 'rectifying')
  w.acted = { ...w.acted, version: after.rows[0].version }
  await assert.rejects(
    w.act('villageClerk', 'reportProgress', { text: '继续', happenedOn: w.today }),
    (error: Refused) => error.refusal.code === 'not_yours',
  )
  await w.act('siblingSecretary', 'reportProgress', { text: '由下河村继续整改', happenedOn: w.today })
  // What waited for approval when its organisation was merged goes on to be approved.
  const { rows } = await db.owner.query('SELECT version FROM problems WHERE id = $1', [waiting.acted.id])
  waiting.acted = { ...waiting.acted, version: rows[0].version }
  await waiting.act('townSecretary', 'endorse', { opinion: '情况属实' })
  assert.equal(waiting.acted.state, 'document_check')
})

test('a village that becomes part of its township leaves it the fix, and the county the supervision', async () => {
  const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')
  const [open, supervised] = [
    await walk().orderImmediate('lowerVillage'),
    await walk().orderImmediate('lowerVillage'),
  ]
  await supervised.act('townSecretary', 'reportSupervision', { report: '已督办到场' })
  await merge('lowerVillage', 'stoneBridge', open, supervised)
  const { organizations } = county
  for (const w of [open, supervised]) {
    const { rows } = await db.owner.query(
      'SELECT kind, organization_id, status, reported_by FROM problem_tasks WHERE problem_id = $1 ORDER BY kind',
      [w.acted.id],
    )
    assert.deepEqual(rows, [
      { kind: 'fix', organization_id: organizations.stoneBridge, status: 'open', reported_by: null },
      { kind: 'supervise', organization_id: organizations.county, status: 'open', reported_by: null },
    ])
    await w.addEvidence('townClerk')
    await w.act('townClerk', 'reportFix', { report: '已由镇里整改到位' })
    await assert.rejects(
      w.act('townSecretary', 'reportSupervision', { report: '自己督办自己' }),
      (error: Refused) => error.refusal.code === 'not_yours',
    )
    const office = county.actor('office')
    const world = await county.world(w.at)
    const mine = await county.deps.database.read(1, (tx) => listWork(tx, office, world))
    const row = mine.find(({ id }) => id === w.acted.id)
    assert.ok(row && asks(office, row).includes('reportSupervision'), 'it is work of the office')
    await w.act('office', 'reportSupervision', { report: '巡察办已到场督办' })
    await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
    await w.act('inspector2', 'verifyImmediate', {})
    assert.equal(w.acted.state, 'closed')
  }
})

/** Does an act on an organisation at the walk's moment; what the walks name from then on is their rows' new version. */
async function act(id: string, asked: Reorganizing, ...walks: ProblemWalk[]) {
  const now = walks[0]?.at ?? new Date()
  const order = { id, by: operator, world: await county.world(now), business: succession }
  const done = await county.deps.database.write(1, (tx) => reorganize(tx, 1, order, asked))
  for (const w of walks) {
    const { rows } = await db.owner.query('SELECT version FROM problems WHERE id = $1', [w.acted.id])
    w.acted = { ...w.acted, version: rows[0].version }
  }
  return done
}
const rowOf = async ({ acted }: ProblemWalk) =>
  (
    await db.owner.query('SELECT organization_id, township_id, state, due_at FROM problems WHERE id = $1', [
      acted.id,
    ])
  ).rows[0]

/** The county as it was before any merger of this file. */
async function freshCounty() {
  await db.close()
  db = await createTestDatabase()
  county = await createSmallCounty(db)
}

test('what waits for its township’s approval when its village becomes part of that township waits for the county', async () => {
  await freshCounty()
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await w.toClosureRequested()
  const before = await rowOf(w)
  await act(county.organizations.upperVillage, { act: 'merge', into: county.organizations.stoneBridge }, w)
  const after = await rowOf(w)
  assert.deepEqual([after.state, after.due_at], ['closure_requested', before.due_at])
  // Who now answers for it does not approve it, nor does who applied, whatever post they hold.
  for (const name of ['townSecretary', 'villageSecretary'] as const)
    await assert.rejects(
      w.act(name, 'endorse', { opinion: '同意' }),
      (error: Refused) => error.refusal.code === 'not_yours',
      name,
    )
  await w.act('office', 'endorse', { opinion: '情况属实' })
  assert.equal(w.acted.state, 'document_check')
})

test('after a split the named open problems go on at the new village, all others stay', async () => {
  await freshCounty()
  const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')
  const [going, staying] = [await walk().toRectifying(), await walk().toRectifying()]
  const { upperVillage, stoneBridge } = county.organizations
  const split = (problems: string[]): Reorganizing => ({
    ...{ act: 'split', into: { code: 'NEW', name: '上河新村' }, below: [], problems },
  })
  await assert.rejects(act(upperVillage, split(['2026-99999'])), (error: Refused) => {
    assert.deepEqual(error.refusal, {
      code: 'invalid',
      issues: [{ path: 'problems', reason: 'unknown_reference', detail: '2026-99999' }],
    })
    return true
  })
  const before = await rowOf(going)
  const { id, problemsMoved } = await act(upperVillage, split([going.acted.number]), going, staying)
  assert.equal(problemsMoved, 1)
  const after = await rowOf(going)
  assert.deepEqual(after, { ...before, organization_id: id, township_id: stoneBridge })
  assert.equal((await rowOf(staying)).organization_id, upperVillage)
  await assert.rejects(
    going.act('villageClerk', 'reportProgress', { text: '继续', happenedOn: going.today }),
    (error: Refused) => error.refusal.code === 'not_yours',
  )
  await staying.act('villageClerk', 'reportProgress', { text: '继续', happenedOn: staying.today })
})

test('a village that moves keeps its problems; who supervises them is its new township', async () => {
  await freshCounty()
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await w.toClosureRequested()
  const { upperVillage, willow } = county.organizations
  const { problemsMoved } = await act(upperVillage, { act: 'move', to: willow }, w)
  assert.equal(problemsMoved, 1)
  const after = await rowOf(w)
  assert.deepEqual([after.organization_id, after.township_id], [upperVillage, willow])
  await assert.rejects(
    w.act('townSecretary', 'endorse', { opinion: '同意' }),
    (error: Refused) => error.refusal.code === 'not_yours',
  )
  await w.act('otherTownSecretary', 'endorse', { opinion: '情况属实' })
  assert.equal(w.acted.state, 'document_check')
})
