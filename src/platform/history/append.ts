import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../database/transaction.ts'
import { Refused } from '../refusal.ts'
import { type Entry, hashEntry, type RowContent, type RowVersion, versionOf } from './entry.ts'

/**
 * The end of a case's chain as read under lock; null for a case that begins now. `kind`: whose chain it is, where only
 * its id was known.
 */
export type ChainHead = { length: number; head: string; kind?: string } | null

export type Recorded = {
  kind: string
  case: string
  act: string
  at: Date
  entered: Date
  actor: string | null
  as: string | null
  onBehalfOf?: string | null
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
    .select(['length', 'head', 'case_kind as kind'])
    .where('county_id', '=', countyId)
    .where('case_id', '=', caseId)
    .forUpdate()
    .executeTakeFirst()
}

export type Appending = { countyId: number; head: ChainHead; recorded: Recorded; receipt?: CommandReceipt }

/**
 * The one door into the history: appends one entry, its row versions, the moved chain head and, for a command,
 * its receipt, in one statement. The caller holds the chain's lock (or begins a new case).
 * @throws Refused `invalid`: the id is another kind of case's. An entry there could never be taken out again, and the
 * chain would never verify.
 */
export async function appendEntry(
  tx: Tx,
  countyId: number,
  head: ChainHead,
  recorded: Recorded,
  receipt?: CommandReceipt,
): Promise<Entry> {
  const { entry, clauses } = entryClauses({ countyId, head, recorded, ...(receipt && { receipt }) })
  await sql`WITH ${clauses} SELECT`.execute(tx)
  return entry
}

/**
 * The same as clauses for the WITH of a statement that also writes what the entry speaks of. `given` names a clause
 * before them that has one row or none: with none, nothing is appended.
 */
export function entryClauses(
  { countyId, head, recorded, receipt }: Appending,
  given?: string,
): { entry: Entry; clauses: RawBuilder<unknown> } {
  const { entry, versions } = entryOf(countyId, head, recorded)
  const hash = hashEntry(entry)
  const from = given ? sql` FROM ${sql.ref(given)}` : sql``
  const clauses = [
    sql`recorded AS (
      INSERT INTO history (county_id, case_id, seq, entry, hash)
      SELECT ${countyId}::int, ${entry.case}::uuid, ${entry.seq}::int, ${JSON.stringify(entry)}::jsonb, ${hash}::text${from})`,
    chainClause(entry, hash, from),
  ]
  if (versions.length > 0) clauses.push(versionsClause(entry, versions, given))
  if (isMove(entry)) clauses.push(moveClause(entry, from))
  if (receipt && entry.command)
    clauses.push(sql`received AS (
      INSERT INTO commands (county_id, command_id, person_id, request_hash, outcome, at)
      SELECT ${countyId}::int, ${entry.command}::uuid, ${receipt.personId}::uuid, ${receipt.requestHash}::text,
        ${JSON.stringify(receipt.outcome)}::jsonb, ${entry.entered}::timestamptz${from})`)
  return { entry, clauses: sql.join(clauses) }
}

function chainClause({ county, kind, case: id, seq }: Entry, hash: string, from: RawBuilder<unknown>) {
  if (seq === 1)
    return sql`chained AS (
      INSERT INTO case_chains (county_id, case_kind, case_id, length, head)
      SELECT ${county}::int, ${kind}::text, ${id}::uuid, 1, ${hash}::text${from})`
  return sql`chained AS (
      UPDATE case_chains SET length = ${seq}, head = ${hash}${from}
      WHERE county_id = ${county} AND case_id = ${id} AND length = ${seq - 1})`
}

const isMove = ({ from, to }: Entry): boolean => to !== null && to !== from

/**
 * That a case came into another state, for whoever is told of it outside: there exactly if the act is, and only where
 * the county tells anybody. The worker takes it from here (decision 0034).
 */
const moveClause = ({ county, kind, case: id, seq, from, to, at }: Entry, given: RawBuilder<unknown>) =>
  sql`told AS (
      INSERT INTO case_moves (county_id, case_id, seq, case_kind, from_state, to_state, at)
      SELECT * FROM (SELECT ${county}::int, ${id}::uuid, ${seq}::int, ${kind}::text, ${from}::text,
        ${to}::text, ${at}::timestamptz${given}) m
      WHERE EXISTS (SELECT FROM outlets o WHERE o.county_id = ${county} AND o.status = 'active' AND o.kind = 'webhook'))`

function versionsClause({ county, case: id, seq }: Entry, versions: RowVersion[], given: string | undefined) {
  const rows = versions.map(
    ({ ref, salt, content }) => sql`(${ref}::text, ${salt}::text, ${JSON.stringify(content)}::jsonb)`,
  )
  return sql`versioned AS (
      INSERT INTO row_versions (county_id, case_id, seq, ref, salt, content)
      SELECT ${county}::int, ${id}::uuid, ${seq}::int, v.ref, v.salt, v.content
      FROM (VALUES ${sql.join(rows)}) v (ref, salt, content)${given ? sql`, ${sql.ref(given)}` : sql``})`
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
    ), told AS (
      INSERT INTO case_moves (county_id, case_id, seq, case_kind, from_state, to_state, at)
      SELECT ${countyId}, case_id, 1, kind, NULL, entry->>'to', (entry->>'at')::timestamptz FROM begun
      WHERE entry->>'to' IS NOT NULL AND EXISTS (SELECT FROM outlets o
        WHERE o.county_id = ${countyId} AND o.status = 'active' AND o.kind = 'webhook')
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
  if (head?.kind !== undefined && head.kind !== recorded.kind)
    throw new Refused({ code: 'invalid', issues: [{ path: 'id', reason: 'taken' }] })
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
    ...(recorded.onBehalfOf ? { onBehalfOf: recorded.onBehalfOf } : {}),
    command: recorded.command,
    from: recorded.from ?? null,
    to: recorded.to ?? null,
    facts: kept.map((k) => k.fact),
  }
  return { entry, versions: kept.map((k) => k.version) }
}
