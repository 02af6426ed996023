import { databasePlace } from '#platform/database/embedded/place.ts'
import { readPidFile } from '#platform/database/embedded/running.ts'
import { type ChildProgram, startProgram } from './child-program.ts'

/** `bihuan serve` on a data folder: the real program, in a process of its own that may be killed. */
export type RunningServer = {
  program: ChildProgram
  /** http://127.0.0.1:PORT */
  address: string
  /** How long the start took until the first request could be answered, in milliseconds. */
  readyAfterMs: number
}

/** Starts the program on a free port and waits until it answers. */
export async function startServer(dataDir: string): Promise<RunningServer> {
  const begun = performance.now()
  const program = launchServer(dataDir)
  const [address] = await program.said(/http:\/\/127\.0\.0\.1:\d+/)
  const { status } = await fetch(`${address}/health/ready`)
  if (status !== 200) throw new Error(`said to be ready, but /health/ready answers ${status}`)
  return { program, address, readyAfterMs: performance.now() - begun }
}

/** Only starts it; for whoever kills it before it is ready. */
export const launchServer = (dataDir: string): ChildProgram =>
  startProgram(['src/apps/cli.ts', 'serve'], { PORT: '0', BIHUAN_DATA: dataDir, BIHUAN_LOG: 'warn' })

/** The process id of the PostgreSQL that serves this data folder. */
export function postmasterOf(dataDir: string): number {
  const pid = readPidFile(databasePlace(dataDir, () => undefined).folder)?.pid
  if (pid === undefined) throw new Error(`no PostgreSQL runs on ${dataDir}`)
  return pid
}
