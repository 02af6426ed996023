import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { closing } from './county-dialect.ts'
import { connectDatabase, type Database, type Tx } from './transaction.ts'

let db: TestDatabase
let pools: [string, Database][]
before(async () => {
  db = await createTestDatabase()
  await db.owner.query(
    "INSERT INTO counties (county_id, code, name) VALUES (1, 'A', '甲县'), (2, 'B', '乙县')",
  )
  pools = [
    ['app', connectDatabase(db.app)],
    ['owner', connectDatabase(db.owner)],
  ]
})
after(() => db.close())

const take =
  (name: string, county = 1) =>
  (tx: Tx) =>
    sql`INSERT INTO counters (county_id, name, next) VALUES (${county}, ${name}, 1)`.execute(tx)
const names = async (database: Database, county = 1): Promise<string[]> =>
  database.readOnce(county, async (tx) => {
    const { rows } = await sql<{ name: string }>`
      SELECT name FROM counters WHERE county_id = ${county} ORDER BY name`.execute(tx)
    return rows.map((row) => row.name)
  })

test('what throws leaves nothing, and the connection goes on', async () => {
  for (const [kind, database] of pools) {
    const broken = `broken ${kind}`
    await assert.rejects(
      database.write(1, async (tx) => {
        await take(broken)(tx)
        throw new Error('no')
      }),
      /no/,
    )
    await assert.rejects(
      database.write(1, async (tx) => {
        await take(broken)(tx)
        await take(broken)(tx)
      }),
      /duplicate key/,
    )
    await assert.rejects(
      database.write(1, (tx) => sql`SELECT nothing_like_it()`.execute(tx)),
      /does not exist/,
    )
    await database.write(1, take(`kept ${kind}`))
    const left = await names(database)
    assert.ok(left.includes(`kept ${kind}`) && !left.includes(broken), kind)
  }
})

test('a failure that the work swallows does not pass for done', async () => {
  for (const [kind, database] of pools)
    await assert.rejects(
      database.write(1, async (tx) => {
        await take(`swallowed ${kind}`)(tx)
        await take(`swallowed ${kind}`)(tx).catch(() => undefined)
      }),
      /ended with ROLLBACK/,
      kind,
    )
})

test('a reading writes nothing, a reading of one statement has one', async () => {
  for (const [kind, database] of pools) {
    await assert.rejects(database.read(1, take(`read ${kind}`)), /read-only/)
    await assert.rejects(database.readOnce(1, take(`once ${kind}`)), /read-only/)
    await assert.rejects(
      database.readOnce(1, async (tx) => {
        await sql`SELECT 1`.execute(tx)
        await sql`SELECT 2`.execute(tx)
      }),
      /closed with its last statement/,
    )
  }
})

test('the last statement closes its transaction: it stands, and nothing follows it', async () => {
  for (const [kind, database] of pools) {
    const last = (name: string) => (tx: Tx) =>
      tx.executeQuery(
        closing(sql`INSERT INTO counters (county_id, name, next) VALUES (1, ${name}, 1)`.compile(tx)),
      )
    await assert.rejects(
      database.write(1, async (tx) => {
        await take(`first ${kind}`)(tx)
        await last(`last ${kind}`)(tx)
        await take(`after ${kind}`)(tx)
      }),
      /closed with its last statement/,
    )
    const fails = async (tx: Tx) => {
      await take(`lost ${kind}`)(tx)
      await last(`last ${kind}`)(tx)
    }
    await assert.rejects(database.write(1, fails), /duplicate key/)
    await database.writeOnce(1, take(`once ${kind}`))
    await assert.rejects(database.writeOnce(1, take(`once ${kind}`)), /duplicate key/)
    const kept = (await names(database)).filter((name) => name.endsWith(kind))
    assert.deepEqual(
      kept.filter((name) => /^(first|last|after|lost|once)/.test(name)),
      [`first ${kind}`, `last ${kind}`, `once ${kind}`],
    )
  }
})

test('work without a statement is fine', async () => {
  for (const [, database] of pools) {
    assert.equal(await database.write(1, async () => 'nothing'), 'nothing')
    assert.equal(await database.readOnce(1, async () => 'nothing'), 'nothing')
  }
})

test('many at once keep to their county and their order', async () => {
  const [, database] = pools[0]!
  const both = Array.from({ length: 200 }, (_, n) =>
    database.write(1 + (n % 2), take(`at once ${n}`, 1 + (n % 2))),
  )
  await Promise.all(both)
  for (const county of [1, 2]) {
    const mine = (await names(database, county)).filter((name) => name.startsWith('at once'))
    assert.equal(mine.length, 100)
    assert.ok(mine.every((name) => Number(name.split(' ')[2]) % 2 === county - 1))
  }
  await assert.rejects(database.write(1, take('foreign', 2)), /row-level security/)
})

test('values of every kind come back as they went, and what cannot be sent harms nobody', async () => {
  const [, database] = pools[0] as (typeof pools)[number]
  const at = new Date('2026-03-02T01:02:03.456Z')
  const given = { text: "o'neil \\ 字", nothing: null, many: ['a"b', 'c,d', '{}'], json: { a: [1, null] } }
  const ask = (text: string | null) =>
    database.readOnce(1, async (tx) => {
      const { rows } = await sql<Record<string, unknown>>`
        SELECT ${text}::text AS text, ${given.nothing}::text AS nothing, ${given.many}::text[] AS many,
          ${JSON.stringify(given.json)}::jsonb AS json, ${at}::timestamptz AS at, 'infinity'::timestamptz AS never,
          '2026-03-02'::date AS day, 12345678901::bigint AS large, true AS yes`.execute(tx)
      return rows
    })
  const rest = { at, never: Number.POSITIVE_INFINITY, day: '2026-03-02', large: 12_345_678_901, yes: true }
  // The second time the statement is known to the connection and its columns are not asked for again.
  for (const text of [given.text, given.text, null])
    assert.deepEqual(await ask(text), [{ ...given, text, ...rest }])
  const circular: Record<string, unknown> = {}
  circular.self = circular
  await assert.rejects(
    database.readOnce(1, (tx) => sql`SELECT ${circular}::jsonb`.execute(tx)),
    /circular/i,
  )
  assert.equal((await ask('after')).length, 1)
})
