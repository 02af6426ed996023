import { existsSync, readFileSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedDatabaseError } from './errors.ts'
import { hasGuard, processesIn } from './processes.ts'

/** What PostgreSQL wrote about itself into postmaster.pid. */
type PidFile = { pid: number; socketFolder: string; status: string }

/** Socket folders are ours, and only ours are removed, when their name begins so. */
export const socketPrefix = 'bihuan-pg-'

/** Reads postmaster.pid of a database folder; undefined while there is none or it is half written. */
export function readPidFile(folder: string): PidFile | undefined {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return { pid, socketFolder: lines[4]?.trim() ?? '', status: lines[7]?.trim() ?? '' }
}

/** The socket folder of a server that lives in `folder` and takes connections, or undefined. */
export function runningSocket(folder: string): string | undefined {
  const file = readPidFile(folder)
  if (file === undefined || file.status !== 'ready') return undefined
  return processesIn(folder, file.pid).includes(file.pid) ? file.socketFolder : undefined
}

/**
 * Makes the folder ready for a start: waits for a server that is going down with its dead program, stops one whose
 * guard died too, and removes what a crash left (postmaster.pid, which a foreign process with the same number would
 * keep alive, and the socket folder with its lock).
 * @throws EmbeddedDatabaseError when a living program uses the database.
 */
export async function clearTheWay(folder: string): Promise<void> {
  const patience = { going: 60_000, ready: 4_000 }
  const begun = Date.now()
  for (let told: NodeJS.Signals | undefined; ; await sleep(50)) {
    const file = readPidFile(folder)
    const alive = processesIn(folder, file?.pid)
    if (alive.length === 0) break
    const waited = Date.now() - begun
    const server = file && alive.includes(file.pid) ? file.pid : undefined
    const guarded = server !== undefined && hasGuard(server)
    if (guarded && file?.status === 'ready' && waited > patience.ready) throw inUse(folder, server)
    if (waited > patience.going) throw inUse(folder, alive[0] ?? 0)
    if (guarded || (told === 'SIGQUIT' && waited < 20_000)) continue
    // A server without its guard is an orphan: fast shutdown first. Children without a server: out at once.
    const wanted: NodeJS.Signals = server === undefined ? 'SIGQUIT' : 'SIGINT'
    if (told === wanted) continue
    told = wanted
    for (const pid of server === undefined ? alive : [server]) signal(pid, wanted)
  }
  const socket = lastSocket(folder)
  if (socket !== undefined) rmSync(socket, { recursive: true, force: true })
  rmSync(join(folder, 'postmaster.pid'), { force: true })
}

/** The socket folder of the last start, from the command line that PostgreSQL keeps even after its end. */
function lastSocket(folder: string): string | undefined {
  const file = join(folder, 'postmaster.opts')
  if (!existsSync(file)) return undefined
  const given = /unix_socket_directories=([^"]+)/.exec(readFileSync(file, 'utf8'))?.[1]
  return given !== undefined && basename(given).startsWith(socketPrefix) ? given : undefined
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended between the look and the signal.
  }
}

function inUse(folder: string, pid: number): EmbeddedDatabaseError {
  return new EmbeddedDatabaseError(
    `数据文件夹 ${dirname(folder)} 正被另一个正在运行的程序使用（数据库进程号 ${pid}）：请先停止它，或用 BIHUAN_DATA 另选文件夹。\n` +
      `The data folder ${dirname(folder)} is used by another running program (database process ${pid}): stop it first, or choose another folder with BIHUAN_DATA.`,
  )
}
