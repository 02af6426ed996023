import { type RawBuilder, sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { LedgerQuery } from '../api.ts'
import { type ProblemState, problemLifecycle } from '../lifecycle.ts'
import { ledgerFilters } from './filters.ts'
import { type LineRow, lineColumns } from './line.ts'
import { scopeCondition, type Unit, unitCondition, unitsOf } from './scope.ts'
import { searchProblems } from './search.ts'

const allStates = Object.keys(problemLifecycle.states) as ProblemState[]

export type Page = { rows: LineRow[]; next: string | null }

/**
 * One page of the ledger by deadline, or of what holds the words asked for, newest first. Walks one index per unit and
 * state and merges the heads, so that its cost depends on the page, not on the ledger.
 */
export async function listProblems(
  tx: Tx,
  countyId: number,
  scope: Scope,
  query: LedgerQuery,
  now: Date,
  page: { after?: string | undefined; limit: number },
): Promise<Page> {
  const { q } = query
  if (q) return searchProblems(tx, countyId, scope, { ...query, q }, now, page)
  const filter = sql.join([scopeCondition(scope), ...ledgerFilters(query, now)], sql` AND `)
  const after = cursorCondition(page.after)
  const most = page.limit + 1
  const states = query.state ?? allStates
  const candidates = walkCandidates(countyId, unitsOf(scope, query), states, filter, after, most)
  if (!candidates) return { rows: [], next: null }
  const result = await sql<LineRow>`
    WITH head AS (${candidates})
    SELECT ${lineColumns} FROM head JOIN problems p ON p.county_id = ${countyId} AND p.id = head.id
    ORDER BY head.due_at, head.id LIMIT ${most}`.execute(tx)
  const rows = result.rows.slice(0, page.limit)
  const last = rows.at(-1)
  return { rows, next: result.rows.length > page.limit && last ? cursorOf(last) : null }
}

function walkCandidates(
  countyId: number,
  units: Unit[],
  states: readonly ProblemState[],
  filter: RawBuilder<unknown>,
  after: RawBuilder<unknown>,
  most: number,
): RawBuilder<unknown> | undefined {
  if (units.length === 0) return undefined
  const walks = units.map(
    (unit) => sql`SELECT h.id, h.due_at FROM unnest(${states}::text[]) AS s(state) CROSS JOIN LATERAL (
      SELECT p.id, p.due_at FROM problems p
      WHERE p.county_id = ${countyId} AND ${unitCondition(unit)} AND p.state = s.state AND ${after} AND ${filter}
      ORDER BY p.due_at, p.id LIMIT ${most}) h`,
  )
  return sql`${sql.join(walks, sql` UNION `)} ORDER BY 2, 1 LIMIT ${most}`
}

const cursorOf = (row: LineRow): string => {
  const due = row.due_at instanceof Date ? row.due_at.toISOString() : 'infinity'
  return Buffer.from(`${due}|${row.id}`).toString('base64url')
}

const CURSOR =
  /^(infinity|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** A cursor that was not made here is as good as none: the list begins at its start. */
function cursorCondition(after: string | undefined): RawBuilder<unknown> {
  const [, due, id] = CURSOR.exec(Buffer.from(after ?? '', 'base64url').toString()) ?? []
  if (!due || !id || (due !== 'infinity' && !isInstant(due))) return sql`true`
  return sql`(p.due_at, p.id) > (${due}::timestamptz, ${id}::uuid)`
}

/** 30 February is read as 2 March, but is not written back so. */
const isInstant = (text: string): boolean => {
  const at = new Date(text)
  return !Number.isNaN(at.getTime()) && at.toISOString() === text
}
