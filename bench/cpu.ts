import { readFileSync } from 'node:fs'
import { processesIn } from '#platform/database/embedded/processes.ts'

const TICK_MS = 10

/** Milliseconds of processor time that server, database and clients (this process) have taken so far. */
export type Cpu = { server: number; database: number; clients: number }

/** Unlike a rate it says the same however busy the machine is with other things. */
export function cpu(serverPid: number, databaseFolder: string): Cpu {
  const { user, system } = process.cpuUsage()
  return {
    server: cpuOf(serverPid),
    database: processesIn(databaseFolder, undefined).reduce((sum, pid) => sum + cpuOf(pid), 0),
    clients: (user + system) / 1_000,
  }
}

/** Microseconds a turn between two looks. */
export function perTurn(before: Cpu, after: Cpu, turns: number): Cpu {
  const of = (part: keyof Cpu) => Math.round(((after[part] - before[part]) * 1_000) / turns)
  return { server: of('server'), database: of('database'), clients: of('clients') }
}

/** User and system time; a process that has ended meanwhile counts nothing. */
function cpuOf(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS
  } catch {
    return 0
  }
}
