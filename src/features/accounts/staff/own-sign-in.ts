import { queryOptions } from '@tanstack/react-query'
import { call } from '#ui/api.ts'
import { getOwnSignIn } from '../sign-in-api.ts'

export const ownSignInQuery = queryOptions({
  queryKey: ['me', 'sign-in'],
  queryFn: () => call(getOwnSignIn, {}),
})
