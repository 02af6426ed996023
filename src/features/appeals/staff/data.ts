import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { listPeopleByRole, type OrganizationLine } from '#features/organizations/api.ts'
import { dictionariesQuery, organizationsQuery } from '#features/organizations/staff/index.ts'
import { CONFIRMED_HEADER, call } from '#ui/api.ts'
import { newId } from '#ui/new-id.ts'
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

export const confirmedHeaders = (confirmed: readonly string[]): Record<string, string> =>
  confirmed.length > 0 ? { [CONFIRMED_HEADER]: confirmed.join(',') } : {}

export type Sending = {
  isSending: boolean
  error: unknown
  /** Resolves to what it led to; undefined where it was not done. */
  send: (act: OfferedAct, fields: object) => Promise<Acted | undefined>
  /** Sends the last once more: what a boundary rule found is something else. */
  confirm: (ruleKey: string) => Promise<Acted | undefined>
}

type Last = { act: OfferedAct; fields: object; commandId: string; confirmed: readonly string[] }

/** Sends acts on one appeal; the same fields sent again keep the command's id, so that a lost answer does it once. */
export function useSending({ id, version }: Pick<AppealDetail, 'id' | 'version'>): Sending {
  const queries = useQueryClient()
  const [last, setLast] = useState<Last | null>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const carryOut = async (command: Last) => {
    setLast(command)
    setSending(true)
    setError(null)
    const { act, fields, commandId, confirmed } = command
    try {
      // One function for all acts: which fields fit is known by the schema that checks them, not by this type.
      const body = { commandId, version, ...fields } as never
      const acted: Acted = await call(actEndpoints[act], {
        ...{ params: { id }, body, headers: confirmedHeaders(confirmed) },
      })
      setLast(null)
      await queries.invalidateQueries()
      return acted
    } catch (failure) {
      setError(failure)
      void queries.invalidateQueries({ queryKey: ['appeal', id] })
      return undefined
    } finally {
      setSending(false)
    }
  }
  const isAgain = (act: OfferedAct, fields: object) =>
    last?.act === act && JSON.stringify(last.fields) === JSON.stringify(fields)
  return {
    ...{ isSending, error },
    send: (act, fields) =>
      carryOut({
        ...{ act, fields, confirmed: [] },
        commandId: last && isAgain(act, fields) ? last.commandId : newId(),
      }),
    confirm: async (ruleKey) =>
      last ? carryOut({ ...last, confirmed: [...last.confirmed, ruleKey] }) : undefined,
  }
}
