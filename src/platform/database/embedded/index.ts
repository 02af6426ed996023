import {
  closeSync,
  existsSync,
  fchownSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { appRole, portalRole } from '../pool-config.ts'
import { findBinaries } from './binaries.ts'
import { databaseName, makeCluster, makeRolesAndDatabase, ownerRole } from './cluster.ts'
import { EmbeddedDatabaseError } from './errors.ts'
import { type Guarded, startGuarded } from './guard.ts'
import { canEnter, type HostUser, makePrivate, reachableBinaries } from './host-user.ts'
import { databasePlace } from './place.ts'
import { clearTheWay, readPidFile, runningSocket, socketPrefix } from './running.ts'

export { EmbeddedDatabaseError } from './errors.ts'

/** A running PostgreSQL 18 of our own. */
export type EmbeddedDatabase = {
  /** Owns the database `bihuan`: migrations and maintenance. */
  ownerUrl: string
  /** Under row-level security, with nothing but what migrations grant. */
  appUrl: string
  /** The public pages: reads what is published. */
  portalUrl: string
  /** The superuser, in database `postgres`: for tests and repair only. */
  adminUrl: string
  /** The folder that holds the database's files. */
  folder: string
  /** Settles with the exit code when the server ends, also when nobody asked it to. */
  exited: Promise<number | null>
  /** Fast shutdown; resolves when no process is left. May be called twice. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** The program's data folder; the database lives in `postgres` below it. */
  dataDir: string
  /** Takes lines for the operator. */
  log?: (line: string) => void
  /** PostgreSQL settings over ours, for tests that throw their data away. */
  settings?: Record<string, string>
  /** Use a server that another program of ours runs on the same data, if there is one; `stop` then leaves it. */
  share?: boolean
}

/**
 * Starts PostgreSQL on a data folder, making it when it is empty and repairing what a crash left. No port is
 * opened: a Unix socket in a private folder is the only way in.
 * @throws EmbeddedDatabaseError when it cannot start or another program uses the data; the message says what to do.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const binaries = findBinaries()
  const log = options.log ?? (() => undefined)
  const { folder, user } = databasePlace(options.dataDir, log)
  if (options.share) {
    const socket = runningSocket(folder)
    if (socket)
      return { ...urls(socket), folder, exited: new Promise(() => undefined), stop: async () => undefined }
  }
  await clearTheWay(folder)
  const native = reachableBinaries(user, binaries.native, binaries.version)
  makeCluster(folder, native, user)
  const socket = socketFolder(user)
  const logFile = `${folder}.log`
  const server = launch(join(native, 'bin/postgres'), folder, socket, options.settings ?? {}, user, logFile)
  try {
    await untilReady(server, folder, urls(socket).adminUrl, logFile)
    await makeRolesAndDatabase(urls(socket).adminUrl)
  } catch (error) {
    await server.stop()
    rmSync(socket, { recursive: true, force: true })
    throw error
  }
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await letClientsLeave(folder, server)
    await server.stop()
    rmSync(socket, { recursive: true, force: true })
  }
  return { ...urls(socket), folder, exited: server.exited, stop: () => (stopping ??= stop()) }
}

function launch(
  postgres: string,
  folder: string,
  socket: string,
  settings: Record<string, string>,
  user: HostUser | undefined,
  logFile: string,
): Guarded {
  const fixed = {
    listen_addresses: '',
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    ...settings,
  }
  const args = Object.entries(fixed).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const output = openSync(logFile, isLarge(logFile) ? 'w' : 'a', 0o600)
  if (user) fchownSync(output, user.uid, user.gid)
  try {
    return startGuarded([postgres, '-D', folder, ...args], socket, user, output)
  } finally {
    closeSync(output)
  }
}

/** The log holds warnings only; a start is the moment to drop one that grew. */
function isLarge(file: string): boolean {
  return existsSync(file) && statSync(file).size > 10_000_000
}

/** New at each start, so no lock of a crashed server can stand in the way; short, for socket paths end at 104 bytes. */
function socketFolder(user: HostUser | undefined): string {
  for (const base of [tmpdir(), '/tmp', '/var/tmp']) {
    if (base.length > 60 || !existsSync(base) || !canEnter(user, base)) continue
    const folder = mkdtempSync(join(base, socketPrefix))
    makePrivate(user, folder)
    return folder
  }
  throw new EmbeddedDatabaseError(
    '没有可用的临时文件夹放置数据库套接字：请把 TMPDIR 设为一个路径较短、可写的文件夹。\n' +
      "No temporary folder for the database's socket: set TMPDIR to a writable folder with a short path.",
  )
}

function urls(socket: string): Pick<EmbeddedDatabase, 'ownerUrl' | 'appUrl' | 'portalUrl' | 'adminUrl'> {
  const url = (role: string, database: string) =>
    `postgres://${role}@localhost/${database}?host=${encodeURIComponent(socket)}`
  return {
    ownerUrl: url(ownerRole, databaseName),
    appUrl: url(appRole, databaseName),
    portalUrl: url(portalRole, databaseName),
    adminUrl: url('postgres', 'postgres'),
  }
}

/**
 * pg's pools resolve their end before their connections have left. A smart shutdown (SIGTERM) waits for those, so
 * that they are not thrown out with an error; whoever stays longer than this is.
 */
async function letClientsLeave(folder: string, server: Guarded): Promise<void> {
  const pid = readPidFile(folder)?.pid
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGTERM')
  } catch {
    return
  }
  const left = new AbortController()
  const patience = sleep(500, undefined, { signal: left.signal }).catch(() => undefined)
  await Promise.race([server.exited, patience])
  left.abort()
}

/** Recovery after a crash may replay much; it is waited for as long as the server lives and makes progress. */
async function untilReady(server: Guarded, folder: string, adminUrl: string, logFile: string): Promise<void> {
  let over = false
  const ended = server.exited.then(() => {
    over = true
  })
  const patience = Date.now() + 10 * 60_000
  while (!over && Date.now() < patience) {
    if (readPidFile(folder)?.status === 'ready' && (await answers(adminUrl))) return
    await Promise.race([ended, sleep(20)])
  }
  throw new EmbeddedDatabaseError(
    `内置数据库未能启动（数据在 ${folder}），日志 ${logFile} 的末尾：\n` +
      `The built-in database did not start; the end of its log ${logFile}:\n${endOf(logFile)}`,
  )
}

/** The last words of PostgreSQL, which say what was wrong. */
function endOf(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-4).join('\n')
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
