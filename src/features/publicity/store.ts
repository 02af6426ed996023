import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { type Appending, entryClauses } from '#platform/history/append.ts'
import type { Step } from '#platform/lifecycle/step.ts'
import { childClauses, movedClause } from '#platform/lifecycle/write.ts'
import type { Effect } from './acts/index.ts'
import type { PublicationState } from './lifecycle.ts'
import type { Parts, PublicationRow } from './row.ts'

export type Loaded = { row: PublicationRow; parts: Parts; chain: { length: number; head: string } }

const children = (table: string, order: string, where = '') =>
  sql.raw(`(SELECT coalesce(json_agg(c ORDER BY ${order}), '[]') FROM ${table} c
    WHERE c.county_id = p.county_id AND c.publication_id = p.id ${where})`)

/**
 * Reads a publication with what hangs on it. With `lock` its chain is locked until the transaction ends, so that
 * whatever is recorded about one publication is in one order. Undefined: no such publication in this county.
 */
export async function findPublication(
  tx: Tx,
  countyId: number,
  id: string,
  { lock = false }: { lock?: boolean } = {},
): Promise<Loaded | undefined> {
  const { rows } = await sql<PublicationRow & Parts & { chain_length: number; chain_head: string }>`
    SELECT p.*, h.length AS chain_length, h.head AS chain_head,
      ${children('publication_pictures', 'c.position, c.id')} AS pictures,
      ${children('withheld', 'c.asked_at')} AS withheld,
      ${children('publication_comments', 'c.left_on, c.id', "AND c.status IN ('waiting','forwarded','answered')")} AS comments,
      (SELECT CASE WHEN r.erased_at IS NULL THEN 'kept' ELSE 'erased' END FROM publication_releases r
        WHERE r.county_id = p.county_id AND r.publication_id = p.id) AS release,
      (SELECT json_build_object('number', o.number, 'edition', o.edition, 'stands', o.state = 'published', 'body', r.body)
        FROM publications o LEFT JOIN publication_releases r ON r.county_id = o.county_id AND r.publication_id = o.id
        WHERE o.county_id = p.county_id AND o.id = p.replaces_id AND o.month IS NOT NULL) AS former
    FROM publications p JOIN case_chains h ON h.county_id = p.county_id AND h.case_id = p.id
    WHERE p.county_id = ${countyId} AND p.id = ${id}
    ${lock ? sql`FOR UPDATE OF h` : sql``}`.execute(tx)
  const found = rows[0]
  if (!found) return undefined
  const { chain_length, chain_head, pictures, withheld, comments, release, former, ...row } = found
  return {
    row,
    parts: { pictures, withheld, comments, release, former },
    chain: { length: chain_length, head: chain_head },
  }
}

export type Writing = {
  row: PublicationRow
  step: Step<PublicationState>
  effect: Effect
  now: Date
  entry: Appending
}

/** All an act writes of the publication and its entry, in one statement. False: somebody was faster. */
export async function writeAct(tx: Tx, { row, step, effect, now, entry }: Writing): Promise<boolean> {
  const clauses = [
    movedClause('publications', row, step, effect.set, now),
    ...childClauses(effect),
    entryClauses(entry, 'moved').clauses,
  ]
  const { rows } = await sql<{ n: number }>`
    WITH ${sql.join(clauses)} SELECT count(*)::int AS n FROM moved`.execute(tx)
  return rows[0]?.n === 1
}

/** A new publication and the first entry of its chain. */
export async function insertPublication(
  tx: Tx,
  row: Omit<PublicationRow, 'publish_from' | 'publish_until' | 'withdrawn_at' | 'withdrawn_kind'>,
  entry: Appending,
): Promise<void> {
  const asJson = (value: unknown) =>
    value !== null && typeof value === 'object' && !(value instanceof Date) ? JSON.stringify(value) : value
  const columns = Object.entries(row)
  await sql`WITH entered AS (
      INSERT INTO publications (${sql.join(columns.map(([name]) => sql.ref(name)))})
      VALUES (${sql.join(columns.map(([, value]) => sql`${asJson(value)}`))}) RETURNING 1
    ), ${entryClauses(entry, 'entered').clauses} SELECT`.execute(tx)
}
