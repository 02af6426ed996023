import { tokensFor } from '#platform/search/index.ts'
import type { ProblemRow } from './row.ts'

/** The words a problem is found by: its number and what was fed back, body included. */
export const searchWords = (row: Pick<ProblemRow, 'number' | 'title' | 'feedback_text'>): string[] =>
  tokensFor([row.number, row.title, row.feedback_text])
