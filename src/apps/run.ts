import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { openDatabase, openPortalDatabase } from '#platform/database/open.ts'
import { type Settings, SettingsError } from '#platform/settings.ts'
import { faultOfCounties } from '#platform/sso-settings.ts'
import { buildHttp } from './http.ts'
import { addressOf, listen } from './listen.ts'
import { createPortal } from './portal.ts'
import { prepareDatabase } from './prepare-database.ts'
import { createProgram, type Program } from './program.ts'
import { putTogether } from './put-together.ts'
import type { ServeRole } from './serve-role.ts'

export type RunOptions = {
  settings: Settings
  say: (line: string) => void
  role?: Exclude<ServeRole, 'portal'>
  /** Loads what an empty database should hold (the demo); run before the first request is answered. */
  fill?: (program: Program) => Promise<void>
}

/** Something that serves until it is stopped; `lost` settles when its database ends by itself. */
export type Running = { address: string; stop(): Promise<void>; lost: Promise<void> }

export const version = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
).version

const onError = (error: Error) => process.stderr.write(`${error.stack ?? error.message}\n`)

/**
 * Starts everything in order: the port first, which doubles as the lock against a second copy on the same data,
 * then database, migrations, program; requests get 503 until it is ready. A part of the program starts only what
 * that part needs, and joins the embedded database of another part that runs on the same data.
 */
export async function run({
  settings,
  say,
  fill,
  role = 'all',
}: RunOptions): Promise<Running & { program: Program }> {
  const server = await listen(settings)
  return putTogether(server, async (undo) => {
    const opened = await openDatabase(settings, { log: say, share: role !== 'all' })
    undo(opened.stop)
    const applied = await prepareDatabase(opened)
    if (applied.length > 0) say(`数据库已更新：${applied.length} 项 · database migrated: ${applied.length}`)
    const works = role !== 'desk'
    const { dataDir, sealing, sso, outgoing } = settings
    const program = await createProgram({ target: opened, dataDir, sealing, sso, outgoing, onError, works })
    undo(() => program.stop())
    await fill?.(program)
    await keepDemoAtHome(program, settings)
    await knowCountiesOfSso(program, settings)
    const portal = role === 'all' ? createPortal(opened, dataDir, onError) : undefined
    if (portal) undo(() => portal.stop())
    const parts = {
      ...(role !== 'worker' && { desk: program }),
      ...(portal && { portal }),
      ready: () => Promise.all([program.counties(), portal?.counties()]),
    }
    const app = await buildHttp({ parts, version, logLevel: settings.logLevel, server })
    undo(() => app.close())
    await app.ready()
    return { program, address: addressOf(server), lost: opened.lost }
  })
}

/**
 * Serves the public pages and nothing else: no sign-in, no jobs, no migrations, no file of the data folder; with
 * `PORTAL_DATABASE_URL` no log-in either but the one that reads what is published.
 */
export async function runPortal({ settings, say }: Pick<RunOptions, 'settings' | 'say'>): Promise<Running> {
  const server = await listen(settings)
  return putTogether(server, async (undo) => {
    const opened = await openPortalDatabase(settings, { log: say })
    undo(opened.stop)
    const portal = createPortal(opened, settings.dataDir, onError)
    undo(() => portal.stop())
    const parts = { portal, ready: () => portal.counties() }
    const app = await buildHttp({ parts, version, logLevel: settings.logLevel, server })
    undo(() => app.close())
    await app.ready()
    return { address: addressOf(server), lost: opened.lost }
  })
}

/** Demo accounts have known passwords: with them the server answers only to its own machine. */
async function keepDemoAtHome(program: Program, { host }: Settings): Promise<void> {
  const hasDemo = (await program.counties()).some((county) => county.is_demo)
  if (hasDemo && !LOOPBACK.test(host))
    throw new Error(
      `数据中有演示账号（密码公开），只能在本机运行：请去掉 HOST=${host}，或换一个数据文件夹。\n` +
        `The data holds demo accounts with known passwords and is served on this machine only: unset HOST or use another data folder.`,
    )
}

/** Throws SettingsError for a county that is not here. */
async function knowCountiesOfSso(program: Program, { sso }: Settings): Promise<void> {
  const fault = faultOfCounties(
    sso,
    (await program.counties()).map(({ code }) => code),
  )
  if (fault !== undefined) throw new SettingsError(fault)
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/
