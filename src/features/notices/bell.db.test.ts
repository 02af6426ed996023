import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { NoticesCounty } from '#tests/support/notices-county.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { readBell } from './bell.ts'
import { markSeen } from './telling/ways.ts'

/** What is new on somebody's desk, of every kind of case alike. */
let db: TestDatabase
let county: SmallCounty
let told: NoticesCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  told = new NoticesCounty(county)
})
after(() => db.close())

const bellOf = async (name: PersonName, at: Date) => {
  const world = await county.world(at)
  return told.deps.database.read(county.countyId, (tx) =>
    readBell(tx, told.deps.sources, county.actor(name), world),
  )
}

test('what another did is new until it is looked at; what one did oneself is not; what ran out is', async () => {
  const w = await (
    await new AppealWalk(county, appealDeps(county), '2026-03-02T02:00:00Z').register()
  ).dispatched()
  const { row } = await w.row()
  const bell = await bellOf('villageClerk', w.at)
  assert.deepEqual(
    bell.lines.map(({ kind, number, step, fresh }) => [kind, number, step.zh, fresh]),
    [['appeal', row.number, '待签收', true]],
  )
  assert.ok(!JSON.stringify(bell).includes('路灯'))
  const { people, countyId } = county
  await told.deps.database.write(countyId, (tx) => markSeen(tx, countyId, people.villageClerk, w.at))
  const seen = await bellOf('villageClerk', w.at)
  assert.equal(seen.fresh, 0)
  assert.deepEqual(
    seen.earlier.map(({ number }) => number),
    [row.number],
    'looked at, and still theirs to see',
  )
  assert.equal((await bellOf('villageClerk', w.at)).work, 1)
  await w.act('villageClerk', 'sign', {})
  assert.equal((await bellOf('villageClerk', w.at)).fresh, 0, 'their own')
  const late = new Date(w.at.getTime() + 2 * 86_400_000)
  assert.equal((await bellOf('villageClerk', late)).fresh, 1, 'its deadline has passed since')
  await w.act('townRegistrar', 'reassign', {
    ...{ handlerId: county.organizations.lowerVillage, assistantIds: [], reason: '不在上河村' },
  } as never)
  assert.deepEqual((await bellOf('villageClerk', late)).work, 0, 'given to others')
  assert.equal((await bellOf('siblingSecretary', w.at)).fresh, 1)
})

test('a problem is told the same way', async () => {
  const w = await new ProblemWalk(county, new Date('2026-03-03T02:00:00Z').toISOString()).report(
    'upperVillage',
    {
      title: '村口排水沟堵塞',
    },
  )
  const at = new Date('2026-03-03T03:00:00Z')
  const before_ = await bellOf('villageSecretary', at)
  assert.ok(!before_.lines.some(({ kind }) => kind === 'problem'), 'not issued yet')
  await (w as ProblemWalk).act('office', 'issue', {} as never)
  const bell = await bellOf('villageSecretary', new Date('2026-03-03T05:00:00Z'))
  assert.ok(bell.lines.some(({ kind, fresh }) => kind === 'problem' && fresh))
  assert.ok(!JSON.stringify(bell).includes('排水沟'))
})
