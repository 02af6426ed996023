import { Client } from 'pg'
import type { Settings } from '../settings.ts'
import { startEmbedded } from './embedded/index.ts'
import { appRole, type DatabaseTarget, poolConfig } from './pool-config.ts'

/** A database ready to connect to. `lost` settles if an embedded server ends by itself; never for an outside one. */
export type OpenDatabase = DatabaseTarget & { embedded: boolean; lost: Promise<void>; stop(): Promise<void> }

/** The outside database cannot be used; the message says what to do, in Chinese and English. */
export class DatabaseUnavailableError extends Error {
  override name = 'DatabaseUnavailableError'
}

/**
 * Opens the database the settings name: the operator's (`DATABASE_URL`, checked once) or the embedded one, started.
 * With `share` a command beside a running server uses that server's embedded database.
 * @throws DatabaseUnavailableError | EmbeddedDatabaseError
 */
export async function openDatabase(
  settings: Pick<Settings, 'dataDir' | 'databaseUrl'>,
  options: { log?: (line: string) => void; share?: boolean } = {},
): Promise<OpenDatabase> {
  if (settings.databaseUrl !== undefined) {
    const target = { ownerUrl: settings.databaseUrl, appRole }
    await checkVersion(target)
    return { ...target, embedded: false, lost: new Promise(() => undefined), stop: async () => undefined }
  }
  const { ownerUrl, appUrl, exited, stop } = await startEmbedded({ dataDir: settings.dataDir, ...options })
  return { ownerUrl, appUrl, embedded: true, lost: exited.then(() => undefined), stop }
}

async function checkVersion(target: DatabaseTarget): Promise<void> {
  const client = new Client({ ...poolConfig(target, 'owner'), connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    )
    const version = rows[0]?.version ?? 0
    if (version < 160_000)
      throw new DatabaseUnavailableError(
        `DATABASE_URL 指向的 PostgreSQL 版本过低（${version}）：需要 16 至 18。\n` +
          `The PostgreSQL of DATABASE_URL is too old (${version}): 16 to 18 is needed.`,
      )
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) throw error
    const reason = error instanceof Error ? error.message || error.name : String(error)
    throw new DatabaseUnavailableError(
      `无法连接 DATABASE_URL 指向的数据库：请检查地址、用户、密码及网络（${reason}）。\n` +
        `The database of DATABASE_URL cannot be reached: check address, user, password and network (${reason}).`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}
