import type { Tx } from '../database/transaction.ts'
import type { Appending } from '../history/append.ts'
import { newId } from '../ids.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { Refused } from '../refusal.ts'
import type { Acted } from './act-endpoints.ts'
import { type CaseKind, type Expiry, expiryJob } from './case-kind.ts'
import type { Step } from './step.ts'
import { contentsOf, type Judged, type Writes } from './write.ts'

/** A case as it was read under lock: its row, and the end of its history. */
export type Locked = { row: Judged & { number: string }; chain: { length: number; head: string } }

/** @throws Refused `stale_version` when the sender saw another version than there is */
export function asSeen({ version }: { version: number }, { row }: Locked): void {
  if (version !== row.version) throw new Refused({ code: 'stale_version', seen: version, now: row.version })
}

export type Carrying<S extends string> = {
  kind: CaseKind<S>
  locked: Locked
  act: string
  actor: { countyId: number; personId: string | null }
  command: { commandId: string; requestHash: string }
  now: Date
  /** When it happened, if not now. */
  at?: Date
  step: Step<S>
  effect: Writes
  /** Writes row, children and entry in one statement; false when somebody was faster. */
  write: (tx: Tx, entry: Appending, last: boolean) => Promise<boolean>
  /** Nothing else follows in the transaction, which may close with it. */
  last?: boolean
}

/**
 * What becomes of an act that was decided, for a case of any kind: written with its entry and its receipt in one
 * statement, and the state's own end sent along where it has one.
 * @throws Refused `stale_version` when somebody was faster
 */
export async function carryOut<S extends string>(
  { jobs }: { jobs: Pick<Jobs, 'sendIn'> },
  tx: Tx,
  { kind, locked, act, actor, command, now, at = now, step, effect, write, last = false }: Carrying<S>,
): Promise<Acted<S>> {
  const { row, chain } = locked
  const { version, state, round } = step
  const acted: Acted<S> = { id: row.id, number: row.number, version, state, round, seq: chain.length + 1 }
  const recorded = {
    ...{ kind: kind.lifecycle.kind, case: row.id, act, at, entered: now, actor: actor.personId },
    ...{ as: step.as, onBehalfOf: step.onBehalfOf, command: command.commandId, from: row.state, to: state },
    rows: contentsOf(kind.table, kind.belongs, row.id, effect),
  }
  const receipt = { personId: actor.personId, requestHash: command.requestHash, outcome: acted }
  const entry: Appending = { countyId: actor.countyId, head: chain, recorded, receipt }
  const expires = state !== row.state && kind.lifecycle.states[state].expires !== undefined
  if (!(await write(tx, entry, last && !expires)))
    throw new Refused({ code: 'stale_version', seen: row.version, now: row.version + 1 })
  if (expires && step.dueAt) {
    const data: Expiry = { countyId: actor.countyId, caseId: row.id, commandId: newId() }
    await jobs.sendIn(tx, expiryJob(kind), data, { startAfter: new Date(step.dueAt) })
  }
  return acted
}
