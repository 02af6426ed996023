import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dictionariesQuery } from '#features/organizations/staff/index.ts'
import { CONFIRMED_HEADER, call } from '#ui/api.ts'
import { newId } from '#ui/new-id.ts'
import {
  actEndpoints,
  getPublication,
  listPublications,
  type OfferedAct,
  type PublicationQuery,
} from '../api.ts'
import type { PublicationDetail } from '../views.ts'

/** Whoever opens the page judges what stands there now. */
export const usePublication = (id: string) =>
  useQuery({
    queryKey: ['publication', id],
    queryFn: () => call(getPublication, { params: { id } }),
    refetchOnMount: 'always',
  })

export const usePublications = (query: PublicationQuery) =>
  useInfiniteQuery({
    queryKey: ['publications', query],
    queryFn: ({ pageParam }) =>
      call(listPublications, { query: { ...query, ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchOnMount: 'always',
  })

/** The entries of a dictionary of publicity (`channel`, `withhold_reason`). */
export const usePublicityDictionary = (key: string) =>
  useQuery(dictionariesQuery).data?.dictionaries[`publicity.${key}`] ?? []

export type Sending = {
  isSending: boolean
  error: unknown
  /** Resolves to whether it was done. */
  send: (act: OfferedAct, fields: object, confirmed?: readonly string[]) => Promise<boolean>
  /** Sends the last once more: what a boundary rule found is something else. */
  confirm: (ruleKey: string) => Promise<boolean>
  forget: () => void
}

type Last = { act: OfferedAct; fields: object; commandId: string; confirmed: readonly string[] }

/** Sends acts on one publication; the command keeps its id for every further try, so that a lost answer does it once. */
export function useSending({ id, version }: Pick<PublicationDetail, 'id' | 'version'>): Sending {
  const queries = useQueryClient()
  const [last, setLast] = useState<Last | null>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const carryOut = async (command: Last) => {
    setLast(command)
    setSending(true)
    setError(null)
    const { act, fields, commandId, confirmed } = command
    const headers: Record<string, string> =
      confirmed.length > 0 ? { [CONFIRMED_HEADER]: confirmed.join(',') } : {}
    try {
      // One function for all acts: which fields fit is known by the schema that checks them, not by this type.
      const body = { commandId, version, ...fields } as never
      await call(actEndpoints[act], { params: { id }, body, headers })
      setLast(null)
      await queries.invalidateQueries()
      return true
    } catch (failure) {
      setError(failure)
      void queries.invalidateQueries({ queryKey: ['publication', id] })
      return false
    } finally {
      setSending(false)
    }
  }
  return {
    ...{ isSending, error },
    send: (act, fields, confirmed = []) => carryOut({ act, fields, commandId: newId(), confirmed }),
    confirm: async (ruleKey) =>
      last ? carryOut({ ...last, confirmed: [...last.confirmed, ruleKey] }) : false,
    forget: () => setError(null),
  }
}
