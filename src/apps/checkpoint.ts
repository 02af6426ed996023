import pg from 'pg'
import { poolConfig } from '#platform/database/pool-config.ts'
import { writeCheckpoints } from '#platform/history/checkpoint.ts'
import type { Program } from './program.ts'

/** Signs every county's chain heads; the file lies in the data folder, for others to take a copy of. */
export async function nightlyCheckpoint({ target, dataDir, problems }: Program): Promise<void> {
  const client = new pg.Client(poolConfig(target, 'app'))
  await client.connect()
  try {
    await writeCheckpoints({ client, dataDir, now: problems.now() })
  } finally {
    await client.end()
  }
}
