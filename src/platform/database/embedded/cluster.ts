import { spawnSync } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { appRole, portalRole } from '../pool-config.ts'
import { EmbeddedDatabaseError } from './errors.ts'
import { type HostUser, ids, makePrivate } from './host-user.ts'

export const ownerRole = 'bihuan_owner'
export const databaseName = 'bihuan'

/**
 * For a machine of 2 cores and 4 GB that also runs the program itself. Statements and the details of errors stay
 * out of the log: they can hold personal data.
 */
const tuning = `# Written at every start. Own settings belong into local.conf beside this file.
max_connections = 60
shared_buffers = 1GB
effective_cache_size = 2GB
work_mem = 8MB
maintenance_work_mem = 128MB
wal_compression = on
max_wal_size = 2GB
checkpoint_timeout = 15min
checkpoint_completion_target = 0.9
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 1
autovacuum_vacuum_scale_factor = 0.05
autovacuum_analyze_scale_factor = 0.02
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_min_messages = warning
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
`

/**
 * Makes the cluster in `folder` if it is not there yet. Built beside and renamed, so a crash leaves no half of one.
 * Authentication is `trust`: socket and folder are 0700, so only the user who started us (or root) can connect at
 * all, and that user could read any stored password as well; a scram log-in would cost 7 ms a connection for nothing.
 */
export function makeCluster(folder: string, native: string, user: HostUser | undefined): void {
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    const partial = `${folder}.new`
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(partial)
    makePrivate(user, partial)
    // C.UTF-8 and not C: with C pg_trgm sees no letters in Chinese text.
    const options = ['--locale=C.UTF-8', '--encoding=UTF8', '--data-checksums', '--auth=trust']
    const made = spawnSync(join(native, 'bin/initdb'), ['-D', partial, '-U', 'postgres', ...options], {
      ...ids(user),
      cwd: '/',
      encoding: 'utf8',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    })
    if (made.status !== 0)
      throw new EmbeddedDatabaseError(
        `无法建立数据库文件夹 ${folder}。The database folder could not be made.\n${made.error?.message ?? made.stderr}`,
      )
    appendFileSync(
      join(partial, 'postgresql.conf'),
      "\ninclude_if_exists = 'bihuan.conf'\ninclude_if_exists = 'local.conf'\n",
    )
    writeFileSync(
      join(partial, 'local.conf'),
      '# Own settings of this installation; they win over bihuan.conf.\n',
    )
    renameSync(partial, folder)
  }
  // Anew and not over it: the last start may have been another user's, who owned the file.
  const conf = join(folder, 'bihuan.conf')
  rmSync(conf, { force: true })
  writeFileSync(conf, tuning, { mode: 0o644 })
}

/**
 * Roles and the database, made where missing; runs at every start, so an interrupted first start is completed.
 * The owner may create roles but is no superuser; the roles of app and portal may only log in.
 */
export async function makeRolesAndDatabase(adminUrl: string): Promise<void> {
  const admin = new Client({ connectionString: adminUrl })
  await admin.connect()
  try {
    await ensureRole(admin, ownerRole, 'LOGIN CREATEROLE')
    await ensureRole(admin, appRole, 'LOGIN')
    await ensureRole(admin, portalRole, 'LOGIN')
    const found = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
    if (found.rowCount === 0) await admin.query(`CREATE DATABASE ${databaseName} OWNER ${ownerRole}`)
    await admin.query(`REVOKE ALL ON DATABASE ${databaseName} FROM PUBLIC`)
    await admin.query(`GRANT CONNECT ON DATABASE ${databaseName} TO ${appRole}, ${portalRole}`)
  } finally {
    await admin.end()
  }
}

async function ensureRole(admin: Client, name: string, attributes: string): Promise<void> {
  const found = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name])
  if (found.rowCount === 0) await admin.query(`CREATE ROLE ${name} ${attributes}`)
}
