import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

const walk = () => new ProblemWalk(county, '2026-03-02T01:00:00Z')
const set = (change: string) =>
  db.owner.query(`UPDATE organizations SET ${change} WHERE id = '${county.organizations.upperVillage}'`)
const count = async (): Promise<number> =>
  (await db.owner.query('SELECT count(*)::int AS n FROM problems')).rows[0].n

test('an organisation that was closed a moment ago takes no problem, whatever is still remembered of it', async () => {
  await walk().report('upperVillage')
  const before = await count()
  await set("status = 'closed'")
  await assert.rejects(walk().report('upperVillage'), (error) => {
    assert.ok(error instanceof Refused && error.refusal.code === 'invalid')
    assert.deepEqual(error.refusal.issues, [{ path: 'organizationId', reason: 'unknown_reference' }])
    return true
  })
  assert.equal(await count(), before)
  await set("status = 'active'")
})

test('a village that came under another township a moment ago is entered there', async () => {
  await walk().report('upperVillage')
  const other = county.organizations.willow
  await set(`township_id = '${other}'`)
  const w = await walk().report('upperVillage')
  const entered = await db.owner.query('SELECT township_id FROM problems WHERE id = $1', [w.acted.id])
  assert.equal(entered.rows[0].township_id, other)
})
