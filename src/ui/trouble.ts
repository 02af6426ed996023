import { isApiError, type Trouble } from './api.ts'
import type { CommonWords } from './words/index.ts'

/** What to tell a person: what is wrong and what to do. Total over every code, so that a new one does not compile. */
export function sayTrouble(trouble: Trouble, words: CommonWords): string {
  const say = words.trouble
  switch (trouble.code) {
    case 'boundary':
      return say.boundary(trouble.advice || words.boundaryAdvice)
    case 'too_many_attempts':
      return say.too_many_attempts(Math.max(1, Math.ceil(trouble.retryAfter / 60)))
    default:
      // An answer of a newer server may name a code this page does not know yet.
      return say[trouble.code] ?? say.internal
  }
}

/** What an error that was caught says; a bug of ours says nothing that helps. */
export const refusalOf = (error: unknown): Trouble =>
  isApiError(error) ? error.refusal : { code: 'internal' }

export const sayError = (error: unknown, words: CommonWords): string => sayTrouble(refusalOf(error), words)
