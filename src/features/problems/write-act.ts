import { sql } from 'kysely'
import { closing } from '#platform/database/county-dialect.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { type Appending, entryClauses } from '#platform/history/append.ts'
import type { Step } from '#platform/lifecycle/step.ts'
import { childClauses, movedClause } from '#platform/lifecycle/write.ts'
import { placeOf } from '#platform/search/index.ts'
import type { Effect } from './acts/index.ts'
import type { ProblemState } from './lifecycle.ts'
import type { ProblemRow } from './row.ts'
import { searchWords } from './search.ts'
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
    movedClause('problems', row, step, effect.set, now),
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
