import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'
import { performAct } from './perform.ts'
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
