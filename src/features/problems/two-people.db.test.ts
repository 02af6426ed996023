import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { performAct } from './perform.ts'
import { findStories } from './read/story.ts'
import { asks, listWork } from './read/work.ts'

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
    w.act('inspector', 'recordSpotCheck', { ...w.check('inspector2'), withPersonId })
  await assert.rejects(consolidate(newId()), isInvalid('withPersonId', 'not_a_checker'))
  for (const name of ['villageClerk', 'townSecretary', 'viewer'] as const)
    await assert.rejects(consolidate(county.people[name]), isInvalid('withPersonId', 'not_a_checker'))
  await db.owner.query(`UPDATE people SET status = 'left' WHERE id = $1`, [county.people.inspector2])
  await assert.rejects(consolidate(county.people.inspector2), isInvalid('withPersonId', 'not_a_checker'))
  await db.owner.query(`UPDATE people SET status = 'active' WHERE id = $1`, [county.people.inspector2])
  await consolidate(county.people.inspector2)
})

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === code, String(error))
  return true
}
const checksOf = async (w: ProblemWalk, purpose: string) =>
  (
    await db.owner.query(
      'SELECT checker_ids, passed FROM problem_site_checks WHERE problem_id = $1 AND purpose = $2',
      [w.acted.id, purpose],
    )
  ).rows
const workOf = async (w: ProblemWalk, name: PersonName) => {
  const actor = county.actor(name)
  const world = await county.world(w.at)
  const rows = await county.deps.database.read(1, (tx) => listWork(tx, actor, world))
  const row = rows.find(({ id }) => id === w.acted.id)
  return row && asks(actor, row)
}

test('a spot check moves nothing until the very person whom it names confirms it', async () => {
  const { inspector, inspector2 } = county.people
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.toClosed()
  await assert.rejects(w.act('inspector2', 'consolidate', {}), refusedWith('missing'))
  await w.act('inspector', 'recordSpotCheck', w.check('inspector2'))
  assert.equal(w.acted.state, 'closed')
  assert.deepEqual(await checksOf(w, 'spot'), [])
  assert.deepEqual(await workOf(w, 'inspector2'), ['consolidate'])
  assert.equal(await workOf(w, 'office'), undefined)
  await assert.rejects(w.act('inspector', 'consolidate', {}), refusedWith('same_person'))
  await assert.rejects(w.act('office', 'consolidate', {}), refusedWith('missing'))
  await w.act('inspector2', 'consolidate', {})
  assert.equal(w.acted.state, 'consolidated')
  assert.deepEqual(await checksOf(w, 'spot'), [{ checker_ids: [inspector, inspector2], passed: true }])
  await w.wait(30).act('inspector2', 'recordRelapse', { ...w.check('inspector'), relapseKind: 'returned' })
  assert.equal(w.acted.state, 'consolidated')
  await w.act('inspector', 'findRelapse', {})
  const { rows } = await db.owner.query('SELECT state, relapses FROM problems WHERE id = $1', [w.acted.id])
  assert.deepEqual(rows, [{ state: 'relapsed', relapses: 1 }])
})

test('a review counts, and its deadline starts anew, once the second checker confirms it', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.toCountersigned()
  await w.act('office2', 'keepLongTerm', { remaining: '管护需持续', opinion: '转长期坚持' })
  const due = async () =>
    (await db.owner.query('SELECT due_at FROM problems WHERE id = $1', [w.acted.id])).rows[0].due_at
  const before = await due()
  await w.wait(20).act('inspector', 'recordReview', w.check('inspector2'))
  assert.deepEqual(await due(), before)
  await assert.rejects(w.act('office', 'endLongTerm', { reason: '已稳定' }), refusedWith('missing'))
  await w.act('inspector2', 'confirmReview', {})
  assert.ok((await due()) > before)
  assert.equal((await checksOf(w, 'review')).length, 1)
})

test('a check that is not confirmed is set aside by whoever may check, stays on record and counts for nothing', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.toClosed()
  const relapse = { ...w.check('inspector2'), relapseKind: 'returned' }
  await w.act('inspector', 'recordRelapse', relapse)
  await assert.rejects(w.act('inspector', 'recordSpotCheck', w.check('inspector2')), refusedWith('missing'))
  await w.act('inspector2', 'refuseCheck', { reason: '当天看到的是邻村的沟渠' })
  await w.act('inspector', 'recordRelapse', relapse)
  await w.act('inspector', 'refuseCheck', { reason: '记错了' })
  const { rows } = await db.owner.query(
    'SELECT status, decided_by FROM problem_requests WHERE problem_id = $1 ORDER BY requested_at',
    [w.acted.id],
  )
  assert.deepEqual(rows, [
    { status: 'refused', decided_by: county.people.inspector2 },
    { status: 'withdrawn', decided_by: county.people.inspector },
  ])
  assert.deepEqual([w.acted.state, await checksOf(w, 'spot')], ['closed', []])
})

test('who is named to lead is here today and belongs to whom the problem concerns', async () => {
  const { people } = county
  const w = await walk().report('upperVillage')
  await w.act('office', 'issue', {})
  const claim = (leaderId: string) => w.act('villageSecretary', 'claim', { leaderId })
  for (const id of [newId(), people.otherTownSecretary, people.siblingSecretary, people.office])
    await assert.rejects(claim(id), isInvalid('leaderId', 'not_a_leader'))
  await db.owner.query(`UPDATE people SET status = 'left' WHERE id = $1`, [people.townClerk])
  await assert.rejects(claim(people.townClerk), isInvalid('leaderId', 'not_a_leader'))
  await db.owner.query(`UPDATE people SET status = 'active' WHERE id = $1`, [people.townClerk])
  await db.owner.query(`UPDATE role_grants SET valid_to = '2026-03-01T16:00:00Z' WHERE person_id = $1`, [
    people.townClerk,
  ])
  await assert.rejects(claim(people.townClerk), isInvalid('leaderId', 'not_a_leader'))
  await db.owner.query('UPDATE role_grants SET valid_to = NULL WHERE person_id = $1', [people.townClerk])
  await claim(people.townClerk)
  const plan = w.plan()
  const submit = (changed: object) => w.act('villageClerk', 'submitPlan', { ...plan, ...changed })
  const stranger = people.departmentSecretary
  await assert.rejects(submit({ leadLeaderId: stranger }), isInvalid('leadLeaderId', 'not_a_leader'))
  await assert.rejects(submit({ coLeaderIds: [stranger] }), isInvalid('coLeaderIds', 'not_a_leader'))
  const measures = plan.measures.map((m, i) => (i === 1 ? { ...m, leaderId: stranger } : m))
  await assert.rejects(submit({ measures }), isInvalid('measures.1.leaderId', 'not_a_leader'))
  await db.owner.query(
    `INSERT INTO village_contacts (county_id, id, village_id, person_id, valid_from) VALUES (1, $1, $2, $3, '2026-01-01')`,
    [newId(), county.organizations.upperVillage, stranger],
  )
  await submit({ coLeaderIds: [stranger] })
})

test('no gate to closing is passed by whoever passed another, or entered what it judges', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.act('townSecretary', 'endorse', { opinion: '情况属实' })
  await w.act('office', 'passDocuments', { opinion: '资料齐全' })
  // The same person in another post: an office person who also inspects.
  const world = await county.world(w.at)
  const office = county.actor('office')
  const both = { ...office, grants: [...office.grants, ...county.actor('inspector').grants] }
  const check = { commandId: newId(), version: w.acted.version, ...w.check('inspector2'), passed: true }
  await assert.rejects(
    performAct(county.deps, world, both, 'recordSiteCheck', w.acted.id, check),
    refusedWith('same_person'),
  )
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await w.act('inspector2', 'passSiteCheck', {})
  const paper = { handedOut: 30, valid: 28, satisfied: 20, fair: 6, unsatisfied: 2, ratedOn: w.today }
  await w.act('office2', 'attachEvaluation', { raterClass: 'residents', ...paper })
  await assert.rejects(w.act('office2', 'passEvaluation', {}), refusedWith('same_person'))
  await w.act('townClerk', 'attachEvaluation', { raterClass: 'delegates', ...paper })
  await assert.rejects(w.act('office2', 'passEvaluation', {}), refusedWith('same_person'))
  await w.act('office', 'passEvaluation', {})
  await w.act('discipline', 'countersign', { agrees: true })
  await w.act('personnel', 'countersign', { agrees: true })
  await assert.rejects(w.act('office', 'close', { opinion: '同意销号' }), refusedWith('same_person'))
  await assert.rejects(
    w.act('office', 'keepLongTerm', { remaining: '管护需持续', opinion: '转长期坚持' }),
    refusedWith('same_person'),
  )
  await w.act('office2', 'close', { opinion: '同意销号' })
})

test('what was seen before closing is no spot check after it', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  const before = w.today
  await w.wait(3).toClosed()
  await w.wait(10)
  const check = { ...w.check('inspector2'), checkedOn: before }
  await assert.rejects(w.act('inspector', 'recordSpotCheck', check), isInvalid('checkedOn', 'too_early'))
  await assert.rejects(
    w.act('inspector', 'recordRelapse', { ...check, relapseKind: 'returned' }),
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

test('a mistyped result is taken back while nobody relies on it, stays to be seen, and is confirmed by neither', async () => {
  const w = await walk().toRectifying()
  await w.wait(3).toClosureRequested()
  await w.toAwaitingEvaluation()
  const paper = { raterClass: 'residents' as const, handedOut: 30, valid: 28, ratedOn: w.today }
  const taken = { reason: '满意和不满意两栏录反了' }
  const none = { evaluationId: newId(), ...taken }
  await assert.rejects(w.act('townClerk', 'withdrawEvaluation', none), refusedWith('missing'))
  await w.act('townClerk', 'attachEvaluation', { ...paper, satisfied: 2, fair: 6, unsatisfied: 20 })
  const [mistyped = ''] = await w.evaluations()
  const take = { evaluationId: mistyped, ...taken }
  for (const stranger of ['villageSecretary', 'otherTownSecretary', 'inspector', 'leader'] as const)
    await assert.rejects(w.act(stranger, 'withdrawEvaluation', take), refusedWith('not_yours'))
  await assert.rejects(
    w.act('townClerk', 'withdrawEvaluation', none),
    isInvalid('evaluationId', 'unknown_reference'),
  )
  await assert.rejects(w.act('office', 'passEvaluation', {}), refusedWith('missing'))
  await w.act('office', 'withdrawEvaluation', take)
  await assert.rejects(w.act('office2', 'passEvaluation', {}), refusedWith('missing'))
  await w.act('townClerk', 'attachEvaluation', { ...paper, satisfied: 20, fair: 6, unsatisfied: 2 })
  await assert.rejects(
    w.act('townClerk', 'withdrawEvaluation', take),
    isInvalid('evaluationId', 'unknown_reference'),
  )
  const [right = ''] = await w.evaluations()
  assert.deepEqual(await storyOf(w), [
    { raterClass: 'residents', valid: 28, satisfied: 20, fair: 6, unsatisfied: 2 },
  ])
  await assert.rejects(w.act('office', 'passEvaluation', {}), refusedWith('same_person'))
  await w.act('office2', 'passEvaluation', {})
  await assert.rejects(
    w.act('townClerk', 'withdrawEvaluation', { evaluationId: right, ...taken }),
    refusedWith('wrong_state'),
  )
  const kept = await db.owner.query(
    `SELECT e.satisfied, e.withdrawn_at IS NOT NULL AS withdrawn, (SELECT v.content->>'reason' FROM row_versions v
       JOIN history h USING (county_id, case_id, seq) WHERE v.ref = 'words' AND v.case_id = e.problem_id
         AND h.entry->>'act' = 'withdrawEvaluation') AS why
     FROM problem_evaluations e WHERE e.id = $1`,
    [mistyped],
  )
  assert.deepEqual(kept.rows, [{ satisfied: 2, withdrawn: true, why: taken.reason }])
})

test('what a campaign counted is not taken back, by the program or in the database', async () => {
  const w = await walk().toRectifying()
  await w.wait(3).toClosureRequested()
  await w.toAwaitingEvaluation()
  const counts = { handedOut: 30, valid: 28, satisfied: 20, fair: 6, unsatisfied: 2 }
  await db.owner.query(
    `INSERT INTO problem_evaluations (county_id, id, problem_id, round, rater_class, handed_out, valid, satisfied, fair,
       unsatisfied, rated_on, entered_at, campaign_id, passed)
     VALUES (1, $1, $2, 1, 'residents', 30, 28, 20, 6, 2, $3, $4, gen_random_uuid(), true)`,
    [newId(), w.acted.id, w.today, new Date(w.at.getTime() + 1_000)],
  )
  const [counted = ''] = await w.evaluations()
  const take = { evaluationId: counted, reason: '录错了' }
  await assert.rejects(w.act('townClerk', 'withdrawEvaluation', take), refusedWith('missing'))
  await w.act('townClerk', 'attachEvaluation', { raterClass: 'delegates', ratedOn: w.today, ...counts })
  await assert.rejects(
    w.act('townClerk', 'withdrawEvaluation', take),
    isInvalid('evaluationId', 'unknown_reference'),
  )
  await assert.rejects(
    county.deps.database.write(1, (tx) =>
      tx.updateTable('problem_evaluations').set({ withdrawn_at: w.at }).where('id', '=', counted).execute(),
    ),
    /problem_evaluations_withdrawn/,
  )
  await assert.rejects(
    county.deps.database.write(1, (tx) =>
      tx.updateTable('problem_evaluations').set({ satisfied: 28 }).where('id', '=', counted).execute(),
    ),
    /permission denied/,
  )
})

const storyOf = (w: ProblemWalk) =>
  county.deps.database.read(1, async (tx) => (await findStories(tx, 1, [w.acted.id]))[0]?.evaluations)
