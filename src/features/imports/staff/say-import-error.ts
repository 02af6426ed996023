import { isApiError } from '#ui/api.ts'
import { sayError } from '#ui/trouble.ts'
import type { CommonWords } from '#ui/words/index.ts'

/** Why a file could not be read comes from its reader, in sentences; the rest is worded here. */
export function sayImportError(error: unknown, words: CommonWords): string {
  const refusal = isApiError(error) ? error.refusal : undefined
  const said = refusal?.code === 'invalid' ? refusal.issues.flatMap(({ detail }) => detail ?? []) : []
  return said.length > 0 ? said.join(' ') : sayError(error, words)
}
