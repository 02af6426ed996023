import { sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import type { Database, Tx } from '#platform/database/transaction.ts'
import type { LedgerQuery } from '../api.ts'
import { searchTerms } from '../search.ts'
import { ledgerFilters } from './filters.ts'
import { type LineRow, lineColumns } from './line.ts'
import type { Page } from './list.ts'
import { scopeCondition, unitsOf } from './scope.ts'

/** One page looks at this many hits at most; if filters leave few of them, the next page looks further. */
const MOST_HITS = 500
const NEWEST = 2_147_483_647

type Hits = { hits: number; lowest: number | null }

/**
 * Problems that hold all the words, newest first. Through a function of the owner's: behind row-level security the
 * planner may not use an index with an operator that is not leak-proof, and `@@` is none. The function holds the
 * county itself.
 */
export async function searchProblems(
  tx: Tx,
  countyId: number,
  scope: Scope,
  query: LedgerQuery & { q: string },
  now: Date,
  page: { after?: string | undefined; limit: number },
): Promise<Page> {
  const terms = searchTerms(countyId, query.q, unitsOf(scope, query))
  if (!terms) return { rows: [], next: null }
  const filters = ledgerFilters(query, now)
  if (query.state) filters.push(sql`p.state = ANY(${query.state}::text[])`)
  // The index knows whose a problem is; what else is asked, and whether a narrowed unit may be seen, only the row does.
  if (!scope.all) filters.push(scopeCondition(scope))
  const wanted = page.limit + 1
  const most = filters.length > 0 ? Math.max(MOST_HITS, wanted) : wanted
  const { rows } = await sql<Hits & LineRow & { place: number }>`
    WITH hit AS MATERIALIZED (
      SELECT problem_id, place
      FROM find_problems(${terms.words}::text[], ${terms.units}::text[], ${placeBefore(page.after)}::int, ${most}::int)
    ), line AS (
      SELECT ${lineColumns}, hit.place FROM hit JOIN problems p ON p.county_id = ${countyId} AND p.id = hit.problem_id
      WHERE ${sql.join([sql`true`, ...filters], sql` AND `)} ORDER BY hit.place DESC LIMIT ${wanted}
    )
    SELECT looked.hits, looked.lowest, line.*
    FROM (SELECT count(*)::int AS hits, min(place) AS lowest FROM hit) looked LEFT JOIN line ON true
    ORDER BY line.place DESC`.execute(tx)
  const lines = rows.filter((row) => row.id !== null)
  const shown = lines.slice(0, page.limit)
  if (lines.length > page.limit) return { rows: shown, next: cursorOf(shown.at(-1)?.place) }
  const looked = rows[0]
  const isAll = !looked || looked.hits < most
  return { rows: shown, next: isAll ? null : cursorOf(looked.lowest) }
}

/**
 * Writes down for each full volume where its frequent words stand, so that searches need not walk their lists. A search
 * finds the same without it, only slower.
 */
export async function sealSearch(database: Database, countyId: number): Promise<void> {
  for (let sealed: number | null | undefined = 0; typeof sealed === 'number'; )
    sealed = await database.writeOnce(countyId, async (tx) => {
      const { rows } = await sql<{ volume: number | null }>`SELECT seal_search_volume() AS volume`.execute(tx)
      return rows[0]?.volume
    })
}

const cursorOf = (place: number | null | undefined): string | null =>
  typeof place === 'number' ? Buffer.from(`place ${place}`).toString('base64url') : null

/** A cursor that was not made here is as good as none: the search begins with the newest. */
function placeBefore(after: string | undefined): number {
  const [, place] = /^place (\d{1,10})$/.exec(Buffer.from(after ?? '', 'base64url').toString()) ?? []
  return Math.min(Number(place ?? NEWEST), NEWEST)
}
