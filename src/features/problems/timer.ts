import { timer } from '#features/accounts/index.ts'
import { Refused } from '#platform/refusal.ts'
import type { Deps } from './deps.ts'
import type { Expiry } from './expiry.ts'
import { problemLifecycle } from './lifecycle.ts'
import { performAct } from './perform.ts'
import { findProblem } from './store.ts'

/**
 * Carries out what the lifecycle says of the state's expiry, if the problem still is in a state that expired: it
 * may have been resumed, moved or extended meanwhile. Sent twice does it once.
 */
export async function expire(deps: Deps, { countyId, problemId, commandId }: Expiry): Promise<void> {
  const found = await deps.database.read(countyId, (tx) => findProblem(tx, countyId, problemId, [], false))
  if (!found) return
  const { row } = found
  const act = problemLifecycle.states[row.state].expires
  if (act !== 'resume' || !(row.due_at instanceof Date) || row.due_at > deps.now()) return
  const world = await deps.worlds.of(countyId, deps.now())
  try {
    await performAct(deps, world, timer(countyId), act, problemId, { commandId, version: row.version })
  } catch (error) {
    // Somebody acted between looking and acting: whatever they did stands.
    if (!(error instanceof Refused)) throw error
  }
}
