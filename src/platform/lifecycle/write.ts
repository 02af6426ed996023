import { type RawBuilder, sql } from 'kysely'
import type { RowContent } from '../history/entry.ts'
import type { Step } from './step.ts'

/** What an act changes besides what the engine moves, for a case of any kind. Column names are the tables' own. */
export type Writes = {
  set?: object | undefined
  insert?: Readonly<Record<string, readonly ({ id: string } & Record<string, unknown>)[]>> | undefined
  update?: readonly { table: string; id: string; set: object }[] | undefined
  /** Words said with the act that have no column of their own; kept with the entry, erasable. */
  words?: Readonly<Record<string, unknown>> | undefined
}

/** The row of the case as it was judged. */
export type Judged = {
  county_id: number
  id: string
  state: string
  version: number
  entered_state_at: Date
}

/**
 * `moved`: the case's row after the act, if it still is in the state and version it was judged in. No row: somebody
 * was faster; every other clause of the statement reads from it, so that nothing is written then.
 */
export function movedClause(
  table: string,
  row: Judged,
  step: Step<string>,
  set: object | undefined,
  now: Date,
): RawBuilder<unknown> {
  const columns: Record<string, unknown> = {
    ...set,
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
    UPDATE ${sql.table(table)} SET ${assignments(columns)}
    WHERE county_id = ${row.county_id} AND id = ${row.id} AND state = ${row.state} AND version = ${row.version}
    RETURNING 1)`
}

const assignments = (set: object) =>
  sql.join(Object.entries(set).map(([column, value]) => sql`${sql.ref(column)} = ${value}`))

/** What hangs on the case: new rows and changed ones. */
export function childClauses({ insert, update }: Writes): RawBuilder<unknown>[] {
  const inserts = Object.entries(insert ?? {}).map(([table, rows], i) =>
    insertChildren(table, rows, `new_${i}`),
  )
  const updates = (update ?? []).map(
    ({ table, id, set }, i) => sql`${sql.ref(`changed_${i}`)} AS (
    UPDATE ${sql.table(table)} c SET ${assignments(set)} FROM moved
    WHERE c.county_id = current_county() AND c.id = ${id})`,
  )
  return [...inserts, ...updates]
}

/** Rows of any child table as JSON: the column list stays where it belongs, in the migration. */
const insertChildren = (table: string, rows: readonly object[], name: string) => sql`${sql.ref(name)} AS (
    INSERT INTO ${sql.table(table)}
    SELECT c.* FROM jsonb_populate_recordset(NULL::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) c, moved)`

/**
 * What an entry speaks of, by reference: the changed columns of every row it touched, and the words said with it.
 * `belongs` is the column by which children name their case.
 */
export function contentsOf(
  table: string,
  belongs: string,
  id: string,
  { set, insert, update, words }: Writes,
): Record<string, RowContent> {
  const rows: Record<string, RowContent> = {}
  if (set && Object.keys(set).length > 0) rows[`${table}/${id}`] = { ...set }
  for (const [child, children] of Object.entries(insert ?? {}))
    for (const { county_id: _, [belongs]: __, ...content } of children)
      rows[`${child}/${content.id}`] = content
  for (const { table: child, id: childId, set: changed } of update ?? [])
    rows[`${child}/${childId}`] = { ...changed }
  if (words && Object.keys(words).length > 0) rows.words = words
  return rows
}
