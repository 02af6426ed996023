import pg, { type PoolConfig } from 'pg'
import { AUTH_SCHEMA, openAuth } from './auth.ts'

/**
 * Makes or completes the sign-in tables in schema `auth` and gives the app's role what it needs of them. Run as the
 * owner, after the migrations; a second run changes nothing. Two programs that start at once wait for each other.
 * @param owner how to connect as the owner
 * @param appRole the role that serves people
 */
export async function migrateAuth(owner: PoolConfig, appRole = 'bihuan_app'): Promise<void> {
  // One connection holds the lock, the other works: the engine takes its own from the pool.
  const pool = new pg.Pool({ ...owner, max: 2 })
  pool.on('error', () => undefined)
  const lock = await pool.connect()
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK])
    // Tables do not depend on the secret.
    const auth = await openAuth(pool, 'unused while migrating, never signs anything')
    const { getMigrations } = await import('better-auth/db/migration')
    const { runMigrations } = await getMigrations(auth.options)
    await runMigrations()
    await lock.query(`GRANT USAGE ON SCHEMA ${AUTH_SCHEMA} TO ${appRole}`)
    await lock.query(
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${AUTH_SCHEMA} TO ${appRole}`,
    )
  } finally {
    // Ending the connection also gives back the lock.
    lock.release(true)
    await pool.end()
  }
}

/** Any number that no other advisory lock in the program's database uses. */
const LOCK = 84_201
