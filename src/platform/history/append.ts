import { sql } from 'kysely'
import type { Tx } from '../database/transaction.ts'
import { type Entry, hashEntry, type RowContent, type RowVersion, versionOf } from './entry.ts'

/** The end of a case's chain as read under lock; null for a case that begins now. */
export type ChainHead = { length: number; head: string } | null

export type Recorded = {
  kind: string
  case: string
  act: string
  at: Date
  entered: Date
  actor: string | null
  as: string | null
  command: string | null
  from?: string | null
  to?: string | null
  /** Row contents by `table/id`; hashed into the entry, kept apart. */
  rows: Readonly<Record<string, RowContent>>
}

/** What sending the same command again is answered with. */
export type CommandReceipt = { personId: string | null; requestHash: string; outcome: object }

/**
 * Locks the case's chain until the transaction ends, so that whatever is recorded about one case is in one order.
 * Returns undefined when the case has no chain, that is: does not exist in this county.
 */
export async function lockChain(tx: Tx, countyId: number, caseId: string): Promise<ChainHead | undefined> {
  return tx
    .selectFrom('case_chains')
    .select(['length', 'head'])
    .where('county_id', '=', countyId)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
}

/**
 * The one door into the history: appends one entry, its row versions, the moved chain head and, for a command,
 * its receipt, in one statement. The caller holds the chain's lock (or begins a new case).
 */
export async function appendEntry(
  tx: Tx,
  countyId: number,
  head: ChainHead,
  recorded: Recorded,
  receipt?: CommandReceipt,
): Promise<Entry> {
  const { entry, versions } = entryOf(countyId, head, recorded)
  await write(tx, entry, hashEntry(entry), versions, receipt)
  return entry
}

/**
 * The same for the first entries of many new cases at once, in one statement: an import of thousands would else wait
 * for the network at each. No receipts: the command that brought them has an entry of its own.
 */
export async function appendBeginnings(tx: Tx, countyId: number, all: readonly Recorded[]): Promise<void> {
  const made = all.map((recorded) => entryOf(countyId, null, recorded))
  const entries = made.map(({ entry }) => ({
    ...{ kind: entry.kind, case_id: entry.case, entry },
    hash: hashEntry(entry),
  }))
  const versions = made.flatMap(({ entry, versions }) =>
    versions.map((version) => ({ case_id: entry.case, ...version })),
  )
  await sql`
    WITH begun AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
        AS b(kind text, case_id uuid, entry jsonb, hash text)
    ), recorded AS (
      INSERT INTO history (county_id, case_id, seq, entry, hash) SELECT ${countyId}, case_id, 1, entry, hash FROM begun
    ), chained AS (
      INSERT INTO case_chains (county_id, case_kind, case_id, length, head)
      SELECT ${countyId}, kind, case_id, 1, hash FROM begun
    )
    INSERT INTO row_versions (county_id, case_id, seq, ref, salt, content)
    SELECT ${countyId}, v.case_id, 1, v.ref, v.salt, v.content
    FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb)
      AS v(case_id uuid, ref text, salt text, content jsonb)`.execute(tx)
}

function entryOf(
  countyId: number,
  head: ChainHead,
  recorded: Recorded,
): { entry: Entry; versions: RowVersion[] } {
  const kept = Object.entries(recorded.rows).map(([ref, content]) => versionOf(ref, content))
  const entry: Entry = {
    v: 1,
    county: countyId,
    kind: recorded.kind,
    case: recorded.case,
    seq: (head?.length ?? 0) + 1,
    prev: head?.head ?? null,
    act: recorded.act,
    at: recorded.at.toISOString(),
    entered: recorded.entered.toISOString(),
    actor: recorded.actor,
    as: recorded.as,
    command: recorded.command,
    from: recorded.from ?? null,
    to: recorded.to ?? null,
    facts: kept.map((k) => k.fact),
  }
  return { entry, versions: kept.map((k) => k.version) }
}

async function write(
  tx: Tx,
  entry: Entry,
  hash: string,
  versions: RowVersion[],
  receipt: CommandReceipt | undefined,
): Promise<void> {
  const { county, seq } = entry
  const commandRow =
    receipt && entry.command
      ? sql`, received AS (INSERT INTO commands (county_id, command_id, person_id, request_hash, outcome, at)
          VALUES (${county}, ${entry.command}, ${receipt.personId}, ${receipt.requestHash},
            ${JSON.stringify(receipt.outcome)}::jsonb, ${entry.entered}::timestamptz))`
      : sql``
  await sql`
    WITH recorded AS (
      INSERT INTO history (county_id, case_id, seq, entry, hash)
      VALUES (${county}, ${entry.case}, ${seq}, ${JSON.stringify(entry)}::jsonb, ${hash})
    ), chained AS (
      INSERT INTO case_chains (county_id, case_kind, case_id, length, head)
      VALUES (${county}, ${entry.kind}, ${entry.case}, ${seq}, ${hash})
      ON CONFLICT (county_id, case_id) DO UPDATE SET length = EXCLUDED.length, head = EXCLUDED.head
        WHERE case_chains.length = EXCLUDED.length - 1
    )${commandRow}
    INSERT INTO row_versions (county_id, case_id, seq, ref, salt, content)
    SELECT ${county}, ${entry.case}, ${seq}, v.ref, v.salt, v.content
    FROM jsonb_to_recordset(${JSON.stringify(versions)}::jsonb) AS v(ref text, salt text, content jsonb)`.execute(
    tx,
  )
}
