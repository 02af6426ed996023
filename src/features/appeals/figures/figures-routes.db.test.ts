import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppealWalk } from '#tests/support/appeal-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from '../../../../tests/http/house.ts'

/** The figures over HTTP, as each of the county's people gets them. */
const NOW = new Date('2026-06-10T02:00:00Z')
let house: House
let problemId: string

before(async () => {
  house = await openHouse({ now: () => NOW })
  const { east, program } = house
  const deps = { ...east.deps, identities: program.appeals.identities, receipts: program.appeals.receipts }
  const walk = (at: string) => new AppealWalk(east, deps, at)
  const closed = await (await walk('2026-05-11T01:00:00Z').toHandling()).toCallback()
  await closed.act('townRegistrar', 'closeSolved', { satisfaction: 'fairly' })
  const asked = walk('2026-05-12T01:00:00Z')
  await asked.register({ nature: 'advice', fieldCode: 'sanitation' }, 'lowerVillage')
  await asked.dispatched('stoneBridge')
  await asked.act('townSecretary', 'sign', {})
  await asked.act('townSecretary', 'contact', { way: 'phone' })
  await asked.act('townSecretary', 'answer', { text: '已采纳。', claim: 'explained' })
  await asked.act('townRegistrar', 'passAnswer', {})
  await asked.act('townRegistrar', 'closeSolved', {})
  // Signed for at once, and spoken with too late.
  const late = walk('2026-04-13T01:00:00Z')
  await late.register({}, 'lowerVillage')
  await late.dispatched('stoneBridge')
  await late.act('townSecretary', 'sign', {})
  await late.wait({ days: 3 }).act('townSecretary', 'contact', { way: 'phone' })
  await late.act('leader', 'pledge', { year: 2026 })
  const problem = new ProblemWalk(east, '2026-05-01T01:00:00Z')
  await problem.toRectifying()
  problemId = problem.acted.id
})
after(() => house.close())

const get = (by: PersonName, path: string) => house.api(path, { token: house.east.tokens[by] })

test('the county’s line and its parts, with numerator, denominator and what is not counted', async () => {
  const whole = await get('leader', '/appeals/figures?month=2026-05')
  assert.equal(whole.statusCode, 200, whole.body)
  const { lines, frozen, formula } = whole.json()
  assert.deepEqual([frozen, formula.response, lines.length], [false, 1, 1])
  assert.deepEqual(lines[0].response, { numerator: 2, denominator: 2, excluded: {} })
  assert.deepEqual(lines[0].satisfaction.numerator, 0.8)
  assert.deepEqual(lines[0].solution.excluded, { 'nature:advice': 1 })
  assert.equal(lines[0].name, '全县')
  const fields = (await get('office', '/appeals/figures?month=2026-05&scope=field')).json().lines
  assert.deepEqual(fields.map(({ name }: { name: string }) => name).sort(), ['环境卫生', '道路'])
  const handlers = (await get('viewer', '/appeals/figures?month=2026-05&scope=handler')).json().lines
  assert.deepEqual(handlers.map(({ name }: { name: string }) => name).sort(), ['上河村', '石桥镇'])
})

test('who works for a township gets its figures and no other’s; who handles appeals gets none', async () => {
  const { willow, stoneBridge, upperVillage } = house.east.organizations
  for (const by of ['townRegistrar', 'townSecretary'] as const) {
    const [line] = (await get(by, '/appeals/figures?month=2026-05')).json().lines
    assert.deepEqual([line.scope, line.id], ['township', stoneBridge])
    const places = (await get(by, '/appeals/figures?month=2026-05&scope=place')).json().lines
    assert.deepEqual(
      places.map(({ within }: { within: string }) => within),
      [stoneBridge, stoneBridge],
    )
    assert.equal((await get(by, `/appeals/figures?month=2026-05&township=${willow}`)).statusCode, 404)
  }
  const other = (await get('otherTownSecretary', '/appeals/figures?month=2026-05&scope=place')).json()
  assert.deepEqual(other.lines, [])
  const foreign = await get(
    'otherTownSecretary',
    `/appeals/figures?month=2026-05&scope=place&id=${upperVillage}`,
  )
  assert.deepEqual(foreign.json().lines, [])
  for (const by of [
    'villageSecretary',
    'villageClerk',
    'departmentSecretary',
    'systemAdmin',
    'inspector',
  ] as const)
    for (const path of ['', '/speed', '/rows'])
      assert.equal((await get(by, `/appeals/figures${path}?month=2026-05&rate=response`)).statusCode, 403, by)
})

test('behind each figure stand its appeals, and their number is that of the figure', async () => {
  const path = '/appeals/figures/rows?month=2026-05&scope=county&rate='
  const { rows } = (await get('townRegistrar', `${path}solution`)).json()
  assert.deepEqual(rows.map((row: { in: string; reason: string | null }) => [row.in, row.reason]).sort(), [
    ['excluded', 'nature:advice'],
    ['numerator', null],
  ])
  const among = (await get('townRegistrar', `${path}solution&in=counted`)).json().rows
  assert.deepEqual(
    among.map((row: { in: string }) => row.in),
    ['numerator'],
  )
  const responses = (await get('leader', `${path}response&in=numerator&limit=1`)).json()
  assert.equal(responses.rows.length, 1)
  const rest = (await get('leader', `${path}response&in=numerator&limit=1&after=${responses.next}`)).json()
  assert.deepEqual([rest.rows.length, rest.next], [1, null])
  const { body } = await get('leader', `${path}response`)
  assert.doesNotMatch(body, /周德福|13800001234/)
  assert.deepEqual((await get('otherTownSecretary', `${path}response`)).json().rows, [])
})

test('of the rate of response the rows tell of the first contact, not of the signing', async () => {
  const { rows } = (await get('leader', '/appeals/figures/rows?month=2026-04&rate=response')).json()
  assert.deepEqual(
    rows.map((row: { in: string; outcome: string }) => [row.in, row.outcome]),
    [['denominator', 'late']],
  )
})

test('the pledge list is read by who answers for the township or the county, of their own', async () => {
  const { least, rows } = (await get('leader', '/appeals/pledges?year=2026')).json()
  assert.deepEqual([least, rows.length, rows[0].solved, rows[0].place.name], [10, 1, null, '下河村'])
  assert.equal((await get('townSecretary', '/appeals/pledges?year=2026')).json().rows.length, 1)
  assert.equal((await get('otherTownSecretary', '/appeals/pledges?year=2026')).json().rows.length, 0)
  assert.deepEqual((await get('leader', '/appeals/pledges?year=2025')).json().rows, [])
  for (const by of ['villageSecretary', 'systemAdmin', 'inspector'] as const)
    assert.equal((await get(by, '/appeals/pledges?year=2026')).statusCode, 403, by)
})

test('speed month by month, and before and during the rectification of a problem', async () => {
  const { months, rectification } = (await get('leader', '/appeals/figures/speed?month=2026-06')).json()
  assert.equal(months.length, 12)
  assert.equal(months.at(-2).month, '2026-05')
  assert.equal(months.at(-2).speed.closing.n, 2)
  assert.equal(rectification, null)
  const around = await get('townSecretary', `/appeals/figures/speed?month=2026-06&problem=${problemId}`)
  const told = around.json().rectification
  assert.deepEqual(
    told.map(({ period }: { period: string }) => period),
    ['before', 'during'],
  )
  // Of the problem's own village alone.
  assert.deepEqual([told[0].speed.contact, told[1].speed.contact.n], [undefined, 1])
  const foreign = await get('otherTownSecretary', `/appeals/figures/speed?month=2026-06&problem=${problemId}`)
  assert.equal(foreign.statusCode, 404)
})

test('a month that is still to come, and what is no month, is refused', async () => {
  assert.equal((await get('leader', '/appeals/figures?month=2026-07')).statusCode, 422)
  for (const month of ['2026-13', '2026', "2026-05'"])
    assert.ok((await get('leader', `/appeals/figures?month=${encodeURIComponent(month)}`)).statusCode >= 400)
})
