import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { newId } from '#platform/ids.ts'
import type { Step } from '#platform/lifecycle/step.ts'
import type { ChildRow, Effect } from './acts/index.ts'
import type { ProblemState } from './lifecycle.ts'
import { type ChildTable, noParts, type Part, type Parts, type ProblemRow, partTables } from './row.ts'
import { searchWords } from './search.ts'

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

/** What one act writes, ready for one statement. `seq` is the history entry it belongs to. */
export type Writing = { row: ProblemRow; step: Step<ProblemState>; effect: Effect; seq: number; now: Date }

/**
 * Moves the row if it still is in the state and version it was judged in, and writes what hangs on it, the span
 * and the count deltas, in one statement. False: somebody was faster.
 */
export async function applyAct(tx: Tx, { row, step, effect, seq, now }: Writing): Promise<boolean> {
  const moved = step.state !== row.state
  const set: Record<string, unknown> = {
    ...effect.set,
    version: step.version,
    state: step.state,
    round: step.round,
    clocks: JSON.stringify(step.clocks),
    acted: JSON.stringify(step.acted),
    due_at: step.dueAt ?? 'infinity',
    due_kind: step.dueKind,
    entered_state_at: moved ? now : row.entered_state_at,
  }
  const after = { ...row, ...effect.set, state: step.state, round: step.round }
  const assignments = Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  const result = await sql<{ n: number }>`
    WITH moved AS (
      UPDATE problems SET ${sql.join(assignments)}
      WHERE county_id = ${row.county_id} AND id = ${row.id} AND state = ${row.state} AND version = ${row.version}
      RETURNING 1
    )${spanClause(row, after, step, seq, now)}${deltaClause(row, after)}${searchClause(row, after)}${childClauses(effect)}
    SELECT count(*)::int AS n FROM moved`.execute(tx)
  return result.rows[0]?.n === 1
}

type Dimensions = Pick<
  ProblemRow,
  'county_id' | 'id' | 'state' | 'round' | 'organization_id' | 'township_id' | 'source' | 'class_code'
>

function spanClause(before: ProblemRow, after: Dimensions, step: Step<ProblemState>, seq: number, now: Date) {
  const dueAt = step.dueAt ?? 'infinity'
  const dueBefore = before.due_at instanceof Date ? before.due_at.toISOString() : 'infinity'
  const same =
    before.state === after.state &&
    before.round === after.round &&
    before.organization_id === after.organization_id &&
    before.township_id === after.township_id &&
    dueBefore === dueAt
  return same ? sql`` : sql`, span AS (${insertSpan(after, seq, now, dueAt)})`
}

export const insertSpan = (d: Dimensions, seq: number, now: Date, dueAt: string) => sql`
  INSERT INTO problem_spans (county_id, problem_id, seq, from_at, state, round, organization_id, township_id, source, class_code, due_at)
  VALUES (${d.county_id}, ${d.id}, ${seq}, ${now}, ${d.state}, ${d.round}, ${d.organization_id}, ${d.township_id},
    ${d.source}, ${d.class_code}, ${dueAt})`

function deltaClause(before: ProblemRow, after: Dimensions) {
  const same =
    before.state === after.state &&
    before.organization_id === after.organization_id &&
    before.township_id === after.township_id
  if (same) return sql``
  return sql`, counted AS (${insertDeltas([
    [before, -1],
    [after, 1],
  ])})`
}

type Counted = Pick<Dimensions, 'county_id' | 'organization_id' | 'township_id' | 'state'>

export const insertDeltas = (deltas: [Counted, number][]) => sql`
  INSERT INTO problem_count_deltas (county_id, id, organization_id, township_id, state, n)
  VALUES ${sql.join(deltas.map(([d, n]) => sql`(${d.county_id}, ${newId()}, ${d.organization_id}, ${d.township_id}, ${d.state}, ${n})`))}`

/** Corrected words are found by what they say now. */
function searchClause(before: ProblemRow, after: ProblemRow) {
  if (before.title === after.title && before.feedback_text === after.feedback_text) return sql``
  return sql`, searchable AS (
    UPDATE problem_search SET search = array_to_tsvector(${searchWords(after)}::text[])
    WHERE county_id = ${after.county_id} AND problem_id = ${after.id})`
}

function childClauses(effect: Effect) {
  const inserts = Object.entries(effect.insert ?? {}).map(([table, rows], i) =>
    insertChildren(table as ChildTable, rows, `new_${i}`),
  )
  const updates = (effect.update ?? []).map(({ table, id, set }, i) => {
    const assignments = Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
    return sql`, ${sql.ref(`changed_${i}`)} AS (
      UPDATE ${sql.table(table)} SET ${sql.join(assignments)} WHERE county_id = current_county() AND id = ${id})`
  })
  return sql.join([...inserts, ...updates], sql``)
}

/** Rows of any child table as JSON: the column list stays where it belongs, in the migration. */
const insertChildren = (table: ChildTable, rows: ChildRow[], name: string) => sql`, ${sql.ref(name)} AS (
  INSERT INTO ${sql.table(table)}
  SELECT * FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb))`

/** What an entry speaks of, by reference: the changed columns of every row it touched, and the words said with it. */
export function contentsOf(
  problemId: string,
  changed: RowContent,
  effect: Effect,
): Record<string, RowContent> {
  const rows: Record<string, RowContent> = {}
  if (Object.keys(changed).length > 0) rows[`problems/${problemId}`] = changed
  for (const [table, children] of Object.entries(effect.insert ?? {}))
    for (const { county_id: _, problem_id: __, ...content } of children)
      rows[`${table}/${content.id}`] = content
  for (const { table, id, set } of effect.update ?? []) rows[`${table}/${id}`] = set
  if (effect.words && Object.keys(effect.words).length > 0) rows.words = effect.words
  return rows
}
