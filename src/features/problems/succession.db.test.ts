import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { operator } from '#features/accounts/index.ts'
import { closeOrganization, mergeOrganization } from '#features/organizations/index.ts'
import type { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { OrganizationName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { asks, listWork } from './read/work.ts'
import { hasOpenProblems, inheritProblems } from './succession.ts'

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
      onMerged: async (inner, merger) => void (await inheritProblems(deps, inner, world, merger)),
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
      closeOrganization(tx, 1, upperVillage, { by: operator, now: w.at, hasOpenProblems }),
    ),
    (error: Refused) => error.refusal.code === 'missing',
  )
  await deps.database.write(1, (tx) =>
    mergeOrganization(tx, 1, {
      ...{ from: upperVillage, into: lowerVillage, by: operator, now: w.at },
      onMerged: async (inner, merger) => void (await inheritProblems(deps, inner, world, merger)),
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
