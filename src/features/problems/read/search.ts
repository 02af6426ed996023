import { sql } from 'kysely'
import type { Scope } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { type Searched, searchPage } from '#platform/search/index.ts'
import type { LedgerQuery } from '../api.ts'
import { problemTerms } from '../search.ts'
import { ledgerFilters } from './filters.ts'
import { type LineRow, lineColumns } from './line.ts'
import type { Page } from './list.ts'
import { scopeCondition, unitsOf } from './scope.ts'

const searched: Searched = { find: 'find_problems', id: 'problem_id', rows: 'problems' }

/** Problems that hold all the words, newest first. */
export async function searchProblems(
  tx: Tx,
  countyId: number,
  scope: Scope,
  query: LedgerQuery & { q: string },
  now: Date,
  page: { after?: string | undefined; limit: number },
): Promise<Page> {
  const terms = problemTerms(countyId, query.q, unitsOf(scope, query))
  if (!terms) return { rows: [], next: null }
  const filters = ledgerFilters(query, now)
  if (query.state) filters.push(sql`p.state = ANY(${query.state}::text[])`)
  // The index knows whose a problem is; what else is asked, and whether a narrowed unit may be seen, only the row does.
  if (!scope.all) filters.push(scopeCondition(scope))
  return searchPage<LineRow>(tx, countyId, searched, terms, lineColumns, filters, page)
}
