import type { BenchCounty } from './county.ts'
import type { Connection } from './http-client.ts'
import type { Recorder, Recording } from './recording.ts'

/** A problem to act on; `version` as it is before the first act. */
export type Target = { id: string; organization: string; version: number }

/** What the operations choose from; which, goes by the number of the turn, for server and limit alike. */
export type Material = {
  county: BenchCounty
  /** Problems in every state, in no order. */
  problems: string[]
  /** Problems that wait to be claimed; each is used up by one turn. */
  loops: Target[]
  /** A day that a plan may end on. */
  plannedOn: string
  /** Of appeals, with the pages that the program makes. */
  receipts: string[]
  /** Where the keys lie. */
  dataDir: string
}

export type Operation = {
  name: string
  /** What it writes can be written only once. */
  writes: boolean
  /** As which role its statements are sent; as the program's own where nothing is said. */
  as?: 'portal'
  /** One turn over HTTP: the milliseconds of each request in it. */
  ask(connection: Connection, material: Material, turn: number): Promise<number[]>
  /** The statements of one turn, from the program's own code: one recording a transaction. */
  record(recorder: Recorder, material: Material, turn: number): Promise<Recording[]>
}

export const pick = <T>(from: readonly T[], turn: number): T => from[turn % from.length] as T

/** Sends one request and measures it. @throws when the answer is not 200 */
export async function timed(
  connection: Connection,
  method: string,
  path: string,
  token: string,
  body?: object,
): Promise<number> {
  return timedAt(connection, method, `/api/v1${path}`, token, body)
}

/** The same, of any address. */
export async function timedAt(
  connection: Connection,
  method: string,
  path: string,
  token: string,
  body?: object,
): Promise<number> {
  const begun = performance.now()
  const answer = await connection.send(method, path, token, body)
  if (answer.status !== 200)
    throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 300)}`)
  return performance.now() - begun
}
