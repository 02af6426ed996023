import { z } from 'zod'
import { acts } from './schema.ts'

/** What a link to the form of a new problem may fill in; everything may be put right there. */
const { organizationId, title, feedbackText, appealIds } = acts.report.shape
const Given = z.object({ organizationId, title, feedbackText, appealIds }).partial()
type Given = z.infer<typeof Given>

/** As the address bar holds it. */
export const beginningOf = (given: Given): string => JSON.stringify(given)

/** Undefined: nothing, or nothing that can be understood. */
export function givenIn(begin: string | undefined): Given | undefined {
  if (!begin) return undefined
  try {
    const parsed = Given.safeParse(JSON.parse(begin))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
