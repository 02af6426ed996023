import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { call } from '#ui/api.ts'
import { countProblems, listProblems } from '../../api.ts'
import type { ProblemState } from '../../lifecycle.ts'
import type { Counts, PlaceAndState, ProblemDetail, ProblemLine } from '../../views.ts'
import { type Filters, isCounted, searchOf } from './filters.ts'

const PAGE = 100
/** A list of more pages than this is not read again by itself on coming back: `refresh` does it. */
const REREAD_PAGES = 3

type Page = { rows: ProblemLine[]; next: string | null }

export const ledgerKey = (filters: Filters) => ['ledger', searchOf(filters)] as const

/** The ledger, page after page by deadline. What was opened meanwhile is shown as it is now. */
export function useLedger(filters: Filters, limit = PAGE, enabled = true) {
  const client = useQueryClient()
  const list = useInfiniteQuery({
    queryKey: [...ledgerKey(filters), limit],
    queryFn: ({ pageParam, signal }) =>
      call(listProblems, { query: { ...searchOf(filters), after: pageParam, limit }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
    staleTime: 30_000,
    refetchOnWindowFocus: false,
    refetchOnMount: (query) =>
      ((query.state.data as InfiniteData<Page> | undefined)?.pages.length ?? 0) <= REREAD_PAGES,
  })
  const pages = list.data?.pages
  const rows = useMemo(
    () =>
      (pages ?? [])
        .flatMap((page) => page.rows)
        .map((row) => {
          const opened = client.getQueryData<ProblemDetail>(['problem', row.id])
          return opened && opened.version > row.version ? opened : row
        }),
    [pages, client],
  )
  return { list, rows }
}

export type StateCount = PlaceAndState

const rowsOf = ({ id, name, states }: Counts['places'][number]): StateCount[] =>
  Object.entries(states).map(([state, n]) => ({
    groupId: id,
    groupName: name,
    state: state as ProblemState,
    n,
  }))

/** Exact counts by place and state, whatever the state filter. */
export const useCounts = ({ township, organization }: Filters) =>
  useQuery({
    queryKey: ['counts', township ?? '', organization ?? ''],
    queryFn: async () => {
      const { places } = await call(countProblems, { query: { township, organization } })
      return { rows: places.flatMap(rowsOf) }
    },
    staleTime: 30_000,
  })

/** How many rows the filters have: exact where the counts answer for them or the end is in sight, else unknown. */
export function totalOf(
  filters: Filters,
  counts: readonly StateCount[] | undefined,
  shown: number,
  isWhole: boolean,
): number | undefined {
  if (isWhole) return shown
  if (!counts || !isCounted(filters)) return undefined
  const { state } = filters
  return counts.filter((c) => !state || state.includes(c.state)).reduce((sum, c) => sum + c.n, 0)
}
