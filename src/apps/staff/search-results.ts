import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { isAdministrator, useMe } from '#features/accounts/staff/index.ts'
import { listAppeals } from '#features/appeals/api.ts'
import { seesAppealsOnly, worksOnAppeals } from '#features/appeals/staff/index.ts'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { listProblems } from '#features/problems/api.ts'
import { call } from '#ui/api.ts'

export type Found = {
  kind: 'problem' | 'appeal' | 'organization' | 'allProblems' | 'allAppeals'
  id: string
  name: string
  about: string
}

const PROBLEMS = 8
const APPEALS = 5
const ORGANIZATIONS = 5

/**
 * Problems and appeals by number or words as their lists find them, and organisations by a piece of their name. Asked is
 * only for what somebody has a list of; within that the server judges.
 */
export function useFound(typed: string): { found: Found[]; waiting: boolean } {
  const q = useDeferredValue(typed.trim())
  const me = useMe()
  const problems = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call(listProblems, { query: { q, limit: PROBLEMS }, signal }),
    enabled: q !== '' && !isAdministrator(me) && !seesAppealsOnly(me),
    placeholderData: keepPreviousData,
  })
  const appeals = useQuery({
    queryKey: ['search-appeals', q],
    queryFn: ({ signal }) => call(listAppeals, { query: { q, limit: APPEALS }, signal }),
    enabled: q !== '' && worksOnAppeals(me),
    placeholderData: keepPreviousData,
  })
  const organizations = useQuery({ ...organizationsQuery, enabled: q !== '' })
  if (q === '') return { found: [], waiting: false }
  const all = (kind: 'allProblems' | 'allAppeals', next: string | null | undefined): Found[] =>
    next ? [{ kind, id: kind, name: '', about: '' }] : []
  return {
    found: [
      ...(problems.data?.rows ?? []).map(
        (p): Found => ({
          kind: 'problem',
          id: p.id,
          name: p.title,
          about: `${p.number} ${p.organizationName}`,
        }),
      ),
      ...(appeals.data?.rows ?? []).map(
        (a): Found => ({ kind: 'appeal', id: a.id, name: a.title, about: `${a.number} ${a.place.name}` }),
      ),
      ...(organizations.data?.rows ?? [])
        .filter((o) => o.name.includes(q) || o.shortName.includes(q) || o.code === q)
        .slice(0, ORGANIZATIONS)
        .map((o): Found => ({ kind: 'organization', id: o.id, name: o.name, about: '' })),
      ...all('allProblems', problems.data?.next),
      ...all('allAppeals', appeals.data?.next),
    ],
    waiting: problems.isFetching || appeals.isFetching || organizations.isFetching,
  }
}
