import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { connectDatabase } from './database/transaction.ts'
import { createNumbers } from './numbers.ts'

let db: TestDatabase
before(async () => {
  db = await createTestDatabase()
  await db.owner.query(
    "INSERT INTO counties (county_id, code, name) VALUES (1, 'A', '甲县'), (2, 'B', '乙县')",
  )
})
after(() => db.close())

test('numbers run on from 1, for each name and county on its own', async () => {
  const numbers = createNumbers(connectDatabase(db.app))
  const some = []
  for (let n = 0; n < 25; n++) some.push(await numbers(1, 'calm'))
  assert.deepEqual(
    some,
    Array.from({ length: 25 }, (_, n) => n + 1),
  )
  assert.equal(await numbers(1, 'other'), 1)
  assert.equal(await numbers(2, 'calm'), 1)
})

test('two programs in a hurry never give the same number, and soon ask seldom', async () => {
  const database = connectDatabase(db.app)
  let asked = 0
  const counting: typeof database = {
    ...database,
    writeOnce: (countyId, work) => {
      asked++
      return database.writeOnce(countyId, work)
    },
  }
  const programs = [createNumbers(counting), createNumbers(counting)]
  const given = await Promise.all(Array.from({ length: 2_000 }, (_, n) => programs[n % 2]?.(1, 'hurry')))
  assert.equal(new Set(given).size, 2_000)
  assert.ok(asked < 30, `${asked}`)
})
