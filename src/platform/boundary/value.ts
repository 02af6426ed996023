import { z } from 'zod'
import { PatternError, readPattern } from './pattern.ts'

/**
 * Value of rules of kind `boundary`: what may not be entered here.
 * - `pattern`: a regular expression (see pattern.ts for what is allowed). Case, width, spaces, 简/繁 do not matter.
 * - `fields`: texts, file names, or both.
 * - `action`: `refuse` always; `ask` until the person says that it is not what the rule is after.
 * - `advice`: one Chinese sentence: what to do instead.
 */
export const BoundaryValue = z.object({
  pattern: z.string().min(1).max(600).check(isSafe),
  fields: z.enum(['all', 'text', 'filename']),
  action: z.enum(['refuse', 'ask']),
  advice: z.string().trim().min(1).max(200),
})
export type BoundaryValue = z.infer<typeof BoundaryValue>

function isSafe(context: { value: string; issues: unknown[] }): void {
  try {
    readPattern(context.value)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    context.issues.push({ code: 'custom', message: `pattern_${error.reason}`, input: context.value })
  }
}
