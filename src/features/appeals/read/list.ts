import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { queryTokens, tsquery } from '#platform/search/index.ts'
import type { AppealQuery } from '../api.ts'
import { type LineRow, lineColumns } from './line.ts'
import { isLate } from './running.ts'
import { type Sight, seesNothing, sightCondition } from './sight.ts'

const CURSOR = /^(\d{13,16}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
/** A search looks at this many of the newest hits a page. */
const MOST_HITS = 500

export type Page = { rows: LineRow[]; next: string | null }
type Paging = { after: string | undefined; limit: number }

/** One page of what somebody sees, newest first. */
export async function listAppeals(
  tx: Tx,
  countyId: number,
  sight: Sight,
  query: AppealQuery,
  page: Paging,
  now: Date,
): Promise<Page> {
  if (seesNothing(sight)) return { rows: [], next: null }
  const [, at, id] = CURSOR.exec(Buffer.from(page.after ?? '', 'base64url').toString()) ?? []
  const before =
    at && id ? sql`(p.created_at, p.id) < (to_timestamp(${at}::bigint / 1e6), ${id}::uuid)` : sql`true`
  const conditions = [
    sql`p.county_id = ${countyId}`,
    sightCondition(sight),
    before,
    ...filtersOf(query, now),
    ...wordsOf(countyId, query.q),
  ]
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

/** Behind row-level security the planner may not use an index with `@@`; the function of the owner may. */
function wordsOf(countyId: number, q: string | undefined): RawBuilder<unknown>[] {
  const words = q ? queryTokens(q).map((word) => `${countyId} ${word}`) : []
  if (q === undefined) return []
  if (words.length === 0) return [sql`false`]
  return [sql`p.id IN (SELECT appeal_id FROM find_appeals(${tsquery(words)}::tsquery, ${MOST_HITS}::int))`]
}
