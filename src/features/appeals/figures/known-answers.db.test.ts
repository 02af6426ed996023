import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { formulaOn } from './formula.ts'
import { deriveMonth, freezeMonth, monthLines, periodOf, verifyMonth } from './months.ts'

/** Appeals that residents and handlers really brought about, and what is counted of them; each in a county of its own. */
let base: TestDatabase
before(async () => {
  base = await createTestDatabase()
})
after(() => base.close())

let last = 0
async function walks() {
  const county = await createSmallCounty(base, ++last)
  const deps = appealDeps(county)
  // A Monday morning in the county.
  const walk = (start = '2026-05-11T01:00:00Z') => new AppealWalk(county, deps, start)
  return { county, deps, walk }
}

async function mayOf(county: SmallCounty, asOf = '2026-05-31T16:02:00Z', live = false) {
  const { calendar, rules } = await county.world(new Date(asOf))
  const { formula } = formulaOn(rules, '2026-05-31')
  const { countyId } = county
  const asked = { ...periodOf(calendar, '2026-05'), countyId, asOf: new Date(asOf), live }
  const lines = await county.deps.database.read(countyId, (tx) => deriveMonth(tx, asked, formula))
  const figures = lines.find(({ scope }) => scope === 'county')?.figures
  if (!figures) throw new Error('the county has no line')
  return { ...figures, lines }
}
const none = { excluded: {} }

test('called within a day, called late, never called, not due yet', async () => {
  const { county, walk } = await walks()
  await walk().toHandling()
  const late = walk()
  await late.register()
  await late.dispatched()
  await late.wait({ hours: 30 }).act('villageClerk', 'sign', {})
  await late.act('villageClerk', 'contact', { way: 'visit' })
  const never = walk()
  await never.register()
  await never.dispatched()
  const { response, signed, counts } = await mayOf(county)
  assert.deepEqual(response, { numerator: 1, denominator: 3, ...none })
  // By the end of the next working day: thirty hours from Monday morning are Tuesday afternoon.
  assert.deepEqual(signed, { numerator: 2, denominator: 3 })
  assert.deepEqual([counts.received, counts.assigned, counts.running, counts.overdue], [3, 3, 3, 3])

  const evening = walk('2026-05-31T11:00:00Z')
  await evening.register()
  await evening.dispatched()
  assert.deepEqual((await mayOf(county)).response, { numerator: 1, denominator: 3, excluded: { not_due: 1 } })
})

test('nobody could be called: only where indeed no number was left', async () => {
  const { county, walk } = await walks()
  const anonymous = walk()
  await anonymous.register({ openness: 'anonymous', person: {} })
  await anonymous.dispatched()
  await anonymous.act('villageClerk', 'sign', {})
  await anonymous.act('villageClerk', 'contact', { way: 'none_left' })
  const lazy = walk()
  await lazy.register()
  await lazy.dispatched()
  await lazy.act('villageClerk', 'sign', {})
  await lazy.act('villageClerk', 'contact', { way: 'none_left' })
  assert.deepEqual((await mayOf(county)).response, {
    ...{ numerator: 0, denominator: 1, excluded: { no_contact_left: 1 } },
  })
})

test('剔除 counts when it was approved before the month was over, and only then', async () => {
  const { county, walk } = await walks()
  const excluded = await walk().toHandling()
  await excluded.act('villageClerk', 'requestExclusion', {
    reasonCode: 'beyond_power',
    reason: '属省级审批。',
  })
  assert.deepEqual((await mayOf(county)).response, { numerator: 1, denominator: 1, ...none })
  await excluded.act('townSecretary', 'approveExclusion', {})
  assert.deepEqual((await mayOf(county)).response, {
    ...{ numerator: 0, denominator: 0, excluded: { 'code:beyond_power': 1 } },
  })
  const afterwards = await walk().toHandling()
  await afterwards.act('villageClerk', 'requestExclusion', {
    reasonCode: 'third_party',
    reason: '等待鉴定。',
  })
  await afterwards.wait({ days: 30 }).act('townSecretary', 'approveExclusion', {})
  assert.deepEqual((await mayOf(county, '2026-07-01T00:00:00Z')).response, {
    ...{ numerator: 1, denominator: 1, excluded: { 'code:beyond_power': 1 } },
  })
})

test('what was returned with approval counts for whom it went to', async () => {
  const { county, walk } = await walks()
  const { upperVillage, agriculture } = county.organizations
  const returned = walk()
  await returned.register()
  await returned.dispatched()
  const properOwnerId = agriculture
  await returned.act('villageClerk', 'requestReturn', {
    reasonCode: 'not_ours',
    reason: '属农业局。',
    properOwnerId,
  })
  await returned.act('townRegistrar', 'agreeReturn', {})
  await returned.dispatched('agriculture')
  await returned.act('departmentSecretary', 'sign', {})
  await returned.act('departmentSecretary', 'contact', { way: 'phone' })
  const { lines, response, returned: rate } = await mayOf(county)
  assert.deepEqual([response.numerator, response.denominator], [1, 1])
  assert.deepEqual(rate, { numerator: 1, denominator: 2 })
  const handler = (id: string) => lines.find((line) => line.scope === 'handler' && line.id === id)?.figures
  assert.deepEqual(handler(agriculture)?.response, { numerator: 1, denominator: 1, ...none })
  assert.deepEqual(handler(upperVillage)?.response, { numerator: 0, denominator: 0, ...none })
  assert.deepEqual(handler(upperVillage)?.returned, { numerator: 1, denominator: 1 })
})

test('the last word of a round counts: called solved, then said unsolved by the receipt', async () => {
  const { county, walk } = await walks()
  const closed = await (await walk().toHandling()).toCallback()
  await closed.act('townRegistrar', 'closeSolved', { satisfaction: 'satisfied' })
  const before = await mayOf(county)
  assert.deepEqual(before.solution, { numerator: 1, denominator: 1, unreached: 0, ...none })
  assert.deepEqual([before.satisfaction.numerator, before.satisfaction.denominator], [1, 1])
  assert.equal(before.score, 100)
  assert.deepEqual(before.closedInTime, { numerator: 1, denominator: 1 })
  await closed.resident('sayUnsolved', { satisfaction: 'unsatisfied' })
  const objected = await mayOf(county)
  assert.deepEqual(objected.solution, { numerator: 0, denominator: 1, unreached: 0, ...none })
  assert.deepEqual([objected.satisfaction.numerator, objected.satisfaction.levels.unsatisfied], [0, 1])
  // Done once more, and solved: two rounds, two words.
  await closed.act('townRegistrar', 'redo', { reason: '灯又不亮了。' })
  await closed.toCallback()
  await closed.act('townRegistrar', 'closeSolved', {})
  const redone = await mayOf(county)
  assert.deepEqual(redone.solution, { numerator: 1, denominator: 2, unreached: 0, ...none })
  assert.equal(redone.satisfaction.unrated, 1)
})

test('咨询, 建议 and 表扬 are not solved or unsolved', async () => {
  const { county, walk } = await walks()
  const asked = walk()
  await asked.register({ nature: 'inquiry', fieldCode: 'subsidy' })
  await asked.act('townRegistrar', 'answerAtOnce', { text: '下月发放。', satisfaction: 'satisfied' })
  for (const nature of ['advice', 'praise'] as const) {
    const one = walk()
    await one.register({ nature, fieldCode: 'roads' })
    await (await one.toHandling()).toCallback()
    await one.act('townRegistrar', 'closeSolved', { satisfaction: 'fair' })
  }
  const { solution, satisfaction, response, reached } = await mayOf(county)
  const excluded = { 'nature:inquiry': 1, 'nature:advice': 1, 'nature:praise': 1 }
  assert.deepEqual(solution, { numerator: 0, denominator: 0, unreached: 0, excluded })
  assert.deepEqual([satisfaction.denominator, satisfaction.excluded], [0, excluded])
  assert.deepEqual([response.numerator, response.denominator], [2, 2])
  assert.deepEqual(reached, { numerator: 3, denominator: 3 })
})

test('what has no basis in any policy, as whoever called back found, is in no rate of solving', async () => {
  const { county, walk } = await walks()
  const close = async (reasonableness: 'no_basis' | 'partly') => {
    const one = await (await walk().toHandling()).toCallback()
    await one.act('townRegistrar', 'closeUnsolved', {
      reasonableness,
      reason: '已解释。',
      satisfaction: 'fair',
    })
  }
  await close('no_basis')
  await close('partly')
  const { solution, satisfaction } = await mayOf(county)
  const excluded = { 'reasonableness:no_basis': 1 }
  assert.deepEqual(solution, { numerator: 0, denominator: 1, unreached: 0, excluded })
  assert.deepEqual([satisfaction.numerator, satisfaction.excluded], [0.5, excluded])
})

test('挂账 takes it out while it is valid, and no longer', async () => {
  const { county, walk } = await walks()
  const one = await (await walk('2026-05-04T01:00:00Z').toHandling()).toCallback()
  await one.act('townRegistrar', 'redo', { reason: '没有修好。' })
  await one.act('villageClerk', 'requestSuspension', {
    ...{
      until: '2026-06-20',
      reasonCode: 'funds',
      reason: '等资金。',
      leaderId: county.people.townSecretary,
    },
  })
  await one.act('townSecretary', 'approveSuspension', {})
  const suspended = await mayOf(county)
  const excluded = { 'state:suspended': 1 }
  assert.deepEqual(suspended.solution, { numerator: 0, denominator: 0, unreached: 0, excluded })
  assert.deepEqual([suspended.counts.suspended, suspended.counts.running], [1, 0])
  await one.wait({ days: 30 }).act('townSecretary', 'returnFromSuspension', {})
  // As of the month's own end nothing has changed; as of now it counts again.
  assert.deepEqual((await mayOf(county)).solution, suspended.solution)
  assert.deepEqual((await mayOf(county, '2026-07-01T00:00:00Z')).solution, {
    ...{ numerator: 0, denominator: 1, unreached: 0, ...none },
  })
})

test('three calls in vain are neither solved nor unsolved, and are told', async () => {
  const { county, walk } = await walks()
  const one = await (await walk().toHandling()).toCallback()
  for (let i = 0; i < 3; i++) await one.act('townRegistrar', 'recordCall', {})
  await one.act('townRegistrar', 'closeUnreached', {})
  const { solution, satisfaction, reached } = await mayOf(county)
  assert.deepEqual(solution, { numerator: 0, denominator: 0, unreached: 1, ...none })
  assert.equal(satisfaction.unrated, 0)
  assert.deepEqual(reached, { numerator: 0, denominator: 1 })
})

test('what was joined counts with its main appeal, what was withdrawn in time not, what was diverted nowhere', async () => {
  const { county, walk } = await walks()
  const main = await walk().toHandling()
  const joined = walk()
  await joined.registerJoined(main)
  const late = walk()
  await late.register()
  await late.dispatched()
  await late.act('townRegistrar', 'join', { mainId: main.acted.id })
  const withdrawn = walk()
  await withdrawn.register()
  await withdrawn.dispatched()
  await withdrawn.resident('withdraw', {})
  const diverted = await walk().toHandling()
  await diverted.act('townRegistrar', 'divert', { kindCode: 'accusation' })
  const { counts, response, repeated } = await mayOf(county)
  assert.deepEqual([counts.received, counts.assigned], [5, 3])
  const excluded = { 'state:joined': 1, withdrawn: 1 }
  assert.deepEqual(response, { numerator: 1, denominator: 1, excluded })
  assert.deepEqual(repeated, { numerator: 2, denominator: 5 })
})

test('what people say who were joined changes no rate: the matter is counted once, by what its main appeal says', async () => {
  const { county, walk } = await walks()
  const main = await walk().toHandling()
  const [first, second] = [walk(), walk()]
  for (const joined of [first, second]) await joined.registerJoined(main)
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', { satisfaction: 'satisfied' })
  const { lines: _, ...before_ } = await mayOf(county)
  first.at = main.at
  await first.resident('rate', { solved: true, satisfaction: 'fair' })
  second.at = main.at
  await second.resident('sayUnsolved', { reason: '还有一盏没修', satisfaction: 'unsatisfied' })
  const { lines: __, counts, ...after_ } = await mayOf(county)
  const { counts: countsBefore, ...rates } = before_
  assert.deepEqual(after_, rates)
  assert.deepEqual(after_.solution, { numerator: 1, denominator: 1, unreached: 0, ...none })
  assert.equal(after_.satisfaction.denominator, 1)
  // It runs again, as it would if its own person had said so; at the end of the month nobody had decided yet.
  assert.deepEqual(counts, { ...countsBefore, running: 1, overdue: 1 })
})

test('said unsolved by somebody joined before its own person was called: they are called, and counted', async () => {
  const { county, walk } = await walks()
  const main = await walk().toHandling()
  const joined = await walk().registerJoined(main)
  await main.toCallback()
  joined.at = main.at
  await joined.resident('sayUnsolved', { reason: '我门口那盏没修' })
  const { row } = await main.row()
  assert.equal(row.state, 'callback')
  main.acted = { ...main.acted, version: row.version }
  await main.act('townRegistrar', 'closeSolved', { satisfaction: 'satisfied' })
  const { solution, reached } = await mayOf(county)
  assert.deepEqual(solution, { numerator: 1, denominator: 1, unreached: 0, ...none })
  assert.deepEqual(reached, { numerator: 1, denominator: 1 })
})

test('done once more because of somebody joined, the matter is counted once; because of its own person, twice', async () => {
  const { county, walk } = await walks()
  const main = await walk().toHandling()
  const joined = await walk().registerJoined(main)
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', { satisfaction: 'satisfied' })
  joined.at = main.at
  await joined.resident('sayUnsolved', {})
  main.acted = { ...main.acted, version: (await main.row()).row.version }
  main.at = joined.at
  await main.act('townRegistrar', 'redo', { reason: '东头那盏没修' })
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', {})
  const once = await mayOf(county)
  assert.deepEqual(once.solution, { numerator: 1, denominator: 1, unreached: 0, ...none })
  assert.equal(once.satisfaction.denominator, 1)
  await main.resident('sayUnsolved', {})
  await main.act('townRegistrar', 'redo', { reason: '又坏了' })
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', {})
  assert.deepEqual((await mayOf(county)).solution, { numerator: 1, denominator: 2, unreached: 0, ...none })
})

test('kept closed though somebody joined objects, it stays what its own person said', async () => {
  const { county, walk } = await walks()
  const main = await walk().toHandling()
  const joined = await walk().registerJoined(main)
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', {})
  joined.at = main.at
  await joined.resident('sayUnsolved', {})
  main.acted = { ...main.acted, version: (await main.row()).row.version }
  await main.act('townSecretary', 'keepClosed', { reason: '三盏都亮，另一盏不在路上' })
  assert.equal((await main.row()).row.solved, true)
  await main.resident('sayUnsolved', {})
  await main.act('townSecretary', 'keepClosed', { reason: '已到位' })
  assert.equal((await main.row()).row.solved, false)
  const { solution } = await mayOf(county)
  assert.deepEqual(solution, { numerator: 0, denominator: 1, unreached: 0, ...none })
})

test('how long it took, from registration to the call, the answer and the closing', async () => {
  const { county, walk } = await walks()
  for (const hours of [1, 5, 11]) {
    const one = walk()
    await one.register()
    await one.dispatched()
    await one.wait({ hours }).act('villageClerk', 'sign', {})
    await one.act('villageClerk', 'contact', { way: 'phone' })
    await one.wait({ hours: 2 }).toCallback()
    await one.act('townRegistrar', 'closeSolved', {})
  }
  const { speed } = await mayOf(county)
  // Every act takes a minute.
  assert.deepEqual([speed.contact?.n, speed.contact?.median], [3, 5 * 3600 + 180])
  assert.equal(speed.answer?.median, 7 * 3600 + 240)
  assert.equal(speed.closing?.median, 7 * 3600 + 360)
})

test('a frozen month stays as it was told; the month under way is told as of now', async () => {
  const { county, deps, walk } = await walks()
  const { countyId } = county
  const one = await (await walk('2026-05-25T01:00:00Z').toHandling()).toCallback()
  await one.act('townRegistrar', 'closeSolved', { satisfaction: 'satisfied' })
  const june = await county.world(new Date('2026-05-31T19:00:00Z'))
  assert.equal(
    await freezeMonth(deps, await county.world(new Date('2026-05-31T15:00:00Z')), countyId, '2026-05', null),
    'not_over',
  )
  assert.equal(await freezeMonth(deps, june, countyId, '2026-05', null), 'frozen')
  await one.wait({ days: 10 }).resident('sayUnsolved', { satisfaction: 'unsatisfied' })
  const wanted = { scope: 'county', within: 'all' } as const
  const now = await county.world(new Date('2026-06-10T00:00:00Z'))
  const may = await monthLines(deps, now, countyId, '2026-05', wanted)
  assert.deepEqual([may.frozen, may.lines[0]?.figures.solution.numerator], [true, 1])
  const running = await monthLines(deps, now, countyId, '2026-06', wanted)
  assert.equal(running.frozen, false)
  assert.deepEqual(running.formula, { response: 1, solution: 1, satisfaction: 1, score: 1 })
  assert.deepEqual((await verifyMonth(deps, now, countyId, '2026-05'))?.differing, [])
  assert.equal(await verifyMonth(deps, now, countyId, '2026-06'), undefined)
})

test('the stock of now is that of the spans', async () => {
  const { county, walk } = await walks()
  await walk('2026-05-20T01:00:00Z').toHandling()
  await (await walk('2026-05-20T01:00:00Z').toHandling()).toCallback()
  const now = '2026-05-29T00:00:00Z'
  const [live, then] = [await mayOf(county, now, true), await mayOf(county, now)]
  assert.deepEqual(live.lines, then.lines)
  assert.equal(live.counts.running, 2)
})
