import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './api.ts'

/** One client for an application. Only what may pass by itself is tried again; an answer is an answer. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 30 * 60_000,
        retry: (failures, error) => failures < 2 && isApiError(error) && [0, 500, 503].includes(error.status),
        refetchOnWindowFocus: true,
        // A lost line is told by the error itself, at once; waiting silently for it would look like a hung page.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
