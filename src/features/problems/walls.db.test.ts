import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'

/** What the database itself refuses, tried with the app's role and with the owner's. */
let db: TestDatabase
let ours: SmallCounty
let theirs: SmallCounty
let walk: ProblemWalk
before(async () => {
  db = await createTestDatabase()
  ours = await createSmallCounty(db, 1)
  theirs = await createSmallCounty(db, 2)
  walk = await new ProblemWalk(ours, '2026-03-02T01:00:00Z').toRectifying()
  await new ProblemWalk(theirs, '2026-03-02T01:00:00Z').toRectifying()
})
after(() => db.close())

const inCounty = async (county: number, text: string) => {
  const client = await db.app.connect()
  try {
    await client.query(`BEGIN; SET LOCAL app.county = ${county}`)
    return await client.query(text)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

test('outside a county no row is seen, whatever the table', async () => {
  const tables = await db.owner.query<{ table_name: string }>(
    `SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'county_id'
     AND table_name <> 'counties'`,
  )
  assert.ok(tables.rows.length > 30)
  for (const { table_name } of tables.rows) {
    const seen = await db.app.query(`SELECT 1 FROM ${table_name} LIMIT 1`)
    assert.equal(seen.rowCount, 0, table_name)
  }
})

test('every table of the counties has row-level security and county_id first in its primary key', async () => {
  const loose = await db.owner.query(
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'county_id'
     LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
     WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'counties'
       AND (NOT c.relrowsecurity OR i.indkey[0] IS DISTINCT FROM a.attnum)`,
  )
  assert.deepEqual(loose.rows, [])
})

test('one county neither sees nor writes another’s rows', async () => {
  const seen = await inCounty(1, 'SELECT DISTINCT county_id FROM problems')
  assert.deepEqual(seen.rows, [{ county_id: 1 }])
  const changed = await inCounty(2, `UPDATE problems SET title = 'x' WHERE id = '${walk.acted.id}'`)
  assert.equal(changed.rowCount, 0)
  await assert.rejects(
    inCounty(2, "INSERT INTO counters (county_id, name, next) VALUES (1, 'x', 1)"),
    /row-level security/,
  )
})

for (const table of [
  'history',
  'row_versions',
  'commands',
  'refused_attempts',
  'problem_site_checks',
  'problem_countersigns',
])
  test(`the app may not change, delete or empty ${table}`, async () => {
    for (const attempt of [
      `UPDATE ${table} SET county_id = county_id`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ])
      await assert.rejects(inCounty(1, attempt), /permission denied/, attempt)
  })

for (const table of ['history', 'row_versions'])
  test(`even the owner may not rewrite ${table}`, async () => {
    for (const attempt of [
      `UPDATE ${table} SET county_id = county_id`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table} CASCADE`,
    ])
      await assert.rejects(db.owner.query(attempt), /append-only|only be erased/, attempt)
  })

test('the app owns nothing and may make nothing', async () => {
  await assert.rejects(inCounty(1, 'CREATE TABLE mine (x int)'), /permission denied/)
  const owned = await db.owner.query("SELECT 1 FROM pg_class WHERE relowner = 'bihuan_app'::regrole")
  assert.equal(owned.rowCount, 0)
})

test('what may not be known of anybody has no column anywhere', async () => {
  const forbidden =
    /politic|party_member|religio|faith|belief|thought|ideolog|check_?in|clock_?in|online_?(time|minutes)|points|score_rank|login_count|政治面貌|宗教|思想|打卡|积分|在线/i
  const columns = await db.owner.query<{ name: string }>(
    `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
     WHERE table_schema IN ('public', 'auth')`,
  )
  assert.ok(columns.rows.length > 200)
  assert.deepEqual(
    columns.rows.map((r) => r.name).filter((name) => forbidden.test(name)),
    [],
  )
})
