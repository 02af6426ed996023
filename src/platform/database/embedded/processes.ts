import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Name of the guard shell in process lists, by which a next start recognises it. */
export const guardName = 'bihuan-guard'

/**
 * Ids of the living processes whose working folder is `folder`; PostgreSQL and all its children work in their data
 * folder. Without /proc (macOS) the one candidate of the pid file is asked for by name.
 */
export function processesIn(folder: string, candidate: number | undefined): number[] {
  if (!existsSync('/proc/self/cwd')) {
    if (candidate === undefined) return []
    const found = spawnSync('ps', ['-o', 'comm=', '-p', String(candidate)], { encoding: 'utf8' })
    return found.stdout?.includes('postgres') ? [candidate] : []
  }
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => workingFolder(pid) === folder && !isZombie(pid))
    .map(Number)
}

/** Whether the process was started by a guard that still lives (a dead guard's children go to another parent). */
export function hasGuard(pid: number): boolean {
  const parent = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' })
  const ppid = parent.status === 0 ? parent.stdout.trim() : statField(pid, 1)
  if (!ppid) return false
  try {
    return readFileSync(`/proc/${ppid}/cmdline`, 'utf8').includes(guardName)
  } catch {
    const args = spawnSync('ps', ['-o', 'args=', '-p', ppid], { encoding: 'utf8' })
    return args.stdout?.includes(guardName) ?? false
  }
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** A dead child that nobody has waited for still answers signals; it holds no file and no memory. */
function isZombie(pid: string): boolean {
  return statField(Number(pid), 0) === 'Z'
}

/** Field of /proc/PID/stat after the command's name, which may hold spaces: 0 is the state, 1 the parent. */
function statField(pid: number, index: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[index]
  } catch {
    return undefined
  }
}
