import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '#ui/api.ts'
import { getMe, isAdminRole, type Me, type Role } from '../api.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => call(getMe, {}),
  staleTime: 600_000,
})

/** Who is signed in. The desk's frame has loaded it before any of its screens is shown. */
export const useMe = (): Me | undefined => useQuery(meQuery).data

/** Held on the county itself and not on one of its organisations. */
export const hasCountyRole = (me: Me | undefined, ...roles: Role[]): boolean =>
  me?.grants.some((grant) => grant.organizationKind === 'county' && roles.includes(grant.role)) ?? false

/** An administrator sees no problem, wherever they look (domain.md 7.7). */
export const isAdministrator = (me: Me | undefined): boolean =>
  me?.grants.some((grant) => isAdminRole(grant.role)) ?? false
