import { type RawBuilder, sql } from 'kysely'
import { closing } from '#platform/database/county-dialect.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { type Appending, entryClauses } from '#platform/history/append.ts'
import type { RowContent } from '#platform/history/entry.ts'
import type { Step } from '#platform/lifecycle/step.ts'
import type { ChildRow, Effect } from './acts/index.ts'
import type { ProblemState } from './lifecycle.ts'
import type { ChildTable, ProblemRow } from './row.ts'
import { placeOf, searchWords } from './search.ts'
import { type Dimensions, insertDeltas, insertSpan } from './tally.ts'

/** What one act writes. `last`: nothing follows in its transaction, which may close with it. */
export type Writing = {
  row: ProblemRow
  step: Step<ProblemState>
  effect: Effect
  now: Date
  entry: Appending
  last: boolean
}

/**
 * Moves the row if it still is in the state and version it was judged in, and writes with it, in the same statement,
 * what hangs on it, the figures' share and the history entry. False: somebody was faster, and nothing was written.
 */
export async function writeAct(tx: Tx, writing: Writing): Promise<boolean> {
  const { row, step, effect, now, entry, last } = writing
  const seq = (entry.head?.length ?? 0) + 1
  const after = { ...row, ...effect.set, state: step.state, round: step.round }
  const clauses = [
    movedClause(writing),
    ...spanClause(row, after, step, seq, now),
    ...deltaClause(row, after),
    ...searchClause(row, after),
    ...childClauses(effect),
    entryClauses(entry, 'moved').clauses,
  ]
  const query = sql<{ n: number }>`WITH ${sql.join(clauses)} SELECT count(*)::int AS n FROM moved`.compile(tx)
  const { rows } = await tx.executeQuery(last ? closing(query) : query)
  return rows[0]?.n === 1
}

function movedClause({ row, step, effect, now }: Writing) {
  const set: Record<string, unknown> = {
    ...effect.set,
    version: step.version,
    state: step.state,
    round: step.round,
    clocks: JSON.stringify(step.clocks),
    acted: JSON.stringify(step.acted),
    due_at: step.dueAt ?? 'infinity',
    due_kind: step.dueKind,
    entered_state_at: step.state === row.state ? row.entered_state_at : now,
  }
  return sql`moved AS (
    UPDATE problems SET ${assignments(set)}
    WHERE county_id = ${row.county_id} AND id = ${row.id} AND state = ${row.state} AND version = ${row.version}
    RETURNING 1)`
}

const assignments = (set: Record<string, unknown>) =>
  sql.join(Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))

const samePlace = (before: Dimensions, after: Dimensions): boolean =>
  before.state === after.state &&
  before.organization_id === after.organization_id &&
  before.township_id === after.township_id

function spanClause(before: ProblemRow, after: Dimensions, step: Step<ProblemState>, seq: number, now: Date) {
  const dueAt = step.dueAt ?? 'infinity'
  const dueBefore = before.due_at instanceof Date ? before.due_at.toISOString() : 'infinity'
  if (samePlace(before, after) && before.round === after.round && dueBefore === dueAt) return []
  return [sql`span AS (${insertSpan(after, seq, now, dueAt, 'moved')})`]
}

function deltaClause(before: ProblemRow, after: Dimensions) {
  if (samePlace(before, after)) return []
  const deltas: Parameters<typeof insertDeltas>[0] = [
    [before, -1],
    [after, 1],
  ]
  return [sql`counted AS (${insertDeltas(deltas, 'moved')})`]
}

/** Corrected words are found by what they say now, and whoever answers for it now finds it. */
function searchClause(before: ProblemRow, after: ProblemRow) {
  const same =
    before.title === after.title &&
    before.feedback_text === after.feedback_text &&
    before.organization_id === after.organization_id &&
    before.township_id === after.township_id
  if (same) return []
  return [
    sql`searchable AS (
    UPDATE problem_search SET search = array_to_tsvector(${searchWords(after)}::text[]) FROM moved
    WHERE county_id = ${after.county_id} AND place = ${placeOf(after.number)})`,
  ]
}

function childClauses(effect: Effect): RawBuilder<unknown>[] {
  const inserts = Object.entries(effect.insert ?? {}).map(([table, rows], i) =>
    insertChildren(table as ChildTable, rows, `new_${i}`),
  )
  const updates = (effect.update ?? []).map(
    ({ table, id, set }, i) => sql`${sql.ref(`changed_${i}`)} AS (
    UPDATE ${sql.table(table)} c SET ${assignments(set)} FROM moved
    WHERE c.county_id = current_county() AND c.id = ${id})`,
  )
  return [...inserts, ...updates]
}

/** Rows of any child table as JSON: the column list stays where it belongs, in the migration. */
const insertChildren = (table: ChildTable, rows: ChildRow[], name: string) => sql`${sql.ref(name)} AS (
    INSERT INTO ${sql.table(table)}
    SELECT c.* FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) c, moved)`

/** What an entry speaks of, by reference: the changed columns of every row it touched, and the words said with it. */
export function contentsOf(problemId: string, effect: Effect): Record<string, RowContent> {
  const rows: Record<string, RowContent> = {}
  const changed = { ...effect.set }
  if (Object.keys(changed).length > 0) rows[`problems/${problemId}`] = changed
  for (const [table, children] of Object.entries(effect.insert ?? {}))
    for (const { county_id: _, problem_id: __, ...content } of children)
      rows[`${table}/${content.id}`] = content
  for (const { table, id, set } of effect.update ?? []) rows[`${table}/${id}`] = set
  if (effect.words && Object.keys(effect.words).length > 0) rows.words = effect.words
  return rows
}
