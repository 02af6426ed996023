import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Role } from '#features/accounts/api.ts'
import { meQuery } from '#features/accounts/staff/index.ts'
import { listOrganizationPeople, listPeopleByRole } from '#features/organizations/api.ts'
import { dictionariesQuery, organizationsQuery } from '#features/organizations/staff/index.ts'
import { call } from '#ui/api.ts'
import { getProblem, getProblemHistory } from '../../api.ts'

/** What the page reads. Lists that hardly change in a working day are kept for ten minutes. */
const SETTLED = { staleTime: 600_000 } as const

export const problemKey = (id: string) => ['problem', id] as const
export const historyKey = (id: string) => ['problem-history', id] as const

export const readProblem = (id: string) => call(getProblem, { params: { id } })

/** Whoever opens the page judges what stands there now: others may have acted since it was last read. */
const FRESH = { refetchOnMount: 'always' } as const

export const useProblem = (id: string) =>
  useQuery({ queryKey: problemKey(id), queryFn: () => readProblem(id), ...FRESH })

export const useHistory = (id: string) =>
  useInfiniteQuery({
    queryKey: historyKey(id),
    queryFn: ({ pageParam }) =>
      call(getProblemHistory, { params: { id }, query: pageParam ? { before: pageParam } : {} }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    ...FRESH,
  })

export const useMe = () => useQuery(meQuery)

export const useOrganizations = () => useQuery(organizationsQuery)

export const usePeopleOf = (organizationId: string | undefined) =>
  useQuery({
    queryKey: ['organization-people', organizationId],
    queryFn: () => call(listOrganizationPeople, { params: { id: organizationId ?? '' } }),
    enabled: organizationId !== undefined,
    ...SETTLED,
  })

export const usePeopleByRole = (role: Role | undefined) =>
  useQuery({
    queryKey: ['people', role],
    queryFn: () => call(listPeopleByRole, { query: { role: role ?? '' } }),
    enabled: role !== undefined,
    ...SETTLED,
  })

export const useDictionaries = () => useQuery(dictionariesQuery)

/** The label of a code; the code itself where the county's dictionary no longer has it, nothing until that is here. */
export function useLabels(): (key: string, code: string | null) => string {
  const { data, isPending } = useDictionaries()
  return (key, code) =>
    code === null || isPending
      ? ''
      : (data?.dictionaries[`problem.${key}`]?.find((item) => item.code === code)?.label ?? code)
}
