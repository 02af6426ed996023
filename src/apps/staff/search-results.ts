import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { listProblems } from '#features/problems/api.ts'
import { call } from '#ui/api.ts'

export type Found = { kind: 'problem' | 'organization' | 'all'; id: string; name: string; about: string }

const PROBLEMS = 8
const ORGANIZATIONS = 5

/** Problems by number or title as the ledger finds them, and organisations by a piece of their name. */
export function useFound(typed: string): { found: Found[]; waiting: boolean } {
  const q = useDeferredValue(typed.trim())
  const problems = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call(listProblems, { query: { q, limit: PROBLEMS }, signal }),
    enabled: q !== '',
    placeholderData: keepPreviousData,
  })
  const organizations = useQuery({ ...organizationsQuery, enabled: q !== '' })
  if (q === '') return { found: [], waiting: false }
  const named = (organizations.data?.rows ?? [])
    .filter((o) => o.name.includes(q) || o.shortName.includes(q) || o.code === q)
    .slice(0, ORGANIZATIONS)
    .map((o): Found => ({ kind: 'organization', id: o.id, name: o.name, about: '' }))
  const rows = problems.data?.rows ?? []
  const hits = rows.map(
    (p): Found => ({
      kind: 'problem',
      id: p.id,
      name: p.title,
      about: `${p.number} ${p.organizationName}`,
    }),
  )
  const all: Found[] = problems.data?.next ? [{ kind: 'all', id: 'all', name: '', about: '' }] : []
  return { found: [...hits, ...named, ...all], waiting: problems.isFetching || organizations.isFetching }
}
