import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { migrate, migrationsDir } from '#platform/database/migrate.ts'
import { appRole, type DatabaseTarget, poolConfig, portalRole } from '#platform/database/pool-config.ts'
import { type SharedPostgres, sharedPostgres } from './shared-postgres.ts'

/** A database of one test file's own, migrated, empty, with a pool in each role. */
export type TestDatabase = {
  name: string
  /** What `migrate`, `poolConfig` and the program itself take. */
  target: DatabaseTarget
  ownerUrl: string
  appUrl: string
  portalUrl: string
  /** Superuser in this database, for what only an attacker would do. */
  adminUrl: string
  /** Owner of the tables: row-level security does not hold it. */
  owner: pg.Pool
  /** The role that serves people, under row-level security. */
  app: pg.Pool
  /** Ends the pools and drops the database, whoever is still connected. */
  close(): Promise<void>
}

/** Clones the migrated template (some 60 ms). Call once per test file, `close` in `after`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const shared = await sharedPostgres()
  const name = `test_${process.pid}_${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`
  await withAdmin(shared, async (admin) => {
    const template = await ensureTemplate(admin, shared)
    await createDatabase(admin, name, `TEMPLATE ${template} STRATEGY WAL_LOG`)
  })
  const ownerUrl = inDatabase(shared.ownerUrl, name)
  const appUrl = inDatabase(shared.appUrl, name)
  const portalUrl = inDatabase(shared.portalUrl, name)
  const target: DatabaseTarget = { ownerUrl, appUrl, portalUrl }
  const owner = testPool({ ...poolConfig(target, 'owner'), max: 4 })
  const app = testPool({ ...poolConfig(target, 'app'), max: 16 })
  return {
    ...{ name, target, ownerUrl, appUrl, portalUrl, owner, app },
    adminUrl: inDatabase(shared.adminUrl, name),
    async close() {
      await Promise.all([owner.end(), app.end()])
      await withAdmin(shared, (admin) => drop(admin, name))
    },
  }
}

/** A pool to a test's database. A connection that is still closing when the database goes is nobody's error. */
export function testPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config)
  pool.on('error', () => undefined)
  return pool
}

/** An empty database without any migration, for tests of migrating itself. */
export async function createEmptyDatabase(): Promise<{ target: DatabaseTarget; close(): Promise<void> }> {
  const shared = await sharedPostgres()
  const name = `empty_${process.pid}_${crypto.randomUUID().replaceAll('-', '').slice(0, 12)}`
  await withAdmin(shared, (admin) => createDatabase(admin, name, ''))
  return {
    target: { ownerUrl: inDatabase(shared.ownerUrl, name), appUrl: inDatabase(shared.appUrl, name) },
    close: () => withAdmin(shared, (admin) => drop(admin, name)),
  }
}

/** So long may connections take to leave; whoever is there then is thrown out. */
const LEAVING_MS = 2_000

/**
 * Pools and clients say that they have ended while their connections still leave. One that is thrown out then fails where
 * nobody listens any more, and takes the process of the test along.
 */
async function drop(admin: pg.Client, name: string): Promise<void> {
  const isUsed = async () =>
    (
      await admin.query(
        "SELECT FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend' LIMIT 1",
        [name],
      )
    ).rowCount
  for (const until = performance.now() + LEAVING_MS; (await isUsed()) && performance.now() < until; )
    await pause(10)
  await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
}

/** Any number that no other advisory lock in the database `postgres` uses. */
const templateLock = 8420

/**
 * The template for the migrations as they are on disk now, made by whoever comes first. Nobody may connect to it
 * when it is finished: cloning needs it unused.
 */
async function ensureTemplate(admin: pg.Client, shared: SharedPostgres): Promise<string> {
  const name = `template_${hashOfMigrations()}`
  await admin.query('SELECT pg_advisory_lock($1)', [templateLock])
  try {
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount) return name
    const partial = `${name}_partial`
    await admin.query(`DROP DATABASE IF EXISTS ${partial} WITH (FORCE)`)
    await createDatabase(admin, partial, '')
    await migrate({
      ownerUrl: inDatabase(shared.ownerUrl, partial),
      appUrl: inDatabase(shared.appUrl, partial),
    })
    await admin.query(`ALTER DATABASE ${partial} ALLOW_CONNECTIONS false`)
    await admin.query(`ALTER DATABASE ${partial} RENAME TO ${name}`)
    return name
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [templateLock])
  }
}

function hashOfMigrations(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(migrationsDir).sort())
    hash.update(`${file}\0`).update(readFileSync(join(migrationsDir, file)))
  return hash.digest('hex').slice(0, 16)
}

/** Rights on the database itself are not cloned, so they are given as the embedded database gives them. */
async function createDatabase(admin: pg.Client, name: string, clause: string): Promise<void> {
  const { rows } = await admin.query<{ owner: string }>(
    "SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'bihuan'",
  )
  await admin.query(`CREATE DATABASE ${name} OWNER ${rows[0]!.owner} ${clause}`)
  await admin.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`)
  await admin.query(`GRANT CONNECT ON DATABASE ${name} TO ${appRole}, ${portalRole}`)
}

async function withAdmin<T>(shared: SharedPostgres, act: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client(shared.adminUrl)
  await admin.connect()
  try {
    return await act(admin)
  } finally {
    await admin.end()
  }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
