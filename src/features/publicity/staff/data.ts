import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { dictionariesQuery } from '#features/organizations/staff/index.ts'
import { type Acting, useActing } from '#ui/acting.ts'
import { call } from '#ui/api.ts'
import {
  type Acted,
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

/** Sends acts on one publication. */
export const useSending = ({
  id,
  version,
}: Pick<PublicationDetail, 'id' | 'version'>): Acting<OfferedAct, Acted> =>
  // One function for all acts: which fields fit is known by the schema that checks them, not by this type.
  useActing(['publication', id], (act, fields, headers) =>
    call(actEndpoints[act], { params: { id }, body: { version, ...fields } as never, headers }),
  )

export type Sending = ReturnType<typeof useSending>
