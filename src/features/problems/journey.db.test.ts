import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { OrganizationName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { listProblems } from './read/list.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')

/** What the row says of the plan. */
const planOf = async (w: ProblemWalk) =>
  (await db.owner.query('SELECT goal, root_cause, planned_on FROM problems WHERE id = $1', [w.acted.id]))
    .rows[0]

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error))
  assert.equal(error.refusal.code, code)
  return true
}

test('a problem goes all the way round: closed, spot-checked, relapsed, closed again', async () => {
  const w = await walk().toRectifying()
  await w.wait(20).toClosureRequested()
  await w.toClosed()
  assert.equal(w.acted.state, 'closed')
  await w.wait(40).relapsed()
  assert.equal(w.acted.state, 'relapsed')
  await w.act('office', 'reopen', { reason: '抽查发现再次淤堵' })
  assert.equal(w.acted.round, 2)
  assert.deepEqual(await planOf(w), { goal: null, root_cause: null, planned_on: null })
  const kept = await db.owner.query(
    `SELECT content->>'goal' AS goal FROM row_versions WHERE case_id = $1 AND ref = $2 AND content ? 'goal' ORDER BY seq`,
    [w.acted.id, `problems/${w.acted.id}`],
  )
  assert.equal(kept.rows[0].goal, w.plan().goal, 'the plan of the first round is in the history')
  await w.act('villageClerk', 'submitPlan', w.plan(30))
  await w.act('office', 'approvePlan', {})
  await w.wait(5).toClosureRequested()
  await w.toClosed()
  await w.wait(30).act('inspector', 'recordSpotCheck', w.check('inspector2'))
  await w.act('inspector2', 'consolidate', {})
  assert.equal(w.acted.state, 'consolidated')
})

test('who applies never approves, even holding both posts', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await assert.rejects(w.act('villageSecretary', 'endorse', { opinion: '同意' }), refusedWith('not_yours'))
})

test('the site check is confirmed by the second checker, not by the first', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.act('townSecretary', 'endorse', { opinion: '属实' })
  await w.act('office', 'passDocuments', { opinion: '齐全' })
  await assert.rejects(w.act('inspector2', 'passSiteCheck', {}), refusedWith('missing'))
  await assert.rejects(
    w.act('inspector', 'recordSiteCheck', { ...w.check('inspector'), passed: true }),
    refusedWith('invalid'),
  )
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await assert.rejects(w.act('inspector', 'passSiteCheck', {}), refusedWith('same_person'))
  await w.act('inspector2', 'passSiteCheck', {})
  assert.equal(w.acted.state, 'awaiting_evaluation')
})

test('closing needs both countersignatures of this attempt', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.act('townSecretary', 'endorse', { opinion: '属实' })
  await w.act('office', 'passDocuments', { opinion: '齐全' })
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await w.act('inspector2', 'passSiteCheck', {})
  await w.act('office', 'attachEvaluation', {
    ...{ raterClass: 'residents' as const, handedOut: 10, valid: 10, satisfied: 9, fair: 1, unsatisfied: 0 },
    ratedOn: w.today,
  })
  await w.act('office2', 'passEvaluation', {})
  await w.act('discipline', 'countersign', { agrees: true })
  await assert.rejects(w.act('office2', 'close', { opinion: '同意' }), refusedWith('missing'))
  await assert.rejects(w.act('discipline', 'countersign', { agrees: true }), refusedWith('invalid'))
  await w.act('personnel', 'countersign', { agrees: false, note: '班子调整未到位' })
  await assert.rejects(w.act('office2', 'close', { opinion: '同意' }), refusedWith('missing'))
  await w.act('office', 'refuseClosure', { reason: '组织部门不同意' })
  await w.act('office', 'attribute', {
    parties: [{ level: 'direct', organizationId: county.organizations.upperVillage, opinion: '落实不力' }],
    followUpBody: 'discipline',
  })
  assert.deepEqual([w.acted.state, w.acted.round], ['second_round', 2])
  assert.deepEqual(await planOf(w), { goal: null, root_cause: null, planned_on: null })
})

test('immediate rectification makes two linked tasks and closes only with both', async () => {
  const w = await walk().orderImmediate('upperVillage')
  await w.addEvidence()
  await w.act('villageSecretary', 'reportFix', { report: '当天已清理' })
  await assert.rejects(w.act('inspector2', 'verifyImmediate', {}), refusedWith('missing'))
  await w.act('townSecretary', 'reportSupervision', { report: '已督办到场' })
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await assert.rejects(w.act('inspector', 'verifyImmediate', {}), refusedWith('same_person'))
  await w.act('inspector2', 'verifyImmediate', {})
  assert.equal(w.acted.state, 'closed')
  const tasks = await db.owner.query('SELECT status FROM problem_tasks WHERE problem_id = $1', [w.acted.id])
  assert.deepEqual(tasks.rows, [{ status: 'closed' }, { status: 'closed' }])
})

test('closing ends the supervision that a problem was listed for, and the history keeps both', async () => {
  const w = await walk().toRectifying()
  await w.act('office', 'list', { reason: '群众反映强烈' })
  await w.toClosureRequested()
  await w.toClosed()
  const { rows } = await db.owner.query('SELECT listed FROM problems WHERE id = $1', [w.acted.id])
  assert.equal(rows[0].listed, false)
  const kept = await db.owner.query(
    `SELECT content->'listed' AS listed FROM row_versions WHERE case_id = $1 AND content ? 'listed' ORDER BY seq`,
    [w.acted.id],
  )
  assert.deepEqual(kept.rows, [{ listed: true }, { listed: false }])
})

test('both tasks of an immediate fix are in the history from the beginning', async () => {
  const w = await walk().orderImmediate('upperVillage')
  const { organizations } = county
  const { rows } = await db.owner.query(
    `SELECT t.kind, v.content->>'kind' AS kept, v.content->>'organization_id' AS organization
     FROM problem_tasks t JOIN row_versions v ON v.case_id = t.problem_id AND v.ref = 'problem_tasks/' || t.id
     WHERE t.problem_id = $1 AND v.seq = 1 ORDER BY t.kind`,
    [w.acted.id],
  )
  assert.deepEqual(rows, [
    { kind: 'fix', kept: 'fix', organization: organizations.upperVillage },
    { kind: 'supervise', kept: 'supervise', organization: organizations.stoneBridge },
  ])
})

test('a correction of the feedback needs a second person and keeps the old text', async () => {
  const w = await walk().report('upperVillage')
  await w.act('office', 'requestCorrection', { newText: '更正：淤堵两个月。', reason: '时间有误' })
  await assert.rejects(w.act('office', 'confirmCorrection', {}), refusedWith('same_person'))
  await w.act('office2', 'confirmCorrection', {})
  const { rows } = await db.owner.query('SELECT feedback_text FROM problems WHERE id = $1', [w.acted.id])
  assert.equal(rows[0].feedback_text, '更正：淤堵两个月。')
  const kept = await db.owner.query("SELECT content FROM row_versions WHERE case_id = $1 AND ref = 'words'", [
    w.acted.id,
  ])
  assert.match(kept.rows[0].content.oldText, /淤堵三个月/)
})

test('a corrected problem is found by its new words, no longer by the old ones', async () => {
  const w = await walk().report('upperVillage', { title: '路灯不亮' })
  const text = '更正：村口路灯损坏，夜间出行不便。'
  await w.act('office', 'requestCorrection', { newText: text, newTitle: '路灯损坏', reason: '写错了' })
  const found = async (q: string) => {
    const { rows } = await county.deps.database.read(1, (tx) =>
      listProblems(tx, 1, { all: true }, { q }, w.at, { limit: 50 }),
    )
    return rows.some((row) => row.id === w.acted.id)
  }
  assert.deepEqual([await found('排水沟'), await found('夜间出行')], [true, false])
  await w.act('office2', 'confirmCorrection', {})
  assert.deepEqual([await found('排水沟'), await found('夜间出行')], [false, true])
  assert.ok(await found(w.acted.number), 'the number stays')
})

test('a plan whose own date has passed is not approved but returned for a new one', async () => {
  const w = await walk().report('upperVillage')
  await w.act('office', 'issue', {})
  await w.act('villageSecretary', 'claim', { leaderId: county.people.townSecretary })
  await w.act('villageClerk', 'submitPlan', w.plan(10))
  const plannedOn = w.day(10)
  await w.wait(11)
  await assert.rejects(w.act('office', 'approvePlan', {}), (error: Refused) => {
    const issues = [{ path: '', reason: 'plan_outdated', detail: plannedOn }]
    assert.deepEqual(error.refusal, { code: 'invalid', issues })
    return true
  })
  await w.act('office', 'returnPlan', { reason: '完成日期已过，请另报' })
  await w.act('villageClerk', 'submitPlan', w.plan(10))
  await w.wait(10).act('office', 'approvePlan', {})
  assert.equal(w.acted.state, 'rectifying', 'on the very day it still can be done')
})

test('an extension asked in time moves the deadline, one asked late is refused', async () => {
  const dates = { first: walk().day(10) }
  const w = await walk().toRectifying()
  await w.act('villageSecretary', 'requestExtension', { newDueOn: w.day(90), reason: '汛期无法施工' })
  await w.wait(3).act('office', 'approveExtension', {})
  const { rows } = await db.owner.query('SELECT planned_on::text, due_at FROM problems WHERE id = $1', [
    w.acted.id,
  ])
  assert.equal(rows[0].planned_on, w.day(87))
  const measures = await db.owner.query(
    'SELECT horizon, due_on::text FROM problem_measures WHERE problem_id = $1 ORDER BY position',
    [w.acted.id],
  )
  assert.deepEqual(
    measures.rows,
    [
      { horizon: 'now', due_on: dates.first },
      { horizon: 'lasting', due_on: w.day(87) },
    ],
    'what was to be done last may be done later, what was to be done first may not',
  )
  w.wait(200)
  await assert.rejects(
    w.act('villageSecretary', 'requestExtension', { newDueOn: w.day(90), reason: '还需时间' }),
    refusedWith('invalid'),
  )
})

test('suspension needs the leading group, holds the clock and returns', async () => {
  const w = await walk().toRectifying()
  const due = async () =>
    (await db.owner.query('SELECT due_at FROM problems WHERE id = $1', [w.acted.id])).rows[0].due_at
  const before = await due()
  await w.act('villageSecretary', 'requestSuspension', {
    until: w.day(30),
    reasonClass: 'funding',
    reason: '等待资金',
  })
  await assert.rejects(w.act('office', 'approveSuspension', {}), refusedWith('not_yours'))
  await w.act('leader', 'approveSuspension', {})
  await w.wait(30).act('office', 'resume', {})
  assert.ok((await due()) > before, 'the time waited is given back')
})

test('after reassignment the old organisation’s deadline does not linger', async () => {
  const w = await walk().toRectifying()
  await w.act('office', 'requestReassignment', {
    organizationId: county.organizations.willowVillage,
    reason: '属地有误',
  })
  await w.act('leader', 'approveReassignment', {})
  const { rows } = await db.owner.query(
    'SELECT state, due_kind, organization_id FROM problems WHERE id = $1',
    [w.acted.id],
  )
  assert.deepEqual(rows[0], {
    state: 'awaiting_claim',
    due_kind: 'claim',
    organization_id: county.organizations.willowVillage,
  })
  await assert.rejects(
    w.act('villageSecretary', 'claim', { leaderId: county.people.townSecretary }),
    refusedWith('not_yours'),
  )
  const found = async (organization: OrganizationName) => {
    const scope = {
      all: false as const,
      organizationIds: [county.organizations[organization]],
      townshipIds: [],
    }
    const { rows } = await county.deps.database.readOnce(1, (tx) =>
      listProblems(tx, 1, scope, { q: w.acted.number }, w.at, { limit: 50 }),
    )
    return rows.length
  }
  assert.deepEqual([await found('upperVillage'), await found('willowVillage')], [0, 1], 'searching too')
})

test('long-term keeping is reviewed again and again, and every gate stands anew before closing', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.act('townSecretary', 'endorse', { opinion: '属实' })
  await w.act('office', 'passDocuments', { opinion: '齐全' })
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await w.act('inspector2', 'passSiteCheck', {})
  await w.act('office', 'attachEvaluation', {
    ...{ raterClass: 'residents' as const, handedOut: 10, valid: 10, satisfied: 9, fair: 1, unsatisfied: 0 },
    ratedOn: w.today,
  })
  await w.act('office2', 'passEvaluation', {})
  await w.act('discipline', 'countersign', { agrees: true })
  await w.act('personnel', 'countersign', { agrees: true })
  await w.act('office2', 'keepLongTerm', { remaining: '管护需持续', opinion: '转长期坚持' })
  const dueBefore = (await db.owner.query('SELECT due_at FROM problems WHERE id = $1', [w.acted.id])).rows[0]
    .due_at
  await w.wait(60).act('inspector', 'recordReview', w.check('inspector2'))
  await assert.rejects(w.act('office', 'endLongTerm', { reason: '机制已稳定运行' }), refusedWith('missing'))
  await w.act('inspector2', 'confirmReview', {})
  const dueAfter = (await db.owner.query('SELECT due_at FROM problems WHERE id = $1', [w.acted.id])).rows[0]
    .due_at
  assert.ok(dueAfter > dueBefore)
  await w.act('office', 'endLongTerm', { reason: '机制已稳定运行' })
  assert.equal(w.acted.state, 'site_check')
  await assert.rejects(w.act('inspector2', 'passSiteCheck', {}), refusedWith('missing'))
})

test('what is mostly done is not closed but kept up, and closed once the rest is done and checked', async () => {
  const w = await walk().toRectifying()
  await w.finishMeasures()
  await w.addEvidence()
  const left = '管护经费还没有列入预算'
  await w.act('villageSecretary', 'requestClosure', {
    ...{ completion: 'mostly' as const, summary: '已清淤', remaining: left },
  })
  await assert.rejects(w.toClosed(), (error: Refused) => {
    assert.match(JSON.stringify(error.refusal), /mostly_done/)
    return true
  })
  await w.act('office2', 'keepLongTerm', { remaining: left, opinion: '转长期坚持' })
  await w.wait(60).act('office', 'endLongTerm', { reason: '经费已列入预算' })
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await w.act('inspector2', 'passSiteCheck', {})
  await w.act('office', 'attachEvaluation', {
    ...{ raterClass: 'residents' as const, handedOut: 10, valid: 10, satisfied: 9, fair: 1, unsatisfied: 0 },
    ratedOn: w.today,
  })
  await w.act('office2', 'passEvaluation', {})
  await w.act('discipline', 'countersign', { agrees: true })
  await w.act('personnel', 'countersign', { agrees: true })
  await w.act('office2', 'close', { opinion: '同意销号' })
  const { rows } = await db.owner.query('SELECT completion, remaining FROM problems WHERE id = $1', [
    w.acted.id,
  ])
  assert.deepEqual(rows[0], { completion: 'done', remaining: null })
})
