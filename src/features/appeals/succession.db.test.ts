import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { operator } from '#features/accounts/index.ts'
import { type Reorganizing, reorganize, together } from '#features/organizations/index.ts'
import { succession } from '#features/problems/index.ts'
import { Refused } from '#platform/refusal.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'
import { appealSuccession } from './succession.ts'

let db: TestDatabase
let county: SmallCounty
let deps: Deps
beforeEach(async () => {
  await db?.close()
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  deps = appealDeps(county)
})
after(() => db.close())

const business = together([succession, appealSuccession])
const START = '2026-06-03T02:00:00Z'
const walk = () => new AppealWalk(county, deps, START)

/** Does an act on an organisation; the walks go on from their rows' new version. */
async function act(id: string, asked: Reorganizing, ...walks: AppealWalk[]) {
  const order = { id, by: operator, world: await county.world(new Date(START)), business }
  const done = await county.deps.database.write(1, (tx) => reorganize(tx, 1, order, asked))
  county.deps.directory.forget(1)
  for (const w of walks) w.acted = { ...w.acted, version: (await w.row()).row.version }
  return done
}

test('what was brought up about a merged village, and what it handles, goes on at the successor', async () => {
  const { upperVillage, lowerVillage, stoneBridge } = county.organizations
  const handled = await walk().register()
  await handled.toHandling()
  const closed = await walk().register()
  await closed.toHandling()
  await closed.toCallback()
  await closed.act('townRegistrar', 'closeSolved', {})
  const done = await act(upperVillage, { act: 'merge', into: lowerVillage }, handled, closed)
  assert.equal(done.appealsMoved, 2)
  const { row } = await handled.row()
  assert.deepEqual([row.place_id, row.township_id, row.handler_id], [lowerVillage, stoneBridge, lowerVillage])
  assert.deepEqual(row.clocks.handle?.stoppedAt, undefined, 'the deadline runs on')
  await handled.act('siblingSecretary', 'answer', { text: '已修好', claim: 'solved' })
  await assert.rejects(handled.act('villageClerk', 'reply', { text: '好' }), Refused)
})

test('what is about a merged village’s people is not left with whoever handled it there', async () => {
  const { upperVillage, lowerVillage, stoneBridge } = county.organizations
  const about = await walk().register({ aboutVillage: true })
  await about.dispatched('lowerVillage')
  await act(upperVillage, { act: 'merge', into: lowerVillage }, about)
  const { row } = await about.row()
  assert.deepEqual([row.place_id, row.handler_id], [lowerVillage, stoneBridge])
})

test('whoever assists with what is open is not closed either', async () => {
  const { agriculture, stoneBridge } = county.organizations
  const w = await walk().register()
  await w.act('townRegistrar', 'dispatch', { handlerId: stoneBridge, assistantIds: [agriculture] })
  await assert.rejects(act(agriculture, { act: 'close' }), (error: Refused) => {
    assert.deepEqual(error.refusal, { code: 'missing', needs: ['noOpenAppeals'] })
    return true
  })
})

test('a village that moves takes its appeals to its new township; one with open appeals is not closed', async () => {
  const { upperVillage, willow } = county.organizations
  const w = await walk().register()
  await assert.rejects(act(upperVillage, { act: 'close' }), (error: Refused) => {
    assert.deepEqual(error.refusal, { code: 'missing', needs: ['noOpenAppeals'] })
    return true
  })
  const done = await act(upperVillage, { act: 'move', to: willow }, w)
  assert.equal(done.appealsMoved, 1)
  assert.equal((await w.row()).row.township_id, willow)
  await assert.rejects(w.act('townRegistrar', 'classify', {} as never), Refused)
})
