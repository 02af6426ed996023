import pg from 'pg'
import { migrateAuth } from '#features/accounts/index.ts'
import { migrate } from '#platform/database/migrate.ts'
import { appRole, type DatabaseTarget, poolConfig } from '#platform/database/pool-config.ts'
import { prepareJobs } from '#platform/jobs/jobs.ts'
import { completeRules, completeSearches } from './county.ts'
import { jobNames } from './jobs.ts'

/**
 * Brings the database to this program's level: our migrations, the sign-in tables, the job queue,
 * shipped rules, and what an older program could not write yet. Runs as the owner.
 */
export async function prepareDatabase(target: DatabaseTarget): Promise<string[]> {
  const applied = await migrate(target)
  const owner = poolConfig(target, 'owner')
  await migrateAuth(owner, appRole)
  const pool = new pg.Pool({ ...owner, max: 2 })
  try {
    await prepareJobs(pool, jobNames, appRole)
    await completeRules(pool)
    await completeSearches(pool)
  } finally {
    await pool.end()
  }
  return applied
}
