import { queryOptions, useQuery } from '@tanstack/react-query'
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

/** The entries of a dictionary of problems (`source`, `class`), and the label of a code; the code where it is gone. */
export function useProblemDictionary(key: string) {
  const { data } = useQuery(dictionariesQuery)
  const items = data?.dictionaries[`problem.${key}`] ?? []
  return { items, label: (code: string) => items.find((item) => item.code === code)?.label ?? code }
}
