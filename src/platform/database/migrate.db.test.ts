import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import pg from 'pg'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { MigrationError, migrate } from './migrate.ts'
import { type DatabaseTarget, poolConfig } from './pool-config.ts'

let empty: Awaited<ReturnType<typeof createEmptyDatabase>>
let migrated: TestDatabase
let dir: string

before(async () => {
  empty = await createEmptyDatabase()
  migrated = await createTestDatabase()
})
after(async () => {
  await empty.close()
  await migrated.close()
})
beforeEach((t) => {
  dir = mkdtempSync(join(tmpdir(), 'migrations-'))
  'after' in t && t.after(() => rmSync(dir, { recursive: true }))
})

test('migrations run once, in order, and two programs that start together do not collide', async () => {
  write('0001_first.sql', "CREATE TABLE first (id integer, note text DEFAULT '{kept}');")
  write('0002_second.sql', 'ALTER TABLE first ADD COLUMN more text; CREATE TABLE second (id integer);')
  const both = await Promise.all([migrate(empty.target, dir), migrate(empty.target, dir)])
  assert.deepEqual(both.flat(), ['0001_first', '0002_second'])
  assert.deepEqual(await migrate(empty.target, dir), [])
})

test('a migration that fails names its file and leaves nothing of itself', async () => {
  write('0001_first.sql', 'SELECT 1;')
  write('0002_second.sql', 'SELECT 1;')
  write('0003_half.sql', 'CREATE TABLE half (id integer); SELECT no_such_function();')
  await assert.rejects(migrate(empty.target, dir), (error: Error) => {
    assert.ok(error instanceof MigrationError)
    assert.match(error.message, /0003_half/)
    assert.match(error.message, /no_such_function/)
    return true
  })
  assert.equal(await query(empty.target, "SELECT to_regclass('half') AS it"), null)
})

test('the app role is neither owner nor superuser and cannot pass row-level security', async () => {
  const { rows } = await migrated.app.query(
    'SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles WHERE rolname = current_user',
  )
  const nothing = { rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false }
  assert.deepEqual(rows, [{ rolname: 'bihuan_app', ...nothing }])
  await assert.rejects(migrated.app.query('CREATE TABLE mine (id integer)'), /permission denied/)
})

test('on an outside server the app role is taken by the log-in of the owner', async () => {
  const admin = new pg.Client(migrated.adminUrl)
  await admin.connect()
  const login = `outside_${process.pid}`
  await admin.query(`CREATE ROLE ${login} LOGIN; GRANT bihuan_app TO ${login}`)
  await admin.query(`GRANT CONNECT ON DATABASE ${migrated.name} TO ${login}`)
  const url = migrated.ownerUrl.replace('bihuan_owner', login)
  assert.equal(
    await query({ ownerUrl: url, appRole: 'bihuan_app' }, 'SELECT current_user::text AS it'),
    'bihuan_app',
  )
  await admin.query(`DROP OWNED BY ${login}; DROP ROLE ${login}`)
  await admin.end()
})

function write(name: string, sql: string): void {
  writeFileSync(join(dir, name), sql)
}

async function query(target: DatabaseTarget, sql: string): Promise<unknown> {
  const client = new pg.Client(poolConfig(target, 'app'))
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows[0].it
}
