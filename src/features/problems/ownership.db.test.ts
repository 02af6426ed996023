import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { operator } from '#features/accounts/index.ts'
import { mergeOrganization } from '#features/organizations/index.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { countProblems, foldCounts } from './read/counts.ts'
import { succession } from './succession.ts'

/** Whose evidence, plan, leaders, tasks and figures: those of whom the problem concerns now. */

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')

const refused = (code: string, says: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error))
  assert.equal(error.refusal.code, code)
  assert.match(JSON.stringify(error.refusal), new RegExp(says))
  return true
}

const leadersOf = async (w: ProblemWalk) =>
  (
    await db.owner.query<{ part: string; person_id: string }>(
      'SELECT part, person_id FROM problem_leaders WHERE problem_id = $1 AND NOT dropped ORDER BY part DESC',
      [w.acted.id],
    )
  ).rows.map(({ part, person_id }) => [part, person_id])

test('the former organisation’s evidence, plan and leaders do not count for the next one', async () => {
  const { organizations, people } = county
  const w = await walk().toRectifying()
  await w.finishMeasures()
  await w.addEvidence()
  await w.act('office', 'requestReassignment', {
    organizationId: organizations.willowVillage,
    reason: '属地有误',
  })
  await w.act('leader', 'approveReassignment', {})
  const { rows } = await db.owner.query('SELECT goal, root_cause, planned_on FROM problems WHERE id = $1', [
    w.acted.id,
  ])
  assert.deepEqual(rows[0], { goal: null, root_cause: null, planned_on: null })
  assert.deepEqual([await leadersOf(w), await w.openMeasures()], [[], []])
  await w.act('otherVillageSecretary', 'claim', { leaderId: people.otherTownSecretary })
  assert.deepEqual(await leadersOf(w), [['lead', people.otherTownSecretary]])
  await w.act('otherVillageSecretary', 'submitPlan', {
    ...w.plan(),
    leadLeaderId: people.otherTownSecretary,
    coLeaderIds: [],
  })
  await w.act('office', 'approvePlan', {})
  for (const measureId of await w.openMeasures())
    await w.act('otherVillageSecretary', 'completeMeasure', { measureId, doneOn: w.today, result: '已完成' })
  const application = { completion: 'done' as const, summary: '已清淤。' }
  await assert.rejects(
    w.act('otherVillageSecretary', 'requestClosure', application),
    refused('missing', 'evidence'),
  )
  await w.addEvidence('otherVillageSecretary')
  await w.act('otherVillageSecretary', 'requestClosure', application)
})

test('the leaders of a plan replace those of the plan before', async () => {
  const { people } = county
  const w = await walk().report('upperVillage')
  await w.act('office', 'issue', {})
  await w.act('villageSecretary', 'claim', { leaderId: people.townSecretary })
  await w.act('villageClerk', 'submitPlan', w.plan())
  await w.act('office', 'returnPlan', { reason: '牵头领导不当' })
  await w.act('villageClerk', 'submitPlan', {
    ...w.plan(),
    leadLeaderId: people.townClerk,
    coLeaderIds: [people.townSecretary],
  })
  assert.deepEqual(await leadersOf(w), [
    ['lead', people.townClerk],
    ['co', people.townSecretary],
  ])
})

test('evidence is of a measure of the present plan', async () => {
  const w = await walk().report('upperVillage')
  await w.act('office', 'issue', {})
  await w.act('villageSecretary', 'claim', { leaderId: county.people.townSecretary })
  await w.act('villageClerk', 'submitPlan', w.plan())
  const [old = ''] = await w.openMeasures()
  await w.act('office', 'returnPlan', { reason: '措施不具体' })
  await w.act('villageClerk', 'submitPlan', w.plan())
  await w.act('office', 'approvePlan', {})
  const evidence = { uploadId: old, kind: 'site' as const, takenOn: w.today, measureId: old }
  await assert.rejects(w.act('villageClerk', 'addEvidence', evidence), refused('invalid', 'measureId'))
})

test('a village that comes under another township takes its figures and tasks along', async () => {
  const { deps, organizations } = county
  const { stoneBridge, willow, upperVillage } = organizations
  const ordered = await walk().orderImmediate('upperVillage')
  const w = await walk().toRectifying()
  await deps.database.write(1, (tx) => foldCounts(tx, 1))
  const counted = async () => {
    const rows = await deps.database.read(1, (tx) => countProblems(tx, 1, { all: true }, {}))
    const of = (id: string) =>
      Object.values(rows.find((r) => r.place_id === id)?.states ?? {}).reduce((sum, n) => sum + n, 0)
    return [of(stoneBridge), of(willow)]
  }
  const [from = 0, into = 0] = await counted()
  assert.ok(from >= 2)
  const world = await county.world(w.at)
  await deps.database.write(1, (tx) =>
    mergeOrganization(tx, 1, {
      ...{ from: stoneBridge, into: willow, by: operator, now: w.at },
      onMerged: async (inner, merger) => void (await succession.merged(inner, world, merger)),
    }),
  )
  assert.deepEqual(await counted(), [0, from + into], 'at once')
  await deps.database.write(1, (tx) => foldCounts(tx, 1))
  assert.deepEqual(await counted(), [0, from + into], 'and when folded')
  const latest = await db.owner.query(
    'SELECT township_id FROM problem_spans WHERE problem_id = $1 ORDER BY seq DESC LIMIT 1',
    [w.acted.id],
  )
  assert.equal(latest.rows[0].township_id, willow)
  const tasks = await db.owner.query(
    'SELECT kind, organization_id FROM problem_tasks WHERE problem_id = $1 ORDER BY kind',
    [ordered.acted.id],
  )
  assert.deepEqual(tasks.rows, [
    { kind: 'fix', organization_id: upperVillage },
    { kind: 'supervise', organization_id: willow },
  ])
})

test('a problem that is given to an organisation while that is merged away does not stay behind there', async () => {
  const { deps, organizations } = county
  const { agriculture, willow } = organizations
  const w = await walk().report('upperVillage')
  await w.act('office', 'requestReassignment', { organizationId: agriculture, reason: '职责有误' })
  const world = await county.world(w.at)
  const outcomes: Promise<unknown>[] = []
  await deps.database.write(1, async (tx) => {
    await mergeOrganization(tx, 1, {
      ...{ from: agriculture, into: willow, by: operator, now: w.at },
      onMerged: async (inner, merger) => void (await succession.merged(inner, world, merger)),
    })
    const settled = [w.act('leader', 'approveReassignment', {}), walk().report('agriculture')]
    outcomes.push(Promise.allSettled(settled))
    // Both have looked at the organisation by now and wait for the merger.
    await setTimeout(500)
  })
  const [settled] = (await Promise.all(outcomes)) as PromiseSettledResult<unknown>[][]
  assert.deepEqual(
    settled?.map((one) => one.status === 'rejected' && (one.reason as Refused).refusal?.code),
    ['invalid', 'invalid'],
  )
})
