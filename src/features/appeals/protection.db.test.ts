import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'
import { openIdentity, reissueReceipt } from './identity.ts'
import { performAct } from './perform.ts'
import { detailOf, findDetail } from './read/detail.ts'
import { performRegister } from './register.ts'

/** What could tell who spoke up, tried one after the other (domain.md 7.1). */
let db: TestDatabase
let county: SmallCounty
let deps: Deps
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  deps = appealDeps(county)
})
after(() => db.close())

const walk = () => new AppealWalk(county, deps, '2026-03-02T02:00:00Z')

test('a number that was hidden is not found by trying it against what commands are known by', async () => {
  const w = walk()
  const world = await county.world(w.at)
  const body = {
    ...{ commandId: newId(), channel: 'phone' as const, openness: 'registrar' as const, person: {} },
    ...{ ...w.matter(), cause: '灯不亮，找我13800001234' },
  }
  const { id } = await performRegister(deps, world, county.actor('townRegistrar'), body)
  const amending = { ...w.matter(), commandId: newId(), version: 1, cause: '灯不亮，改打13900005678' }
  await performAct(deps, world, county.actor('townRegistrar'), 'amend', id, amending)
  const { rows } = await db.owner.query('SELECT request_hash FROM commands WHERE command_id = ANY($1)', [
    [body.commandId, amending.commandId],
  ])
  const kept = new Set(rows.map(({ request_hash }) => request_hash))
  const { person: _, ...open } = body
  const guesses = [`register\n\n${JSON.stringify(open)}`, `amend\n${id}\n${JSON.stringify(amending)}`]
  for (const guess of guesses) assert.ok(!kept.has(createHash('sha256').update(guess).digest('hex')))
})

async function pageOf(w: AppealWalk, by: PersonName) {
  const found = await deps.database.read(county.countyId, (tx) => findDetail(tx, county.countyId, w.acted.id))
  assert.ok(found)
  return detailOf(found, county.actor(by), deps.directory, await county.world(w.at))
}

test('a handler reads neither which group it came from, nor why a registrar looked at who it was', async () => {
  const w = await walk().register({ openness: 'registrar', sourceRef: '上河三组亲友群' })
  await w.toHandling()
  const world = await county.world(w.at)
  const registrar = county.actor('townRegistrar')
  const reason = '找小卖部老板娘，13800001234'
  await openIdentity(deps, world, registrar, w.acted.id, { commandId: newId(), reason })
  await reissueReceipt(deps, world, registrar, w.acted.id, { commandId: newId(), reason: '小卖部丢的' })
  const handler = JSON.stringify(await pageOf(w, 'villageClerk'))
  for (const secret of ['亲友群', '小卖部', 'openIdentity', 'reissueReceipt'])
    assert.ok(!handler.includes(secret), secret)
  for (const by of ['townRegistrar', 'townSecretary', 'leader'] as const) {
    const page = await pageOf(w, by)
    assert.equal(page.sourceRef, '上河三组亲友群', by)
    assert.deepEqual(
      page.identity.openings?.map((each) => each.reason),
      ['找小卖部老板娘，***'],
    )
  }
})
