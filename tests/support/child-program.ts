import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const root = resolve(import.meta.dirname, '../..')

/** A program of ours running as a child, with what it said. */
export type ChildProgram = {
  process: ChildProcess
  output(): string
  /** The first match of `pattern` in the output; rejects when the program ends before. */
  said(pattern: RegExp): Promise<RegExpMatchArray>
  /** Settles when the program is gone: exit code or signal. */
  exited: Promise<number | NodeJS.Signals | null>
}

/** Starts a script of this checkout, with nothing of npm's or of the tests' surroundings in its environment. */
export function startProgram(script: string[], env: Record<string, string> = {}): ChildProgram {
  const child = spawn(process.execPath, script, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentFor(env),
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
  let over = false
  const exited = new Promise<number | NodeJS.Signals | null>((done) => {
    child.once('close', (code, signal) => {
      over = true
      done(code ?? signal)
    })
  })
  const said = async (pattern: RegExp) => {
    for (const patience = Date.now() + 300_000; Date.now() < patience; await sleep(20)) {
      const match = text.match(pattern)
      if (match) return match
      if (over) break
    }
    throw new Error(`the program never said ${pattern}:\n${text}`)
  }
  return { process: child, output: () => text, said, exited }
}

function environmentFor(env: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|BIHUAN_|NODE_TEST|DATABASE_URL$|PORT$)/.test(name),
  )
  return { ...Object.fromEntries(kept), ...env }
}

/** Runs a script of this checkout to its end, in the same surroundings. @returns what it printed as its result */
export async function runProgram(script: string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, script, {
    ...{ cwd: root, env: environmentFor(env) },
  })
  return stdout
}

/** Ids of the living processes that name `folder` in their command line or work in it (or below it). */
export function processesOf(folder: string): number[] {
  const belongs = (pid: string) => {
    try {
      const { state, command } = describeProcess(pid)
      return (
        state !== 'Z' && (command.includes(folder) || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder))
      )
    } catch {
      return false
    }
  }
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && entry !== String(process.pid) && belongs(entry))
    .map(Number)
}

/** How long until no process belongs to `folder`, in milliseconds; rejects after `patience`. */
export async function untilGone(folder: string, patience: number): Promise<number> {
  const begun = performance.now()
  while (processesOf(folder).length > 0) {
    if (performance.now() - begun > patience)
      throw new Error(`still there after ${patience} ms: ${processesOf(folder).join(', ')}`)
    await sleep(20)
  }
  return performance.now() - begun
}

function describeProcess(pid: string): { state: string | undefined; command: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const state = stat.slice(stat.lastIndexOf(')') + 2)[0]
  return { state, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') }
}

/** SIGKILL; a process that went meanwhile, perhaps with its parent, is what was wanted. */
export function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export const killProcessesOf = (folder: string): void => processesOf(folder).forEach(killIfThere)
