import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '#ui/api.ts'
import {
  getOrganization,
  getOrganizationHistory,
  getOrganizationReach,
  listDictionaries,
  listOrganizationPeople,
  listOrganizations,
} from '../api.ts'

/** Hardly changes in a working day. */
const SETTLED_MS = 600_000

export const organizationsQuery = queryOptions({
  queryKey: ['organizations'],
  queryFn: () => call(listOrganizations, {}),
  staleTime: SETTLED_MS,
})

export const dictionariesQuery = queryOptions({
  queryKey: ['dictionaries'],
  queryFn: () => call(listDictionaries, {}),
  staleTime: SETTLED_MS,
})

/** One organisation and what hangs on it; all below one key, so that an act makes all of it old. */
export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id],
    queryFn: () => call(getOrganization, { params: { id } }),
    staleTime: 30_000,
  })

export const organizationPeopleQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'people'],
    queryFn: () => call(listOrganizationPeople, { params: { id } }),
    staleTime: 30_000,
  })

export const organizationHistoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'history'],
    queryFn: () => call(getOrganizationHistory, { params: { id } }),
    staleTime: 30_000,
  })

/** As it is when the panel opens: what is shown is what will happen. */
export const organizationReachQuery = (id: string) =>
  queryOptions({
    queryKey: ['organization', id, 'reach'],
    queryFn: () => call(getOrganizationReach, { params: { id } }),
    staleTime: 0,
  })

/** The entries of a dictionary of problems (`source`, `class`). */
export function useProblemDictionary(key: string) {
  return useQuery(dictionariesQuery).data?.dictionaries[`problem.${key}`] ?? []
}

/** The label of a code; the code itself where the county's dictionary no longer has it. */
export function useProblemLabel(key: string): (code: string) => string {
  const { data } = useQuery(dictionariesQuery)
  return useCallback(
    (code) => data?.dictionaries[`problem.${key}`]?.find((item) => item.code === code)?.label ?? code,
    [data, key],
  )
}
