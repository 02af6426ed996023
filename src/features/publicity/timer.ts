import { timer } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Deps } from './deps.ts'
import { PERIOD_JOB, type Period } from './expiry.ts'
import { publicationLifecycle } from './lifecycle.ts'
import { performAct } from './perform.ts'
import { findPublication } from './store.ts'

/**
 * Withdraws what has stood its time, if it still stands: it may have been withdrawn or replaced meanwhile. The portal
 * does not wait for this: it goes by the end of the period itself.
 * @throws Refused `stale_version` when somebody acted between looking and acting; the job is then tried again
 */
export async function endPeriod(deps: Deps, { countyId, publicationId, commandId }: Period): Promise<void> {
  const found = await deps.database.read(countyId, (tx) => findPublication(tx, countyId, publicationId))
  if (!found) return
  const { row } = found
  const act = publicationLifecycle.states[row.state].expires
  if (act !== 'endPeriod' || !(row.due_at instanceof Date)) return
  if (row.due_at > deps.now()) {
    // The queue goes by the database's clock, which may be ahead of ours: nobody else would come back for it.
    const data: Period = { countyId, publicationId, commandId: newId() }
    const { due_at: startAfter } = row
    return deps.database.write(countyId, (tx) => deps.jobs.sendIn(tx, PERIOD_JOB, data, { startAfter }))
  }
  const world = await deps.worlds.of(countyId, deps.now())
  try {
    await performAct(deps, world, timer(countyId), act, publicationId, { commandId, version: row.version })
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code === 'stale_version') throw error
  }
}

/** Daily: whatever has stood its time and has no job any more. Backups hold no jobs. */
export async function endOverduePeriods(deps: Deps, countyId: number): Promise<void> {
  const rows = await deps.database.read(countyId, (tx) =>
    tx
      .selectFrom('publications')
      .select('id')
      .where('county_id', '=', countyId)
      .where('state', '=', 'published')
      .where('due_at', '<=', deps.now())
      .execute(),
  )
  for (const { id } of rows) await endPeriod(deps, { countyId, publicationId: id, commandId: newId() })
}
