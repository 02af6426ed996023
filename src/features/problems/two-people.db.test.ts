import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')
const isInvalid = (path: string, reason: string) => (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === 'invalid', String(error))
  assert.deepEqual(
    error.refusal.issues.map((issue) => [issue.path, issue.reason]),
    [[path, reason]],
  )
  return true
}

test('who checks together is somebody who may check: nobody unknown, nobody of the village, nobody who left', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.toClosed()
  const consolidate = (withPersonId: string) =>
    w.act('inspector', 'consolidate', { ...w.check('inspector2'), withPersonId })
  await assert.rejects(consolidate(newId()), isInvalid('withPersonId', 'not_a_checker'))
  for (const name of ['villageClerk', 'townSecretary', 'viewer'] as const)
    await assert.rejects(consolidate(county.people[name]), isInvalid('withPersonId', 'not_a_checker'))
  await db.owner.query(`UPDATE people SET status = 'left' WHERE id = $1`, [county.people.inspector2])
  await assert.rejects(consolidate(county.people.inspector2), isInvalid('withPersonId', 'not_a_checker'))
  await db.owner.query(`UPDATE people SET status = 'active' WHERE id = $1`, [county.people.inspector2])
  await consolidate(county.people.inspector2)
})

test('what was seen before closing is no spot check after it', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  const before = w.today
  await w.wait(3).toClosed()
  await w.wait(10)
  const check = { ...w.check('inspector2'), checkedOn: before }
  await assert.rejects(w.act('inspector', 'consolidate', check), isInvalid('checkedOn', 'too_early'))
  await assert.rejects(
    w.act('inspector', 'findRelapse', { ...check, relapseKind: 'returned' }),
    isInvalid('checkedOn', 'too_early'),
  )
})

test('what was seen and said before closing was applied for does not count for it', async () => {
  const w = await walk().toRectifying()
  const before = w.today
  await w.wait(3).toClosureRequested()
  await w.act('townSecretary', 'endorse', { opinion: '情况属实' })
  await w.act('office', 'passDocuments', { opinion: '资料齐全' })
  await assert.rejects(
    w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), checkedOn: before, passed: true }),
    isInvalid('checkedOn', 'too_early'),
  )
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await w.act('inspector2', 'passSiteCheck', {})
  const paper = { handedOut: 30, valid: 28, satisfied: 20, fair: 6, unsatisfied: 2 }
  await assert.rejects(
    w.act('townSecretary', 'attachEvaluation', { raterClass: 'residents', ...paper, ratedOn: before }),
    isInvalid('ratedOn', 'too_early'),
  )
})
