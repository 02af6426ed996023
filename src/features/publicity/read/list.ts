import { sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import { scopeCondition } from '#features/problems/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { PublicationQuery } from '../api.ts'
import type { PublicationState } from '../lifecycle.ts'
import { type LineRow, lineColumns } from './line.ts'

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** One page, newest first: ids are in the order of time. Counts obey the same scope and filters. */
export async function listPublications(
  tx: Tx,
  countyId: number,
  scope: Scope,
  query: PublicationQuery,
  page: { after: string | undefined; limit: number },
): Promise<{ rows: LineRow[]; next: string | null; counts: Partial<Record<PublicationState, number>> }> {
  const filter = sql.join(
    [
      sql`p.county_id = ${countyId}`,
      scopeCondition(scope),
      ...(query.kind ? [sql`p.kind = ${query.kind}`] : []),
      ...(query.audience ? [sql`p.audience = ${query.audience}`] : []),
      ...(query.township ? [sql`p.township_id = ${query.township}`] : []),
      ...(query.organization ? [sql`p.organization_id = ${query.organization}`] : []),
      ...(query.problem ? [sql`p.problem_id = ${query.problem}`] : []),
    ],
    sql` AND `,
  )
  const after = page.after && ID.test(page.after) ? sql`p.id < ${page.after}::uuid` : sql`true`
  const state = query.state ? sql`p.state = ${query.state}` : sql`true`
  const counted = await sql<{ state: PublicationState; n: number }>`
    SELECT p.state, count(*)::int AS n FROM publications p WHERE ${filter} GROUP BY 1`.execute(tx)
  const found = await sql<LineRow>`
    SELECT ${lineColumns} FROM publications p WHERE ${filter} AND ${state} AND ${after}
    ORDER BY p.id DESC LIMIT ${page.limit + 1}`.execute(tx)
  const rows = found.rows.slice(0, page.limit)
  return {
    rows,
    next: found.rows.length > page.limit ? (rows.at(-1)?.id ?? null) : null,
    counts: Object.fromEntries(counted.rows.map(({ state: of, n }) => [of, n])),
  }
}
