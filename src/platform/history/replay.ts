import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Tx } from '../database/transaction.ts'
import { Refused } from '../refusal.ts'

/** Whose command it is. */
export type Sender = { countyId: number; personId: string | null }

/** What two sendings of one command have in common. */
export const hashRequest = (act: string, caseId: string, body: object): string =>
  hash('sha256', `${act}\n${caseId}\n${JSON.stringify(body)}`)

/** PostgreSQL's own: what the command brought in the first time may be met before its receipt is. */
const UNIQUE_VIOLATION = '23505'

/**
 * Runs the work; if it is refused or collides, looks whether this very command was carried out before, and then
 * answers what was answered then. Looking only afterwards keeps the common case free of a query.
 */
export async function replayable<T extends object>(
  database: Database,
  sender: Sender,
  commandId: string,
  requestHash: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const collided = (error as { code?: string }).code === UNIQUE_VIOLATION
    if (!collided && !(error instanceof Refused)) throw error
    const before = await findAnswer<T>(database, sender, commandId, requestHash)
    if (!before) throw error
    return before
  }
}

/** What the sender's command was answered with when it was carried out; see `findAnswerIn`. */
const findAnswer = <T extends object>(
  database: Database,
  sender: Sender,
  commandId: string,
  requestHash: string,
): Promise<T | undefined> =>
  database.read(sender.countyId, (tx) => findAnswerIn<T>(tx, sender, commandId, requestHash))

/**
 * What the sender's command was answered with when it was carried out. Undefined: it was not.
 * @throws Refused `command_reused` when the id came with another content
 */
export async function findAnswerIn<T extends object>(
  tx: Tx,
  sender: Sender,
  commandId: string,
  requestHash: string,
): Promise<T | undefined> {
  const { rows } = await sql<{ request_hash: string; outcome: T; person_id: string | null }>`
    SELECT request_hash, outcome, person_id FROM commands
    WHERE county_id = ${sender.countyId} AND command_id = ${commandId}`.execute(tx)
  const receipt = rows[0]
  if (!receipt) return undefined
  // Somebody else's id is answered like another content: what they did is none of the sender's business.
  if (receipt.person_id !== sender.personId) throw new Refused({ code: 'command_reused' })
  if (receipt.request_hash !== requestHash) throw new Refused({ code: 'command_reused' })
  return receipt.outcome
}
