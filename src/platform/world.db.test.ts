import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty } from '#tests/support/small-county.ts'
import { connectDatabase, type Database } from './database/transaction.ts'
import { createWorlds } from './world.ts'

let db: TestDatabase
before(async () => {
  db = await createTestDatabase()
  await createSmallCounty(db)
})
after(() => db.close())

/** A database that counts how often a county is read. */
function counted(): { database: Database; reads: () => number } {
  const database = connectDatabase(db.app)
  let reads = 0
  const read: Database['read'] = (countyId, work) => {
    reads++
    return database.read(countyId, work)
  }
  return { database: { ...database, read }, reads: () => reads }
}

const now = new Date('2026-03-02T01:00:00Z')

test('who asks at the same moment gets the same world, read once', async () => {
  const { database, reads } = counted()
  const worlds = createWorlds(database)
  const [one, two] = await Promise.all([worlds.of(1, now), worlds.of(1, now)])
  assert.equal(one.calendar, two.calendar)
  assert.equal(one.rules, two.rules)
  assert.equal(reads(), 1)
})

test('what is forgotten while it is being read is read anew', async () => {
  const { database, reads } = counted()
  const worlds = createWorlds(database)
  const first = worlds.of(1, now)
  worlds.forget(1)
  await Promise.all([first, worlds.of(1, now)])
  await worlds.of(1, now)
  assert.equal(reads(), 2)
})

test('a county that could not be read is tried again', async () => {
  const { database } = counted()
  let isDown = true
  const read: Database['read'] = (countyId, work) =>
    isDown ? Promise.reject(new Error('no connection')) : database.read(countyId, work)
  const worlds = createWorlds({ ...database, read })
  await assert.rejects(worlds.of(1, now), /no connection/)
  isDown = false
  assert.equal((await worlds.of(1, now)).today, '2026-03-02')
})
