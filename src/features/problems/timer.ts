import { timer } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Deps } from './deps.ts'
import { EXPIRY_JOB, type Expiry } from './expiry.ts'
import { type ProblemState, problemLifecycle } from './lifecycle.ts'
import { performAct } from './perform.ts'
import { findProblem } from './store.ts'

/**
 * Carries out what the lifecycle says of the state's expiry, if the problem still is in a state that expired: it
 * may have been resumed, moved or extended meanwhile. Sent twice does it once.
 * @throws Refused `stale_version` when somebody acted between looking and acting; the job is then tried again
 */
export async function expire(deps: Deps, { countyId, problemId, commandId }: Expiry): Promise<void> {
  const found = await deps.database.read(countyId, (tx) => findProblem(tx, countyId, problemId, [], false))
  if (!found) return
  const { row } = found
  const act = problemLifecycle.states[row.state].expires
  if (act !== 'resume' || !(row.due_at instanceof Date)) return
  if (row.due_at > deps.now()) {
    // The queue goes by the database's clock, which may be ahead of ours: nobody else would come back for it.
    const data: Expiry = { countyId, problemId, commandId: newId() }
    const { due_at: startAfter } = row
    return deps.database.write(countyId, (tx) => deps.jobs.sendIn(tx, EXPIRY_JOB, data, { startAfter }))
  }
  const world = await deps.worlds.of(countyId, deps.now())
  try {
    await performAct(deps, world, timer(countyId), act, problemId, { commandId, version: row.version })
  } catch (error) {
    // Resumed or moved meanwhile: that stands. A changed version alone may still be in the state that expired.
    if (!(error instanceof Refused) || error.refusal.code === 'stale_version') throw error
  }
}

const expiring = (Object.entries(problemLifecycle.states) as [ProblemState, { expires?: string }][])
  .filter(([, spec]) => spec.expires)
  .map(([state]) => state)

/** Daily: whatever expired and has no job any more. Backups hold no jobs, and a job that failed too often is given up. */
export async function expireOverdue(deps: Deps, countyId: number): Promise<void> {
  const rows = await deps.database.read(countyId, (tx) =>
    tx
      .selectFrom('problems')
      .select('id')
      .where('county_id', '=', countyId)
      .where('state', 'in', expiring)
      .where('due_at', '<=', deps.now())
      .execute(),
  )
  for (const { id } of rows) await expire(deps, { countyId, problemId: id, commandId: newId() })
}
