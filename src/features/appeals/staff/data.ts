import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listPeopleByRole, type OrganizationLine } from '#features/organizations/api.ts'
import { dictionariesQuery, organizationsQuery } from '#features/organizations/staff/index.ts'
import { type Acting, useActing } from '#ui/acting.ts'
import { call } from '#ui/api.ts'
import {
  type Acted,
  actEndpoints,
  getAppeal,
  getAppealWork,
  listAppeals,
  listSimilar,
  listSuggestions,
  type OfferedAct,
} from '../api.ts'
import type { AppealDetail } from '../views.ts'
import { type Filters, searchOf } from './list/filters.ts'

/** Whoever opens the page judges what stands there now. */
export const useAppeal = (id: string) =>
  useQuery({
    queryKey: ['appeal', id],
    queryFn: () => call(getAppeal, { params: { id } }),
    refetchOnMount: 'always',
  })

export const workQuery = {
  queryKey: ['appeal-work'],
  queryFn: () => call(getAppealWork, {}),
  refetchOnMount: 'always',
} as const

/** A list of more pages than this is not read again by itself on coming back. */
const REREAD_PAGES = 3

export const useAppeals = (filters: Filters, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['appeals', searchOf(filters)],
    queryFn: ({ pageParam, signal }) =>
      // The address and the API write several states alike.
      call(listAppeals, {
        query: { ...searchOf(filters), ...(pageParam ? { after: pageParam } : {}) } as never,
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
    refetchOnWindowFocus: false,
    refetchOnMount: (query) => (query.state.data?.pages.length ?? 0) <= REREAD_PAGES,
  })

/** Running appeals of the place that may be the same matter. Nothing is asked before there is something to compare. */
export const useSimilar = (placeId: string | undefined, text: string) =>
  useQuery({
    queryKey: ['appeals-similar', placeId, text],
    queryFn: ({ signal }) =>
      call(listSimilar, { body: { placeId: placeId ?? '', text: text.slice(0, 3000) }, signal }),
    enabled: placeId !== undefined && text.length >= 4,
    placeholderData: (before) => before,
    gcTime: 60_000,
  })

export const useSuggestions = (id: string) =>
  useQuery({
    queryKey: ['appeal-handlers', id],
    queryFn: () => call(listSuggestions, { params: { id } }),
  })

export const usePeopleByRole = (role: 'leader' | 'secretary') =>
  useQuery({
    queryKey: ['people', role],
    queryFn: () => call(listPeopleByRole, { query: { role } }),
    staleTime: 600_000,
  })

/** The county's active organisations, and by id. */
export function useOrganizations() {
  const { data, isPending } = useQuery(organizationsQuery)
  return useMemo(() => {
    const all = data?.rows ?? []
    const byId = new Map(all.map((o) => [o.id, o]))
    return { isPending, byId, active: all.filter((o) => o.status === 'active') }
  }, [data, isPending])
}

export const isPlace = ({ kind }: OrganizationLine): boolean =>
  !['county', 'department', 'enterprise'].includes(kind)

/** The entries of a dictionary of appeals (`field`, `return_reason`). */
export const useAppealDictionary = (key: string) =>
  useQuery(dictionariesQuery).data?.dictionaries[`appeal.${key}`] ?? []

/** The label of a code; the code itself where the county's dictionary no longer has it, nothing until that is here. */
export function useLabels(): (key: string, code: string | null) => string {
  const { data } = useQuery(dictionariesQuery)
  return (key, code) =>
    code === null || !data
      ? ''
      : (data.dictionaries[`appeal.${key}`]?.find((item) => item.code === code)?.label ?? code)
}

/** Sends acts on one appeal. */
export const useSending = ({
  id,
  version,
}: Pick<AppealDetail, 'id' | 'version'>): Acting<OfferedAct, Acted> =>
  // One function for all acts: which fields fit is known by the schema that checks them, not by this type.
  useActing(['appeal', id], (act, fields, headers) =>
    call(actEndpoints[act], { params: { id }, body: { version, ...fields } as never, headers }),
  )
