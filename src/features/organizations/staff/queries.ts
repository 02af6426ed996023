import { queryOptions, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '#ui/api.ts'
import { listDictionaries, listOrganizations } from '../api.ts'

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
