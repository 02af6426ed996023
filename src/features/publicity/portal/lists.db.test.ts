import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { type ListQuery, listPart, PAGE_ROWS } from './lists.ts'

let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
})
after(() => db.close())

test('a list that is read as a whole is cut into pages too, and ends', async () => {
  await db.owner.query(
    `INSERT INTO published_counts (county_id, kind, key, label, n, as_of)
     SELECT 1, 'withheld', 'r' || n, '理由' || n, 1, '2026-06-01' FROM generate_series(1, $1) n`,
    [PAGE_ROWS + 2],
  )
  const part = (query: ListQuery) =>
    county.deps.database.read(1, (tx) => listPart(tx, 'withheld', { countyId: 1, now: new Date(), query }))
  const parts = await Promise.all([1, 2, 3].map((page) => part({ page })))
  assert.deepEqual(
    parts.map((each) => [each?.rows.length, each?.hasMore]),
    [
      [PAGE_ROWS, true],
      [2, false],
      [0, false],
    ],
  )
  const told = new Set(parts.flatMap((each) => each?.rows ?? []).map(([label]) => label))
  assert.equal(told.size, PAGE_ROWS + 2, 'each once')
})
