import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateAuth } from '#features/accounts/index.ts'
import { personalDataRules } from '#features/personal-data/index.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase, type Tx } from '#platform/database/transaction.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { createSealing } from '#platform/sealing/index.ts'
import { createTestDatabase } from './database.ts'
import { createSmallCounty } from './small-county.ts'

/** The roster's county with sign-in tables, the rules of personal data, and a data folder for the keys. */
export async function createPersonalCounty() {
  const base = await createTestDatabase()
  await migrateAuth(poolConfig(base.target, 'owner'))
  const county = await createSmallCounty(base, 1)
  await connectDatabase(base.owner).write(1, (tx) => seedRules(tx, 1, personalDataRules))
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-personal-'))
  const { database } = county.deps
  return {
    ...{ base, county, dataDir, people: county.people, database },
    sealing: createSealing({ dataDir }),
    write: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.write(1, work),
    read: <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.read(1, work),
    async close() {
      await base.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

export type PersonalCounty = Awaited<ReturnType<typeof createPersonalCounty>>
