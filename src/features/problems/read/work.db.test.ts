import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { OrganizationName, PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { asks, listWork } from './work.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const everybody: PersonName[] = [
  ...([
    'office',
    'leader',
    'inspector',
    'inspector2',
    'discipline',
    'personnel',
    'viewer',
    'systemAdmin',
  ] as const),
  ...(['townSecretary', 'townClerk', 'otherTownSecretary', 'villageSecretary', 'villageClerk'] as const),
  ...(['siblingSecretary', 'departmentSecretary'] as const),
]

/** Who has the problem in their work, and finds something asked of them there. */
async function atWork(w: ProblemWalk): Promise<PersonName[]> {
  const world = await county.world(w.at)
  const having: PersonName[] = []
  for (const name of everybody) {
    const actor = county.actor(name)
    const rows = await county.deps.database.read(county.countyId, (tx) => listWork(tx, actor, world))
    const row = rows.find(({ id }) => id === w.acted.id)
    if (!row) continue
    assert.notDeepEqual(asks(actor, row), [], `${name} is asked for something`)
    having.push(name)
  }
  return having
}

const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')
const village: PersonName[] = ['villageSecretary', 'villageClerk']

test('a village’s problem lies with whom its state waits for, and with nobody else', async () => {
  const w = await walk().report('upperVillage')
  assert.deepEqual(await atWork(w), ['office'])
  await w.act('office', 'issue', {})
  assert.deepEqual(await atWork(w), ['villageSecretary'])
  await w.act('villageSecretary', 'claim', { leaderId: county.people.townSecretary })
  assert.deepEqual(await atWork(w), village)
  await w.act('villageClerk', 'submitPlan', w.plan())
  assert.deepEqual(await atWork(w), ['office'])
  await w.act('office', 'approvePlan', {})
  assert.deepEqual(await atWork(w), village)
  await w.toClosureRequested()
  assert.deepEqual(await atWork(w), ['townSecretary', 'townClerk'], 'not with the village that applied')
  await w.act('townSecretary', 'endorse', { opinion: '属实' })
  assert.deepEqual(await atWork(w), ['office'])
  await w.act('office', 'passDocuments', { opinion: '齐全' })
  assert.deepEqual(await atWork(w), ['inspector', 'inspector2'])
})

test('what was found not to be so on site comes to the office, which alone can say no', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.act('townSecretary', 'endorse', { opinion: '属实' })
  await w.act('office', 'passDocuments', { opinion: '齐全' })
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: false })
  assert.deepEqual(await atWork(w), ['office'])
  assert.deepEqual(await askedOf(w, 'office'), ['refuseClosure'])
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  assert.ok(!(await atWork(w)).includes('office'), 'a second look that passed')
})

for (const [organization, secretary] of [
  ['stoneBridge', 'townSecretary'],
  ['agriculture', 'departmentSecretary'],
] as const satisfies [OrganizationName, PersonName][])
  test(`the application of ${organization} lies with the office alone`, async () => {
    const w = await walk().report(organization)
    await w.act('office', 'issue', {})
    await w.act(secretary, 'claim', { leaderId: county.people[secretary] })
    await w.act(secretary, 'submitPlan', w.plan(60, { lead: secretary, co: [] }))
    await w.act('office', 'approvePlan', {})
    for (const measureId of await w.openMeasures())
      await w.act(secretary, 'completeMeasure', { measureId, doneOn: w.today, result: '已完成' })
    await w.addEvidence(secretary)
    await w.act(secretary, 'requestClosure', { completion: 'done', summary: '已完成。' })
    assert.deepEqual(await atWork(w), ['office'])
  })

test('what is kept up for long is asked of the inspectors as a review', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.toCountersigned()
  await w.act('office2', 'keepLongTerm', { remaining: '管护需持续', opinion: '转长期坚持' })
  assert.ok((await atWork(w)).includes('inspector'))
  const { rows } = await db.owner.query('SELECT * FROM problems WHERE id = $1', [w.acted.id])
  assert.ok(
    asks(county.actor('inspector'), { ...rows[0], pending: [], group: 'later' }).includes('recordReview'),
  )
})

test('what is put right at once comes to the inspectors when both have reported', async () => {
  const w = await walk().orderImmediate('upperVillage')
  await w.addEvidence()
  await w.act('villageSecretary', 'reportFix', { report: '当天已清理' })
  assert.ok(!(await atWork(w)).includes('inspector'))
  await w.act('townSecretary', 'reportSupervision', { report: '已督办到场' })
  assert.ok((await atWork(w)).includes('inspector'))
})

/** What is asked of somebody who holds several posts, about one problem. */
async function askedOf(w: ProblemWalk, ...names: PersonName[]) {
  const [first, ...others] = names.map((name) => county.actor(name))
  assert.ok(first)
  const actor = { ...first, grants: [...first.grants, ...others.flatMap(({ grants }) => grants)] }
  const world = await county.world(w.at)
  const rows = await county.deps.database.read(county.countyId, (tx) => listWork(tx, actor, world))
  const row = rows.find(({ id }) => id === w.acted.id)
  return row ? asks(actor, row) : []
}

test('who has two posts finds the work of both, and of neither what they answer for themselves', async () => {
  const village = await walk().toRectifying()
  await village.toClosureRequested()
  assert.deepEqual(await askedOf(village, 'office', 'townSecretary'), ['endorse', 'sendBack'])
  assert.deepEqual(await askedOf(village, 'office', 'otherTownSecretary'), [])
  assert.deepEqual(await askedOf(village, 'office', 'villageClerk'), [])
  const reported = await walk().report('stoneBridge')
  assert.deepEqual(await askedOf(reported, 'office', 'otherTownSecretary'), ['issue'])
  assert.deepEqual(await askedOf(reported, 'office', 'townSecretary'), [])
  await reported.act('office', 'requestCorrection', { newText: '更正后的原文', reason: '有误' })
  assert.deepEqual(await askedOf(reported, 'leader', 'townSecretary'), [])
  assert.deepEqual(await askedOf(reported, 'leader', 'villageSecretary'), ['confirmCorrection'])
})

test('who inspects and supervises goes to see once both have reported, and supervises until then', async () => {
  const w = await walk().orderImmediate('upperVillage')
  const both = ['inspector2', 'townClerk'] as const
  assert.ok((await askedOf(w, ...both)).includes('reportSupervision'))
  await w.act('townSecretary', 'reportSupervision', { report: '已督办到场' })
  assert.deepEqual(await askedOf(w, ...both), [])
  await w.addEvidence()
  await w.act('villageSecretary', 'reportFix', { report: '当天已清理' })
  assert.ok((await askedOf(w, ...both)).includes('recordSiteCheck'))
})

test('who is of both bodies is asked to countersign for the one that has not, unless they did for the other', async () => {
  const w = await walk().toRectifying()
  await w.toClosureRequested()
  await w.act('townSecretary', 'endorse', { opinion: '属实' })
  await w.act('office', 'passDocuments', { opinion: '齐全' })
  await w.act('inspector', 'recordSiteCheck', { ...w.check('inspector2'), passed: true })
  await w.act('inspector2', 'passSiteCheck', {})
  const paper = { handedOut: 10, valid: 10, satisfied: 9, fair: 1, unsatisfied: 0 }
  await w.act('townSecretary', 'attachEvaluation', { raterClass: 'residents', ...paper, ratedOn: w.today })
  await w.act('office2', 'passEvaluation', {})
  assert.deepEqual(await askedOf(w, 'discipline', 'personnel'), ['countersign'])
  await w.act('discipline', 'countersign', { agrees: true })
  assert.deepEqual(await askedOf(w, 'discipline'), [])
  assert.deepEqual(await askedOf(w, 'personnel'), ['countersign'])
  assert.deepEqual(await askedOf(w, 'discipline', 'personnel'), [], 'it was they who signed for the other')
  assert.deepEqual(await askedOf(w, 'leader', 'discipline', 'personnel'), ['countersign'])
  await w.act('personnel', 'countersign', { agrees: true })
  assert.deepEqual(await askedOf(w, 'leader', 'discipline', 'personnel'), [])
})
