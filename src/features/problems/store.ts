import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { noParts, type Part, type Parts, type ProblemRow, partTables } from './row.ts'

export const rowColumns = sql`p.county_id, p.id, p.number, p.version, p.state, p.round, p.clocks, p.acted, p.due_at, p.due_kind,
  p.entered_state_at, p.track, p.source, p.source_year, p.source_ref, p.organization_id, p.township_id, p.class_code,
  p.field_code, p.severity, p.scope, p.timing, p.secrecy, p.title, p.feedback_text, p.basis, p.feedback_on,
  p.amount_cents, p.households, p.goal, p.root_cause, p.planned_on, p.completion, p.remaining, p.closed_at,
  p.closure_kind, p.relapses, p.listed, p.external_key, p.created_at`

const partColumn = (part: Part): RawBuilder<unknown> => {
  const child = sql.table(partTables[part])
  return sql`(SELECT coalesce(json_agg(c), '[]') FROM ${child} c
    WHERE c.county_id = p.county_id AND c.problem_id = p.id) AS ${sql.ref(part)}`
}

export type Loaded = { row: ProblemRow; parts: Parts; chain: { length: number; head: string } }

/**
 * Reads a problem with the parts asked for. With `lock` its chain is locked until the transaction ends, so that
 * whatever is recorded about one problem is in one order. Undefined: no such problem in this county.
 */
export async function findProblem(
  tx: Tx,
  countyId: number,
  id: string,
  parts: readonly Part[],
  lock: boolean,
): Promise<Loaded | undefined> {
  const columns = parts.map((part) => sql`, ${partColumn(part)}`)
  const result = await sql<ProblemRow & Partial<Parts> & { chain_length: number; chain_head: string }>`
    SELECT ${rowColumns}, h.length AS chain_length, h.head AS chain_head${sql.join(columns, sql``)}
    FROM problems p JOIN case_chains h ON h.county_id = p.county_id AND h.case_id = p.id
    WHERE p.county_id = ${countyId} AND p.id = ${id}
    ${lock ? sql`FOR UPDATE OF h` : sql``}`.execute(tx)
  const found = result.rows[0]
  if (!found) return undefined
  const { chain_length, chain_head, ...rest } = found
  const loaded = Object.fromEntries(parts.map((part) => [part, rest[part] ?? []]))
  return { row: rest, parts: { ...noParts, ...loaded }, chain: { length: chain_length, head: chain_head } }
}
