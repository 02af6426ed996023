import { newId } from '#platform/ids.ts'
import { type PublicationState, publicationLifecycle } from './lifecycle.ts'

export const PERIOD_JOB = 'publication-period'
export type Period = { countyId: number; publicationId: string; commandId: string }

/** What to send when a publication has entered a state that runs out by itself: goes with the act. */
export function expiryOf(
  countyId: number,
  acted: { id: string; state: PublicationState },
  dueAt: string | null,
): [data: Period, options: { startAfter: Date }] | undefined {
  if (!publicationLifecycle.states[acted.state].expires || !dueAt) return undefined
  return [{ countyId, publicationId: acted.id, commandId: newId() }, { startAfter: new Date(dueAt) }]
}
