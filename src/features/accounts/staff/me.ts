import { queryOptions, useQuery } from '@tanstack/react-query'
import { call } from '#ui/api.ts'
import { getMe, type Me, type Role } from '../api.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => call(getMe, {}),
  staleTime: 600_000,
})

/** Who is signed in. The desk's frame has loaded it before any of its screens is shown. */
export const useMe = (): Me | undefined => useQuery(meQuery).data

export const hasRole = (me: Me | undefined, ...roles: Role[]): boolean =>
  me?.grants.some((grant) => roles.includes(grant.role)) ?? false
