import { type RawBuilder, sql } from 'kysely'
import type { LedgerQuery } from '../api.ts'

/** What a ledger query asks of each row besides its state and the place that `unitsOf` begins from. */
export function ledgerFilters(query: LedgerQuery, now: Date): RawBuilder<unknown>[] {
  const conditions: (RawBuilder<unknown> | false)[] = [
    // An organisation within a township: the walk goes by the organisation.
    query.organization !== undefined &&
      query.township !== undefined &&
      sql`p.township_id = ${query.township}`,
    query.source !== undefined && sql`p.source = ${query.source}`,
    query.year !== undefined && sql`p.source_year = ${query.year}`,
    query.class !== undefined && sql`p.class_code = ${query.class}`,
    query.overdue !== undefined && sql`p.due_at < ${now}`,
    query.listed !== undefined && sql`p.listed`,
    query.relapsed !== undefined && sql`p.relapses > 0`,
  ]
  return conditions.filter((condition) => condition !== false)
}
