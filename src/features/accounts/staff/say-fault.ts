import { isApiError } from '#ui/api.ts'
import { sayError } from '#ui/trouble.ts'
import type { CommonWords } from '#ui/words/index.ts'
import type { SignInWords } from './words.ts'

/** Every fault of a password or field in words; everything else as it is said everywhere. */
export function sayFault(error: unknown, words: SignInWords, common: CommonWords): string {
  if (!isApiError(error) || error.refusal.code !== 'invalid') return sayError(error, common)
  const faults: Record<string, ((detail: string) => string) | undefined> = words.change.faults
  const said = error.refusal.issues.flatMap(({ reason, detail }) => faults[reason]?.(detail ?? '') ?? [])
  return said.length > 0 ? said.join(' ') : sayError(error, common)
}

/** The fields that are wrong, by name. */
export const wrongFields = (error: unknown): ReadonlySet<string> =>
  new Set(
    isApiError(error) && error.refusal.code === 'invalid' ? error.refusal.issues.map(({ path }) => path) : [],
  )
