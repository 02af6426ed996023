import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { type Searched, searchPage } from '#platform/search/index.ts'
import type { AppealQuery } from '../api.ts'
import { appealTerms } from '../search.ts'
import { type LineRow, lineColumns } from './line.ts'
import { isLate } from './running.ts'
import { type Sight, seesNothing, sightCondition } from './sight.ts'

const CURSOR = /^(\d{13,16}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
const searched: Searched = { find: 'find_appeals', id: 'appeal_id', rows: 'appeals' }

export type Page = { rows: LineRow[]; next: string | null }
type Paging = { after: string | undefined; limit: number }

/** One page of what somebody sees, newest first; of what holds the words asked for, where any were. */
export async function listAppeals(
  tx: Tx,
  countyId: number,
  sight: Sight,
  query: AppealQuery,
  page: Paging,
  now: Date,
): Promise<Page> {
  const { q } = query
  if (seesNothing(sight)) return { rows: [], next: null }
  const filters = [sightCondition(sight), ...filtersOf(query, now)]
  if (q !== undefined) {
    const terms = appealTerms(countyId, { ...query, q }, sight)
    return terms
      ? searchPage<LineRow>(tx, countyId, searched, terms, lineColumns, filters, page)
      : { rows: [], next: null }
  }
  const [, at, id] = CURSOR.exec(Buffer.from(page.after ?? '', 'base64url').toString()) ?? []
  const before =
    at && id ? sql`(p.created_at, p.id) < (to_timestamp(${at}::bigint / 1e6), ${id}::uuid)` : sql`true`
  const conditions = [sql`p.county_id = ${countyId}`, before, ...filters]
  const { rows } = await sql<LineRow & { cursor: string }>`
    SELECT ${lineColumns}, (extract(epoch FROM p.created_at) * 1e6)::bigint::text AS cursor FROM appeals p
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY p.created_at DESC, p.id DESC LIMIT ${page.limit + 1}`.execute(tx)
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  const next =
    rows.length > page.limit && last ? Buffer.from(`${last.cursor} ${last.id}`).toString('base64url') : null
  return { rows: shown, next }
}

export function filtersOf(query: AppealQuery, now: Date): RawBuilder<unknown>[] {
  const { state, township, place, handler, field, nature, channel, overdue } = query
  return [
    ...(state ? [sql`p.state = ANY(${state}::text[])`] : []),
    ...(township ? [sql`p.township_id = ${township}`] : []),
    ...(place ? [sql`p.place_id = ${place}`] : []),
    ...(handler ? [sql`p.handler_id = ${handler}`] : []),
    ...(field ? [sql`p.field_code = ${field}`] : []),
    ...(nature ? [sql`p.nature = ${nature}`] : []),
    ...(channel ? [sql`p.channel = ${channel}`] : []),
    ...(overdue ? [isLate(now)] : []),
  ]
}
