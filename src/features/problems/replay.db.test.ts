import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { performReport } from './report.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

test('a problem that was entered is answered so again, its external number or not', async () => {
  const w = new ProblemWalk(county, '2026-03-02T01:00:00Z')
  const body = { commandId: newId(), ...w.feedback('upperVillage'), externalKey: 'X-1' }
  const send = async () =>
    performReport(county.deps, await county.world(w.at), county.actor('office'), 'report', body)
  const first = await send()
  assert.deepEqual(await send(), first)
})
