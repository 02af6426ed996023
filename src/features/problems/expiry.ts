import { newId } from '#platform/ids.ts'
import type { Acted } from './api.ts'
import { problemLifecycle } from './lifecycle.ts'

export const EXPIRY_JOB = 'problem-expiry'
export type Expiry = { countyId: number; problemId: string; commandId: string }

/**
 * What to send when a problem has entered a state that runs out by itself (挂账到期自动恢复): goes with the act, in
 * its transaction. Undefined for every other state.
 */
export function expiryOf(
  countyId: number,
  acted: Acted,
  dueAt: string | null,
): [data: Expiry, options: { startAfter: Date }] | undefined {
  if (!problemLifecycle.states[acted.state].expires || !dueAt) return undefined
  return [{ countyId, problemId: acted.id, commandId: newId() }, { startAfter: new Date(dueAt) }]
}
