import * as afterwards from './afterwards.ts'
import * as closing from './closing.ts'
import type { Journey } from './journey.ts'
import * as opening from './opening.ts'
import * as rectifying from './rectifying.ts'
import * as requests from './requests.ts'

const { addEvidence: _, ...working } = rectifying

/** Every step a script may name. */
export const steps = { ...opening, ...working, ...closing, ...afterwards, ...requests } satisfies Record<
  string,
  (journey: Journey) => Promise<void>
>
export type StepName = keyof typeof steps
