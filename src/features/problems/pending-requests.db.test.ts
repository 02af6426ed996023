import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'

/** A request that waits must be decided before the problem moves to where nobody can decide it, or lapse with the move. */

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')
const correction = { newText: '更正：淤堵两个月。', reason: '时间有误' }

const missing = (need: string) => (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === 'missing', String(error))
  assert.deepEqual(error.refusal.needs, [need])
  return true
}
const requestsOf = async (w: ProblemWalk) =>
  (
    await db.owner.query('SELECT kind, status FROM problem_requests WHERE problem_id = $1 ORDER BY kind', [
      w.acted.id,
    ])
  ).rows

test('closing is not applied for while the problem may still go to somebody else', async () => {
  const w = await walk().toRectifying()
  await w.finishMeasures()
  await w.addEvidence()
  const organizationId = county.organizations.willowVillage
  await w.act('office', 'requestReassignment', { organizationId, reason: '属地有误' })
  const application = { completion: 'done' as const, summary: '已清淤并建立管护制度。' }
  await assert.rejects(w.act('villageSecretary', 'requestClosure', application), missing('reassignmentFree'))
  await w.act('leader', 'refuseReassignment', { reason: '属地无误' })
  await w.act('villageSecretary', 'requestClosure', application)
})

test('a problem is not closed while its text may still be corrected', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.act('office', 'requestCorrection', correction)
  await assert.rejects(w.toClosed(), missing('correctionFree'))
  await w.act('office2', 'refuseCorrection', { reason: '原文无误' })
  await w.act('office2', 'close', { opinion: '同意销号' })
})

test('nor is an immediate one', async () => {
  const w = await walk().orderImmediate('upperVillage')
  await w.addEvidence()
  await w.act('villageSecretary', 'reportFix', { report: '当天已清理' })
  await w.act('townSecretary', 'reportSupervision', { report: '已督办到场' })
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await w.act('office', 'requestCorrection', correction)
  await assert.rejects(w.act('inspector2', 'verifyImmediate', {}), missing('correctionFree'))
})

test('who asked for a correction does not confirm it in the next round either', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.toClosed()
  await w.relapsed()
  await w.act('office', 'requestCorrection', correction)
  await assert.rejects(w.act('office', 'reopen', { reason: '再次淤堵' }), missing('correctionFree'))
  await w.act('office2', 'confirmCorrection', {})
  await w.act('office', 'reopen', { reason: '再次淤堵' })
})

test('an extension is decided before the problem is put on hold', async () => {
  const w = await walk().toRectifying()
  await w.act('villageSecretary', 'requestExtension', { newDueOn: w.day(90), reason: '汛期' })
  const suspension = { until: w.day(30), reasonClass: 'funding', reason: '等待资金' }
  await w.act('villageSecretary', 'requestSuspension', suspension)
  await assert.rejects(w.act('leader', 'approveSuspension', {}), missing('extensionFree'))
  await w.act('office', 'approveExtension', {})
  await w.act('leader', 'approveSuspension', {})
})

test('what the former organisation asked for itself lapses when the problem moves to another', async () => {
  const w = await walk().toRectifying()
  const { willowVillage } = county.organizations
  await w.act('villageSecretary', 'requestExtension', { newDueOn: w.day(90), reason: '汛期' })
  const suspension = { until: w.day(30), reasonClass: 'funding', reason: '等待资金' }
  await w.act('villageSecretary', 'requestSuspension', suspension)
  await w.act('office', 'requestReassignment', { organizationId: willowVillage, reason: '属地有误' })
  await w.act('leader', 'approveReassignment', {})
  assert.deepEqual(await requestsOf(w), [
    { kind: 'extension', status: 'withdrawn' },
    { kind: 'reassignment', status: 'approved' },
    { kind: 'suspension', status: 'withdrawn' },
  ])
  await w.act('otherVillageSecretary', 'claim', { leaderId: county.people.otherTownSecretary })
  await w.act('otherVillageSecretary', 'submitPlan', w.plan(60, { lead: 'otherTownSecretary', co: [] }))
  await w.act('office', 'approvePlan', {})
  await w.act('otherVillageSecretary', 'requestExtension', { newDueOn: w.day(120), reason: '汛期' })
})
