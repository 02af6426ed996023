import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type OpenDatabase, openDatabase } from '#platform/database/open.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import type { Settings } from '#platform/settings.ts'

/** There is no database of ours where the settings point; the message says what to do, in Chinese and English. */
export class NoDatabaseError extends Error {
  override name = 'NoDatabaseError'
}

/**
 * Runs `work` on the database that the settings name: the operator's, the one of a server that runs on the same data
 * folder, or the embedded one, started for as long as it takes.
 * @throws NoDatabaseError rather than making an empty database in a folder that was named wrongly
 */
export async function onExistingDatabase<T>(
  settings: Settings,
  log: (line: string) => void,
  work: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  if (settings.databaseUrl === undefined && !hasDatabase(settings.dataDir))
    throw new NoDatabaseError(
      `文件夹 ${settings.dataDir} 中没有数据库：请用 BIHUAN_DATA 指向数据文件夹，或用 DATABASE_URL 指向数据库。\n` +
        `There is no database in ${settings.dataDir}: point BIHUAN_DATA to the data folder, or DATABASE_URL to a database.`,
    )
  const database = await openDatabase(settings, { log, share: true })
  try {
    await withOwner(database, requireTables)
    return await work(database)
  } finally {
    await database.stop()
  }
}

/** The same with a connection as the owner. */
export const withExistingDatabase = <T>(
  settings: Settings,
  log: (line: string) => void,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => onExistingDatabase(settings, log, (database) => withOwner(database, work))

async function requireTables(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass('public.row_versions') IS NOT NULL AS found")
  if (rows[0].found) return
  throw new NoDatabaseError(
    '数据库中还没有本程序的表：请先运行 bihuan migrate。\nThe database has none of our tables yet: first run bihuan migrate.',
  )
}

/** One connection as the owner, for as long as `work` takes. */
export async function withOwner<T>(
  database: OpenDatabase,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...poolConfig(database, 'owner'), application_name: 'bihuan' })
  // A lost connection is told by the statement that waits for it.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** An embedded database was made for this folder before. */
const hasDatabase = (dataDir: string): boolean =>
  existsSync(join(dataDir, 'postgres', 'PG_VERSION')) || existsSync(join(dataDir, 'postgres.location'))
