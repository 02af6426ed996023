import { type RawBuilder, sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import type { ProblemRow } from './row.ts'

/** What every figure is counted by. */
export type Dimensions = Pick<
  ProblemRow,
  'county_id' | 'id' | 'state' | 'round' | 'organization_id' | 'township_id' | 'source' | 'class_code'
>

/** In a statement that moves a row: nothing is written unless the clause so named has its one row. */
type Given = string | undefined

const from = (given: Given): RawBuilder<unknown> => (given ? sql`FROM ${sql.ref(given)}` : sql``)

/** The dimensions as they are from this entry on. */
export const insertSpan = (d: Dimensions, seq: number, at: Date, dueAt: string, given?: Given) => sql`
  INSERT INTO problem_spans (county_id, problem_id, seq, from_at, state, round, organization_id, township_id, source, class_code, due_at)
  SELECT ${d.county_id}, ${d.id}, ${seq}, ${at}, ${d.state}, ${d.round}, ${d.organization_id}, ${d.township_id},
    ${d.source}, ${d.class_code}, ${dueAt} ${from(given)}`

type Counted = Pick<Dimensions, 'county_id' | 'organization_id' | 'township_id' | 'state'>

/** So many more or fewer somewhere; folded into the totals soon after. */
export const insertDeltas = (deltas: [Counted, number][], given?: Given) => {
  const rows = deltas.map(
    ([
      d,
      n,
    ]) => sql`SELECT ${d.county_id}::int, ${newId()}::uuid, ${d.organization_id}::uuid, ${d.township_id}::uuid,
      ${d.state}, ${n}::int ${from(given)}`,
  )
  return sql`
  INSERT INTO problem_count_deltas (county_id, id, organization_id, township_id, state, n)
  ${sql.join(rows, sql` UNION ALL `)}`
}
