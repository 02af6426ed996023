import type { Tx } from '#platform/database/transaction.ts'
import { appendEntry, type ChainHead, lockChain } from '#platform/history/append.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { Refused } from '#platform/refusal.ts'

/** Who does something outside of a lifecycle, acting as what (a role, or `operator` at the command line). */
export type By = {
  personId: string | null
  as: string | null
  /** Who is held to have done it, when they did it in somebody's place 代办. */
  onBehalfOf?: string | null
}

/** Whoever sits at the server's own terminal. */
export const operator: By = { personId: null, as: 'operator' }

export type Record = {
  /** What kind of case: its id names the chain. */
  kind:
    | 'person'
    | 'organization'
    | 'data_request'
    | 'retention'
    | 'keys'
    | 'rules'
    | 'reception'
    | 'outlet'
    | 'survey'
  case: string
  act: string
  by: By
  now: Date
  /** Row contents by `table/id`. */
  rows: Readonly<{ [ref: string]: RowContent }>
}

/** The first entry of a person or organisation that is made in this transaction. */
export const recordBeginning = (tx: Tx, countyId: number, record: Record): Promise<void> =>
  append(tx, countyId, null, record)

/**
 * A further entry. Lock first (`lockCase`), judge, change, then record with the head that was locked.
 */
export const recordNext = (tx: Tx, countyId: number, head: ChainHead, record: Record): Promise<void> =>
  append(tx, countyId, head, record)

/**
 * Locks the case's chain, so that whatever is decided about it is decided in one order.
 * @throws Refused `not_found`: no such person or organisation in this county.
 */
export async function lockCase(tx: Tx, countyId: number, caseId: string): Promise<ChainHead> {
  const head = await lockChain(tx, countyId, caseId)
  if (!head) throw new Refused({ code: 'not_found' })
  return head
}

async function append(tx: Tx, countyId: number, head: ChainHead, record: Record): Promise<void> {
  await appendEntry(tx, countyId, head, {
    kind: record.kind,
    case: record.case,
    act: record.act,
    at: record.now,
    entered: record.now,
    actor: record.by.personId,
    as: record.by.as,
    onBehalfOf: record.by.onBehalfOf ?? null,
    command: null,
    rows: record.rows,
  })
}
