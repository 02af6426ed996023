import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { listOrganizations } from '#features/organizations/index.ts'
import { endOfDay } from '#platform/calendar/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { figuresAnswer, figuresAsOf } from './figures.ts'

let base: TestDatabase
let county: SmallCounty

before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
})
after(() => base.close())

const NOW = new Date('2027-01-01T00:00:00Z')
async function figures(asOf: string, of = county) {
  const { calendar, rules } = await of.world(NOW)
  const at = endOfDay(calendar, asOf)
  return of.deps.database.read(of.countyId, async (tx) =>
    figuresAnswer({
      ...{ county: { code: 'Q', name: '清溪县' }, rules, asOf, at },
      counts: await figuresAsOf(tx, of.countyId, at),
      organizations: await listOrganizations(tx, of.countyId, NOW),
    }),
  )
}
const short = async (asOf: string) => {
  const { total, closed, overdue, relapsed, byState } = await figures(asOf)
  const states = Object.fromEntries(byState.map(({ code, n }) => [code, n]))
  return { total: total.n, closed: closed.n, overdue: overdue.n, relapsed: relapsed.n, states }
}

test('a problem that went all the way round and relapsed is told as it stood on each day', async () => {
  const walk = new ProblemWalk(county, '2026-03-02T01:00:00Z')
  await walk.toRectifying()
  const other = new ProblemWalk(county, '2026-03-10T02:00:00Z')
  await other.report('agriculture', { source: 'audit', classCode: 'projects', title: '项目未验收先付款' })
  await walk.wait(30).toClosureRequested()
  await walk.toClosed()
  const closedOn = walk.today
  await walk.wait(60).relapsed()
  const relapsedOn = walk.today
  await walk.wait(2).act('office', 'reopen', { reason: '沟渠再次淤堵' })
  const reopenedOn = walk.today

  assert.deepEqual(await short('2026-03-01'), { total: 0, closed: 0, overdue: 0, relapsed: 0, states: {} })
  assert.deepEqual(await short('2026-03-02'), {
    ...{ total: 1, closed: 0, overdue: 0, relapsed: 0 },
    states: { rectifying: 1 },
  })
  // Reported on Tuesday 10 March: five working days end on the 17th, which still is in time.
  assert.deepEqual(await short('2026-03-17'), {
    ...{ total: 2, closed: 0, overdue: 0, relapsed: 0 },
    states: { reported: 1, rectifying: 1 },
  })
  assert.equal((await short('2026-03-18')).overdue, 1)
  assert.deepEqual(await short(closedOn), {
    ...{ total: 2, closed: 1, overdue: 1, relapsed: 0 },
    states: { reported: 1, closed: 1 },
  })
  const relapsed = await short(relapsedOn)
  assert.deepEqual([relapsed.closed, relapsed.relapsed, relapsed.states.relapsed], [0, 1, 1])
  const reopened = await short(reopenedOn)
  assert.deepEqual([reopened.closed, reopened.relapsed, reopened.states.relapsed], [0, 1, undefined])
})

test('each figure names its unit and day, and groups are in the users’ words', async () => {
  const { bySource, byTownship, byClass, total, at } = await figures('2026-03-10')
  assert.deepEqual(total, { label: '问题总数', n: 2, unit: '个', asOf: '2026-03-10' })
  assert.equal(at, '2026-03-10T15:59:59.999Z')
  const pairs = (list: { code: string | null; label: string; n: number }[]) =>
    list.map(({ code, label, n }) => [code, label, n])
  assert.deepEqual(pairs(bySource), [
    ['county_inspection', '巡察', 1],
    ['audit', '审计', 1],
  ])
  assert.deepEqual(pairs(byTownship), [
    ['C1-stoneBridge', '石桥镇', 1],
    [null, '县直单位', 1],
  ])
  assert.deepEqual(pairs(byClass), [
    ['projects', '工程项目', 1],
    ['environment', '人居环境', 1],
  ])
})

test('what is reported late at night in the county belongs to that day, wherever the server stands', async () => {
  const night = await createSmallCounty(base, 7)
  const walk = new ProblemWalk(night, '2026-05-06T15:59:00Z')
  await walk.report('upperVillage', { feedbackOn: '2026-05-06' })
  const next = new ProblemWalk(night, '2026-05-06T16:00:00Z')
  await next.report('upperVillage', { feedbackOn: '2026-05-06' })
  assert.equal((await figures('2026-05-06', night)).total.n, 1)
  assert.equal((await figures('2026-05-07', night)).total.n, 2)
  assert.equal((await figures('2026-05-07')).total.n, 2)
})
