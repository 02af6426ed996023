import { Client } from 'pg'
import type { Settings } from '../settings.ts'
import { startEmbedded } from './embedded/index.ts'
import {
  appRole,
  type DatabaseTarget,
  type PortalTarget,
  poolConfig,
  portalPoolConfig,
  portalRole,
} from './pool-config.ts'

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
  const { ownerUrl, appUrl, portalUrl, exited, stop } = await startEmbedded({
    dataDir: settings.dataDir,
    ...options,
  })
  return { ownerUrl, appUrl, portalUrl, embedded: true, lost: exited.then(() => undefined), stop }
}

/**
 * What a process needs that shows the public pages only: with `PORTAL_DATABASE_URL` it knows no other log-in, and
 * that log-in is looked at, since one that may do more would be a way past the wall.
 * @throws DatabaseUnavailableError | EmbeddedDatabaseError
 */
export async function openPortalDatabase(
  settings: Pick<Settings, 'dataDir' | 'databaseUrl' | 'portalDatabaseUrl'>,
  options: { log?: (line: string) => void } = {},
): Promise<PortalTarget & Pick<OpenDatabase, 'lost' | 'stop'>> {
  const { portalDatabaseUrl: portalUrl } = settings
  if (portalUrl === undefined) {
    const {
      ownerUrl,
      portalUrl: embedded,
      lost,
      stop,
    } = await openDatabase(settings, { ...options, share: true })
    return embedded === undefined ? { ownerUrl, lost, stop } : { portalUrl: embedded, lost, stop }
  }
  await checkPortalLogin({ portalUrl })
  return { portalUrl, lost: new Promise(() => undefined), stop: async () => undefined }
}

async function checkPortalLogin(target: PortalTarget): Promise<void> {
  const client = new Client({ ...portalPoolConfig(target), connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ more: boolean }>(MAY_DO_MORE, [portalRole])
    if (rows[0]?.more === false) return
    throw new DatabaseUnavailableError(
      `PORTAL_DATABASE_URL 的登录还有 ${portalRole} 以外的权限：请为公示门户另建一个只有该角色的登录。\n` +
        `The log-in of PORTAL_DATABASE_URL may do more than ${portalRole}: make one for the portal that holds that role only.`,
    )
  } catch (error) {
    if (error instanceof DatabaseUnavailableError) throw error
    const reason = error instanceof Error ? error.message || error.name : String(error)
    throw new DatabaseUnavailableError(
      `无法以公示门户的登录连接 PORTAL_DATABASE_URL 指向的数据库：请检查地址、用户、密码及角色 ${portalRole}（${reason}）。\n` +
        `The database of PORTAL_DATABASE_URL cannot be reached: check address, user, password and the role ${portalRole} (${reason}).`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Of the log-in itself, not of the role that it took: superuser, past row-level security, member of any other role. */
const MAY_DO_MORE = `
  SELECT rolsuper OR rolbypassrls OR rolcreaterole OR EXISTS (
    SELECT FROM pg_roles other WHERE pg_has_role(session_user, other.oid, 'MEMBER')
      AND other.rolname NOT IN (session_user, $1)) AS more
  FROM pg_roles WHERE rolname = session_user`

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
