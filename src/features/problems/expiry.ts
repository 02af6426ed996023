import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Acted } from './api.ts'
import type { Deps } from './deps.ts'
import { problemLifecycle } from './lifecycle.ts'

export const EXPIRY_JOB = 'problem-expiry'
export type Expiry = { countyId: number; problemId: string; commandId: string }

/** A state that runs out by itself leaves a job behind, in the act's own transaction (挂账到期自动恢复). */
export async function planExpiry(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  countyId: number,
  acted: Acted,
  dueAt: string | null,
) {
  if (!problemLifecycle.states[acted.state].expires || !dueAt) return
  const data: Expiry = { countyId, problemId: acted.id, commandId: newId() }
  await deps.jobs.sendIn(tx, EXPIRY_JOB, data, { startAfter: new Date(dueAt) })
}
