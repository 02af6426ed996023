import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { connectDatabase } from '#platform/database/transaction.ts'
import { sealVolumes } from '#platform/search/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

/** One full volume of 8,000 places, and the beginning of the next; of words made up, a word in every tenth place. */
const FIRST = 2_024_000_000
const COUNT = 8_200

let db: TestDatabase
before(async () => {
  db = await createTestDatabase()
  await db.owner.query(`INSERT INTO counties (county_id, code, name) VALUES (1, 'FIND', '测试县')`)
  await db.owner.query(
    `INSERT INTO appeal_search (county_id, place, appeal_id, search)
     SELECT 1, ${FIRST} + n, gen_random_uuid(), array_to_tsvector(ARRAY['1 tenth' || n % 10, '1 third' || n % 3, '1 @>' || n % 50,
       '1 #1000.' || (${FIRST} + n) / 1000, '1 #32000.' || (${FIRST} + n) / 32000])
     FROM generate_series(1, ${COUNT}) n`,
  )
  await sealVolumes(connectDatabase(db.app), 1, 'seal_appeal_search_volume')
})
after(() => db.close())

async function find(words: string[], units: string[] = [], most = 5_000): Promise<number[]> {
  const client = await db.app.connect()
  try {
    await client.query('BEGIN; SET LOCAL app.county = 1')
    const { rows } = await client.query<{ place: number }>(
      'SELECT place FROM find_appeals($1, $2, 2147483647, $3)',
      [words, units, most],
    )
    return rows.map(({ place }) => place - FIRST)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

const all = (holds: (n: number) => boolean) =>
  Array.from({ length: COUNT }, (_, i) => COUNT - i).filter(holds)

test('appeals are found by their words and by whose they are, in full volumes and in the newest', async () => {
  assert.deepEqual(
    await find(['1 tenth3']),
    all((n) => n % 10 === 3),
  )
  assert.deepEqual(
    await find(['1 tenth3', '1 third1']),
    all((n) => n % 10 === 3 && n % 3 === 1),
  )
  assert.deepEqual(
    await find(['1 third1'], ['1 @>7']),
    all((n) => n % 3 === 1 && n % 50 === 7),
  )
  assert.deepEqual(await find(['1 tenth3'], [], 4), all((n) => n % 10 === 3).slice(0, 4))
  assert.deepEqual(await find(['1 nowhere']), [])
})

test('what is given to another handler is found among theirs, and what is diverted leaves no bit behind', async () => {
  const moved = `UPDATE appeal_search SET search = array_to_tsvector(ARRAY['1 tenth7', '1 @>8']) WHERE place = ${FIRST + 57}`
  await db.owner.query(moved)
  assert.ok((await find(['1 tenth7'], ['1 @>8'])).includes(57))
  assert.ok(!(await find(['1 tenth7'], ['1 @>7'])).includes(57))

  await db.owner.query(`DELETE FROM appeal_search WHERE place = ${FIRST + 13}`)
  assert.ok(!(await find(['1 tenth3'])).includes(13))
  const { rows } = await db.owner.query(
    `SELECT word FROM appeal_search_bits WHERE get_bit(bits, (${FIRST + 13}) % 8000) = 1 AND volume = ${FIRST + 13} / 8000`,
  )
  assert.deepEqual(rows, [])
})
