import { queryOptions } from '@tanstack/react-query'
import { call } from '#ui/api.ts'
import { getFirstPasswords, type Run } from '../../slips/api.ts'

/**
 * Keys of the runs that this page began: in its memory only. They outlive going to another screen, and neither a
 * reload nor the closing of the tab: what was not printed then is void.
 */
const keys = new Map<string, string>()

export const keyOf = (run: Run | null | undefined): string | undefined => (run ? keys.get(run.id) : undefined)
export const keepKey = (run: Run, key: string): void => void keys.set(run.id, key)
export const dropKey = (run: Run): void => void keys.delete(run.id)

/** 256 random bits as the letters a to p. */
export const makeKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(32))]
    .flatMap((byte) => [byte >> 4, byte & 15])
    .map((half) => String.fromCharCode(97 + half))
    .join('')

/** Asked again while it goes on. */
export const runQuery = queryOptions({
  queryKey: ['first-passwords'],
  queryFn: () => call(getFirstPasswords, {}),
  staleTime: 0,
  refetchInterval: ({ state }) => {
    const run = state.data?.run
    return run && run.done < run.total ? 2_000 : false
  },
})

/** Hashing is slow by design; some ten a second on a small machine. */
const A_SECOND = 10

/** Whole minutes that so many take, at the pace of those that are made, or at an ordinary one before the first. */
export function minutesFor(left: number, run: Run | null, at: number): number {
  const elapsed = run ? (at - Date.parse(run.startedAt)) / 1_000 : 0
  const pace = run && run.done >= 20 && elapsed > 0 ? run.done / elapsed : A_SECOND
  return Math.ceil(left / pace / 60)
}
