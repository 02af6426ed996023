import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type pg from 'pg'
import { portalPoolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { openOneTimeKeys } from '#platform/sealing/index.ts'
import { createTestDatabase, type TestDatabase, testPool } from '#tests/support/database.ts'
import { content, cross, EvaluationWalk, evaluationDeps } from '#tests/support/evaluation-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { ballotContext, keyName } from './ballot.ts'
import type { Deps } from './deps.ts'
import { codeDigests } from './invitations.ts'
import { mayEnterPapers, partiesOf } from './policy.ts'
import { findAround } from './read/detail.ts'
import { listChoices, listWork } from './read/list.ts'
import { findResult } from './read/result.ts'
import { findCampaign } from './store.ts'
import { expireCampaign, expireOverdueCampaigns } from './timer.ts'

let db: TestDatabase
let county: SmallCounty
let deps: Deps
let dataDir: string
let portal: pg.Pool
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  ;({ deps, dataDir } = evaluationDeps(county))
  portal = testPool({ ...portalPoolConfig(db.target), max: 4 })
})
after(async () => {
  await portal.end()
  await db.close()
})

const refusedWith = (code: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error))
  assert.equal(error.refusal.code, code, JSON.stringify(error.refusal))
  return true
}
const invalid = (reason: string) => (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === 'invalid', String(error))
  assert.equal(error.refusal.issues[0]?.reason, reason)
  return true
}

async function awaiting(): Promise<ProblemWalk> {
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await w.wait(20).toClosureRequested()
  return w.toAwaitingEvaluation()
}
const campaign = (w: ProblemWalk) => new EvaluationWalk(county, deps, connectDatabase(portal), w.at)
const stateOf = async (id: string) =>
  (await db.owner.query('SELECT state, version FROM problems WHERE id = $1', [id])).rows[0]
const resultsOf = async (id: string) =>
  (
    await db.owner.query(
      `SELECT rater_class AS who, handed_out AS out, valid, satisfied, unsatisfied AS un, passed, person_id AS by
       FROM problem_evaluations WHERE problem_id = $1 ORDER BY rater_class`,
      [id],
    )
  ).rows

test('by phone and on paper: a good result lets the problem on, attached by the clock', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const codes = await c.issue(12)
  const delegates = await c.issue(2, 'delegates')
  for (const code of codes.slice(0, 8)) assert.equal(await c.answer(code, content), 'kept')
  for (const code of delegates) assert.equal(await c.answer(code, content), 'kept')
  const [paper = '', blank = ''] = codes.slice(8)
  assert.equal((await c.read('townClerk', { code: paper, answers: cross })).is, 'first')
  assert.equal((await c.read('townSecretary', { code: paper, answers: cross })).is, 'settled')
  await c.read('townClerk', { code: blank, isVoid: true })
  await c.read('townSecretary', { code: blank, isVoid: true })
  await c.act('townClerk', 'endAnswers', {})
  await c.act('townClerk', 'close', {})
  // Two delegates are fewer than five: counted with the residents.
  assert.deepEqual(await resultsOf(w.acted.id), [
    { who: 'mixed', out: 14, valid: 11, satisfied: 10, un: 1, passed: true, by: null },
  ])
  const { counts } = (
    await db.owner.query('SELECT counts FROM evaluation_campaigns WHERE id = $1', [c.acted.id])
  ).rows[0]
  assert.deepEqual(counts.places[0].classes.residents, { handedOut: 12, returned: 10, valid: 9 })
  w.acted = { ...w.acted, ...(await stateOf(w.acted.id)) }
  assert.equal(w.acted.state, 'awaiting_evaluation')
  await w.act('office', 'passEvaluation', {})
  assert.equal(w.acted.state, 'countersigning')
})

test('what was prepared may be prepared otherwise, and is what it asks about then', async () => {
  const [first, second] = [await awaiting(), await awaiting()]
  const c = await campaign(first).begin('townClerk', [first.acted.id])
  await c.act('townClerk', 'revise', c.plan([second.acted.id], { title: '另一个题目' }))
  const { rows } = await db.owner.query(
    'SELECT title, plan, questions FROM evaluation_campaigns WHERE id = $1',
    [c.acted.id],
  )
  assert.equal(rows[0].title, '另一个题目')
  assert.equal(rows[0].plan.places[0].items[0].problemId, second.acted.id)
  assert.ok(Array.isArray(rows[0].questions))
})

test('a bad result sends the problem back by itself, with the history saying so', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const codes = await c.issue(6)
  for (const code of codes) await c.answer(code, { ...cross, words: '沟还是堵的，找张建国 13812345678 问' })
  await c.act('townClerk', 'endAnswers', {})
  await c.act('townClerk', 'close', {})
  assert.equal((await stateOf(w.acted.id)).state, 'rectifying')
  const acts = await db.owner.query(
    `SELECT entry->>'act' AS act, entry->>'as' AS "as", entry->>'actor' AS actor FROM history
     WHERE case_id = $1 ORDER BY seq DESC LIMIT 2`,
    [w.acted.id],
  )
  assert.deepEqual(acts.rows, [
    { act: 'sendBack', as: 'timer', actor: null },
    { act: 'attachCampaign', as: 'timer', actor: null },
  ])
  const result = await deps.database.read(1, async (tx) => {
    const found = await findCampaign(tx, 1, c.acted.id)
    return found && findResult(tx, found.row)
  })
  const [place] = result?.places ?? []
  assert.deepEqual(place?.strata[0]?.known, { is: 'exactly', n: 0, of: 6 })
  assert.equal(place?.words.length, 6)
  assert.doesNotMatch(place?.words[0]?.words ?? '', /张|138|5678/)
  assert.match(
    JSON.stringify(
      (await db.owner.query('SELECT body FROM published_evaluations WHERE slug = $1', [c.acted.number])).rows,
    ),
    /"unsatisfied":6/,
  )
})

test('until a result is there nobody confirms it; one entered by hand below the threshold blocks', async () => {
  const w = await awaiting()
  await assert.rejects(w.act('office', 'passEvaluation', {}), refusedWith('missing'))
  const paper = { handedOut: 20, valid: 20, satisfied: 4, fair: 5, unsatisfied: 11, ratedOn: w.today }
  await w.act('townSecretary', 'attachEvaluation', { raterClass: 'residents', ...paper })
  await assert.rejects(w.act('office', 'passEvaluation', {}), refusedWith('missing'))
  await w.act('office', 'sendBack', { reason: '群众不满意，继续整改' })
  assert.equal(w.acted.state, 'rectifying')
})

test('by hand no result of four residents, and none while a campaign asks', async () => {
  const w = await awaiting()
  const four = { handedOut: 8, valid: 4, satisfied: 4, fair: 0, unsatisfied: 0, ratedOn: w.today }
  await assert.rejects(
    w.act('townSecretary', 'attachEvaluation', { raterClass: 'residents', ...four }),
    invalid('too_few'),
  )
  await w.act('townSecretary', 'attachEvaluation', { raterClass: 'cppcc', ...four })
  const c = await campaign(w).open([w.acted.id])
  const five = { ...four, valid: 5, satisfied: 5 }
  await assert.rejects(
    w.act('townSecretary', 'attachEvaluation', { raterClass: 'residents', ...five }),
    invalid('campaign_running'),
  )
  await c.act('office', 'cancel', { reason: '推迟' })
  await w.act('townSecretary', 'attachEvaluation', { raterClass: 'residents', ...five })
})

test('delegates and members of the CPPCC together are no result of residents', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id], {
    places: [
      {
        organizationId: county.organizations.upperVillage,
        problems: [{ problemId: w.acted.id, title: '水沟' }],
        asked: { residents: 0, delegates: 4, cppcc: 4 },
      },
    ],
  })
  for (const raterClass of ['delegates', 'cppcc'] as const)
    for (const code of await c.issue(4, raterClass)) await c.answer(code, content)
  await c.act('townClerk', 'endAnswers', {})
  await c.act('townClerk', 'close', {})
  assert.deepEqual(
    (await resultsOf(w.acted.id)).map(({ who, valid }) => [who, valid]),
    [['others', 8]],
  )
  w.acted = { ...w.acted, ...(await stateOf(w.acted.id)) }
  await assert.rejects(w.act('office', 'passEvaluation', {}), refusedWith('missing'))
})

test('a result waits for its problem, and what was said of an earlier attempt does not count', async () => {
  const counted = async (w: ProblemWalk) => {
    const c = await campaign(w).open([w.acted.id])
    for (const code of await c.issue(6)) await c.answer(code, content)
    await c.act('townClerk', 'endAnswers', {})
    return c.act('townClerk', 'close', {})
  }
  const w = await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const early = await counted(w)
  await w.wait(20).toClosureRequested()
  const timely = await counted(w)
  await w.toAwaitingEvaluation()
  assert.deepEqual(await resultsOf(w.acted.id), [])
  await expireOverdueCampaigns({ ...deps, now: () => w.at }, 1)
  await expireOverdueCampaigns({ ...deps, now: () => w.at }, 1)
  const { rows } = await db.owner.query(
    'SELECT campaign_id, valid FROM problem_evaluations WHERE problem_id = $1',
    [w.acted.id],
  )
  assert.deepEqual(rows, [{ campaign_id: timely.acted.id, valid: 6 }])
  assert.notEqual(early.acted.id, timely.acted.id)
})

test('fewer than five are not counted, not kept, and attach nothing', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const codes = await c.issue(6)
  for (const code of codes.slice(0, 4)) await c.answer(code, { ...content, words: '很好' })
  await c.act('townClerk', 'endAnswers', {})
  await c.act('townClerk', 'close', {})
  const kept = await db.owner.query(
    'SELECT (SELECT count(*) FROM survey_tallies WHERE run_id = $1) + (SELECT count(*) FROM survey_texts WHERE run_id = $1) AS n',
    [c.acted.id],
  )
  assert.equal(Number(kept.rows[0].n), 0)
  assert.deepEqual(await resultsOf(w.acted.id), [])
  assert.equal((await stateOf(w.acted.id)).state, 'awaiting_evaluation')
})

test('an invitation takes one answer: the first stands, the same form again is the same, another is told', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const [code = '', other = '', rest = ''] = await c.issue(6)
  const form = crypto.randomUUID()
  assert.equal(await c.answer(code, content, form), 'kept')
  assert.equal(await c.answer(code, content, form), 'again')
  assert.equal(await c.answer(code, cross), 'used')
  await assert.rejects(c.read('townClerk', { code, answers: cross }), invalid('answered_by_phone'))
  const ten = await Promise.all(Array.from({ length: 10 }, () => c.answer(other, content)))
  assert.deepEqual(ten.sort(), ['kept', ...Array(9).fill('used')])
  assert.equal(await c.answer('2345-6789-ABCD', content), 'none')
  const batch = await db.owner.query('SELECT id FROM evaluation_batches WHERE campaign_id = $1', [c.acted.id])
  await c.act('townClerk', 'voidRest', { batchId: batch.rows[0].id, reason: '没有发出去' })
  assert.equal(await c.answer(rest, content), 'none')
})

test('no more slips than were approved, for each class and place, also when two make some out at once', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const over = (left: number) => (error: unknown) => {
    assert.ok(error instanceof Refused && error.refusal.code === 'invalid', String(error))
    assert.deepEqual(error.refusal.issues, [{ path: 'n', reason: 'over_plan', detail: String(left) }])
    return true
  }
  await assert.rejects(c.issue(41), over(40))
  await assert.rejects(c.issue(1, 'cppcc'), over(0))
  await c.issue(20)
  await assert.rejects(c.issue(21), over(20))
  const both = await Promise.allSettled([c.issue(15), c.issue(15)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const { rows } = await db.owner.query(
    'SELECT count(*)::int AS n FROM evaluation_invitations WHERE campaign_id = $1',
    [c.acted.id],
  )
  assert.equal(rows[0].n, 35)
  await assert.rejects(c.issue(6), over(5))
  await c.issue(2, 'delegates')
})

/** Voids the batch that this code is of. */
async function voidBatch(c: EvaluationWalk, code = ''): Promise<void> {
  const { rows } = await db.owner.query(
    'SELECT batch_id AS id FROM evaluation_invitations WHERE digest = ANY($1)',
    [codeDigests(deps, 1, code)],
  )
  await c.act('townClerk', 'voidRest', { batchId: rows[0].id, reason: '打印机卡纸' })
}

test('what was spoilt before anybody answered may be made out again, and stays so', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const spoilt = await c.issue(20)
  await voidBatch(c, spoilt[0])
  await assert.rejects(c.issue(41), invalid('over_plan'))
  const again = await c.issue(20)
  assert.equal(await c.answer(spoilt[1] ?? '', content), 'none')
  assert.equal(await c.answer(again[1] ?? '', content), 'kept')
  await c.issue(20)
})

test('once one of a class in a place has answered no number comes back there, by however small batches', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const [first = '', second = '', third = ''] = [
    ...(await c.issue(1)),
    ...(await c.issue(1)),
    ...(await c.issue(38)),
  ]
  const delegates = await c.issue(2, 'delegates')
  assert.equal(await c.answer(first, content), 'kept')
  for (const code of [second, third]) await voidBatch(c, code)
  await assert.rejects(c.issue(1), invalid('over_plan'))
  await voidBatch(c, delegates[0])
  const [paper = ''] = await c.issue(1, 'delegates')
  const [other = ''] = await c.issue(1, 'delegates')
  await c.read('townClerk', { code: paper, answers: content })
  await voidBatch(c, other)
  await assert.rejects(c.issue(1, 'delegates'), invalid('over_plan'))
})

test('a key that an owner of the database put in the place of ours is sealed to by nobody', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const [code = '', paper = ''] = await c.issue(6)
  const change = (column: string, value: unknown) =>
    db.owner.query(`UPDATE evaluation_campaigns SET ${column} = $2 WHERE id = $1 RETURNING *`, [
      c.acted.id,
      value,
    ])
  const of = (column: string) =>
    db.owner.query(`SELECT ${column} AS was FROM evaluation_campaigns WHERE id = $1`, [c.acted.id])
  const foreign = openOneTimeKeys(mkdtempSync(join(tmpdir(), 'ballots-owner-')), 'ballots')
  for (const [column, value] of [
    ['public_key', foreign.make('own')],
    ['sealed_length', 9_000],
  ] as const) {
    const [{ was }] = (await of(column)).rows
    await change(column, value)
    assert.equal(await c.answer(code, content), 'not_ours')
    if (column === 'public_key') {
      await c.read('townClerk', { code: paper, answers: content })
      const { rows } = await db.owner.query('SELECT sealed FROM evaluation_readings WHERE campaign_id = $1', [
        c.acted.id,
      ])
      const { upperVillage: placeId } = county.organizations
      const context = ballotContext(1, c.acted.id, { placeId, raterClass: 'residents' })
      assert.throws(() => foreign.opener('own')(context, rows[0].sealed))
      assert.match(deps.ballotKeys.opener(keyName(1, c.acted.id))(context, rows[0].sealed), /satisfied/)
    }
    await change(column, was)
  }
  const { rows } = await db.owner.query(
    'SELECT count(*)::int AS n FROM evaluation_invitations WHERE campaign_id = $1 AND used',
    [c.acted.id],
  )
  assert.equal(rows[0].n, 0)
  assert.equal(await c.answer(code, content), 'kept')
})

test('a paper is read by two: not twice by one, not a third time, and differences are settled', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const [one = '', two = '', three = ''] = await c.issue(6)
  await c.read('townClerk', { code: one, answers: content })
  await assert.rejects(c.read('townClerk', { code: one, answers: content }), invalid('same_reader'))
  assert.equal(
    await c.answer(one, cross),
    'used',
    'a paper that was handed in is not answered by phone as well',
  )
  const differs = await c.read('townSecretary', { code: one, answers: { ...content, known: 'no' } })
  assert.deepEqual(
    [differs.is, differs.differences.map((d) => [d.key, d.before, d.now])],
    ['differs', [['known', '知道，清楚改了什么', '不知道']]],
  )
  // Both look again: the first was right, and the second says so now.
  assert.equal((await c.read('townSecretary', { code: one, answers: content })).is, 'settled')
  await assert.rejects(c.read('inspector', { code: one, answers: content }), invalid('entered_twice'))
  // A third looks: for each question one of the two was right.
  await c.read('townClerk', { code: two, answers: content })
  await c.read('townSecretary', { code: two, answers: { ...content, known: 'no' } })
  await assert.rejects(
    c.read('inspector', { code: two, answers: { ...content, known: 'some' } }),
    invalid('agrees_with_neither'),
  )
  assert.equal((await c.read('inspector', { code: two, answers: { ...content, known: 'no' } })).is, 'settled')
  await assert.rejects(c.read('villageClerk', { code: three, answers: content }), refusedWith('not_yours'))
  await assert.rejects(
    c.read('townClerk', { code: three, answers: { known: 'well', item_9: 'satisfied' } }),
    invalid('unknown'),
  )
  // One reading only: not counted before the second, and by the clock without it.
  await c.read('townClerk', { code: three, answers: content })
  await c.act('townClerk', 'endAnswers', {})
  await assert.rejects(c.act('townClerk', 'close', {}), refusedWith('missing'))
  c.wait(30)
  await expireCampaign({ ...deps, now: () => c.at }, { countyId: 1, caseId: c.acted.id, commandId: newId() })
  const { counts, state } = (
    await db.owner.query('SELECT counts, state FROM evaluation_campaigns WHERE id = $1', [c.acted.id])
  ).rows[0]
  assert.equal(state, 'closed')
  assert.deepEqual(counts.places[0].classes.residents, { handedOut: 6, returned: 3, valid: 2 })
})

test('whoever prepared it does not open it; a village does not hold one; a working secret is not asked about', async () => {
  const w = await awaiting()
  const c = await campaign(w).begin('townSecretary', [w.acted.id])
  await c.act('townSecretary', 'submit', {})
  await assert.rejects(c.act('townSecretary', 'open', {}), refusedWith('same_person'))
  await c.act('office', 'open', {})
  await assert.rejects(campaign(w).begin('villageSecretary', [w.acted.id]), refusedWith('not_yours'))
  await assert.rejects(campaign(w).begin('otherTownSecretary', [w.acted.id]), refusedWith('not_yours'))
  const secret = await new ProblemWalk(county, '2026-03-02T01:00:00Z').report('upperVillage', {
    secrecy: 'work_secret',
  })
  await assert.rejects(campaign(w).begin('townClerk', [secret.acted.id]), invalid('work_secret'))
})

test('one campaign that cannot be counted keeps neither the others nor left keys from their end', async () => {
  const [one, two] = [await awaiting(), await awaiting()]
  const broken = await campaign(one).open([one.acted.id])
  const sound = await campaign(two).open([two.acted.id])
  for (const c of [broken, sound]) {
    for (const code of await c.issue(6)) await c.answer(code, { ...content, words: '好\u0000的\ud800' })
    await c.act('townClerk', 'endAnswers', {})
  }
  await db.owner.query(
    "INSERT INTO published_evaluations (county_id, slug, title, body, published_at) VALUES (1, $1, 'x', '{}', now())",
    [broken.acted.number],
  )
  const left = keyName(1, sound.acted.id)
  const now = () => new Date(two.at.getTime() + 40 * 86_400_000)
  await assert.rejects(expireOverdueCampaigns({ ...deps, now }, 1), AggregateError)
  const { rows } = await db.owner.query(
    'SELECT id, state FROM evaluation_campaigns WHERE id = ANY($1) ORDER BY id = $2',
    [[broken.acted.id, sound.acted.id], sound.acted.id],
  )
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['counting', 'closed'],
  )
  const texts = await db.owner.query('SELECT DISTINCT words FROM survey_texts WHERE run_id = $1', [
    sound.acted.id,
  ])
  assert.deepEqual(texts.rows, [{ words: '好的' }])
  deps.ballotKeys.make(left)
  await assert.rejects(expireOverdueCampaigns({ ...deps, now }, 1), AggregateError)
  assert.ok(!deps.ballotKeys.list().includes(left))
  writeFileSync(join(dataDir, 'ballots', `${left}.bound.7`), 'half')
  await assert.rejects(expireOverdueCampaigns({ ...deps, now }, 1), AggregateError)
  assert.ok(!deps.ballotKeys.traces().includes(left))
  await db.owner.query('DELETE FROM published_evaluations WHERE slug = $1', [broken.acted.number])
})

test('who read papers in does not cancel, and who answers for a place that is rated has no part', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const [code = '', other = ''] = await c.issue(6)
  await c.read('townSecretary', { code, answers: content })
  await c.read('office', { code: other, answers: content })
  await assert.rejects(c.act('office', 'cancel', { reason: '结果不好' }), refusedWith('same_person'))
  await c.act('office2', 'cancel', { reason: '推迟' })
  const { upperVillage, stoneBridge } = county.organizations
  const rated = {
    organization_id: stoneBridge,
    township_id: stoneBridge,
    plan: { places: [{ id: upperVillage }] },
  }
  const village = county.actor('villageClerk')
  const both = {
    ...county.actor('townSecretary'),
    grants: [...county.actor('townSecretary').grants, ...village.grants],
  }
  assert.deepEqual([...partiesOf(both, rated)], [])
  assert.equal(mayEnterPapers(both, rated), false)
  assert.ok(partiesOf(county.actor('townSecretary'), rated).has('approver'))
})

test('who answers for a place neither prepares nor changes a campaign that rates it, and has none of it to do', async () => {
  const [upper, lower] = [
    await awaiting(),
    await new ProblemWalk(county, '2026-03-02T01:00:00Z').report('lowerVillage'),
  ]
  const town = county.actor('townClerk')
  const both = { ...town, grants: [...town.grants, ...county.actor('villageClerk').grants] }
  const own = campaign(upper)
  own.actors.townClerk = both
  await assert.rejects(own.begin('townClerk', [upper.acted.id]), invalid('own_place'))
  const ofLower = {
    places: own.plan([lower.acted.id]).places.map((place) => ({
      ...place,
      organizationId: county.organizations.lowerVillage,
    })),
  }
  await own.begin('townClerk', [], ofLower)
  const rated = own.plan([upper.acted.id])
  await assert.rejects(own.act('townClerk', 'revise', rated), invalid('own_place'))
  await own.act('townClerk', 'revise', { ...rated, ...ofLower })
  await own.act('townSecretary', 'revise', rated)
  const world = await county.world(own.at)
  const workOf = async (actor: typeof town) =>
    (await deps.database.read(1, (tx) => listWork(tx, actor, world))).map(({ id }) => id)
  assert.ok((await workOf(town)).includes(own.acted.id))
  assert.ok(!(await workOf(both)).includes(own.acted.id))
  const { stoneBridge } = county.organizations
  const holder = { organization_id: stoneBridge, township_id: stoneBridge }
  const places = await deps.directory.organizations(1)
  const choicesOf = async (actor: typeof town) =>
    (await deps.database.read(1, (tx) => listChoices(tx, actor, holder, places))).map(({ id }) => id)
  assert.ok((await choicesOf(town)).includes(upper.acted.id))
  assert.ok(!(await choicesOf(both)).includes(upper.acted.id))
})

/** A questionnaire of so many questions for words, published. */
async function publishedSurvey(title: string, n: number) {
  const questions = Array.from({ length: n }, (_, i) => ({
    ...{ kind: 'text', key: `words_${i}`, title: '意见', required: false },
  }))
  const survey = { id: newId(), number: 1 }
  await db.owner.query(
    `WITH d AS (INSERT INTO survey_drafts (county_id, id, purpose, title, questions, changed_at, changed_by)
       VALUES (1, $1, 'evaluation', $3, $2, now(), $1))
     INSERT INTO survey_versions (county_id, survey_id, number, title, questions, published_at, published_by)
     VALUES (1, $1, 1, $3, $2, now(), $1)`,
    [survey.id, JSON.stringify(questions), title],
  )
  return survey
}

test('whoever approves a campaign reads the name of its questionnaire and what it asks', async () => {
  const w = await awaiting()
  const survey = await publishedSurvey('季度问卷', 2)
  const c = await campaign(w).begin('townClerk', [w.acted.id], { survey })
  const around = await deps.database.read(1, async (tx) => {
    const found = await findCampaign(tx, 1, c.acted.id)
    return found && { ...(await findAround(tx, found)), questions: found.row.questions }
  })
  assert.deepEqual(around?.survey, { ...survey, title: '季度问卷' })
  assert.equal(around?.questions.length, 2)
})

test('a questionnaire whose ballots the database would not take is refused while it is prepared', async () => {
  const w = await awaiting()
  const survey = await publishedSurvey('长', 30)
  await assert.rejects(campaign(w).begin('townClerk', [w.acted.id], { survey }), invalid('too_long_sheet'))
})

test('closed while somebody answers: either counted, or told that it came too late', async () => {
  const w = await awaiting()
  const c = await campaign(w).open([w.acted.id])
  const codes = await c.issue(30)
  for (const code of codes.slice(0, 6)) await c.answer(code, content)
  const answers = Promise.all(codes.slice(6).map((code) => c.answer(code, content)))
  const ended = c.act('townClerk', 'endAnswers', {})
  const told = await answers
  await ended
  await c.act('townClerk', 'close', {})
  const kept = told.filter((each) => each === 'kept').length + 6
  assert.ok(
    told.every((each) => each === 'kept' || each === 'closed'),
    told.join(),
  )
  const { counts } = (
    await db.owner.query('SELECT counts FROM evaluation_campaigns WHERE id = $1', [c.acted.id])
  ).rows[0]
  assert.equal(counts.places[0].classes.residents.valid, kept)
})

test('cancelled while people answer, counted while a paper is read in: all of it or nothing', async () => {
  const w = await awaiting()
  const cancelled = await campaign(w).open([w.acted.id])
  const codes = await cancelled.issue(12)
  const told = Promise.all(codes.map((code) => cancelled.answer(code, content)))
  await cancelled.act('office', 'cancel', { reason: '推迟' })
  assert.ok((await told).every((each) => each === 'kept' || each === 'closed'))
  const sealed = await db.owner.query(
    'SELECT count(sealed)::int AS n FROM evaluation_invitations WHERE campaign_id = $1',
    [cancelled.acted.id],
  )
  assert.equal(sealed.rows[0].n, 0)

  const c = await campaign(w).open([w.acted.id])
  const slips = await c.issue(12)
  for (const code of slips.slice(0, 6)) await c.answer(code, content)
  for (const code of slips.slice(6)) await c.read('townClerk', { code, answers: content })
  await c.act('townClerk', 'endAnswers', {})
  const readings = Promise.allSettled(
    slips.slice(6).map((code) => c.read('townSecretary', { code, answers: content })),
  )
  c.wait(30)
  const expiry = { countyId: 1, caseId: c.acted.id, commandId: newId() }
  await expireCampaign({ ...deps, now: () => c.at }, expiry)
  const settled = (await readings).filter(({ status }) => status === 'fulfilled').length
  const { rows } = await db.owner.query(
    `SELECT counts, state, (SELECT count(*)::int FROM evaluation_readings r
       WHERE r.campaign_id = c.id AND r.sealed IS NOT NULL) AS left
     FROM evaluation_campaigns c WHERE id = $1`,
    [c.acted.id],
  )
  assert.deepEqual([rows[0].state, rows[0].left], ['closed', 0])
  assert.equal(rows[0].counts.places[0].classes.residents.valid, 6 + settled)
})
