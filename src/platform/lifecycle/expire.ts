import { sql } from 'kysely'
import type { Database } from '../database/transaction.ts'
import { newId } from '../ids.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { Refused } from '../refusal.ts'
import type { World, Worlds } from '../world.ts'
import { type CaseKind, type Expiry, expiryJob } from './case-kind.ts'
import { statesOf } from './lifecycle.ts'

export type ExpiryDeps = {
  database: Database
  jobs: Pick<Jobs, 'sendIn'>
  worlds: Worlds
  now: () => Date
}

/** How the clock does an act of its own on one case. */
export type Perform = (
  world: World,
  act: string,
  caseId: string,
  body: { commandId: string; version: number },
) => Promise<unknown>

/**
 * Carries out what the lifecycle says of the state's expiry, if the case still is in a state that expired: it may have
 * been resumed, moved or extended meanwhile. Sent twice does it once.
 * @throws Refused `stale_version` when somebody acted between looking and acting; the job is then tried again
 */
export async function expireCase<S extends string>(
  deps: ExpiryDeps,
  kind: CaseKind<S>,
  { countyId, caseId, commandId }: Expiry,
  perform: Perform,
): Promise<void> {
  const { rows } = await deps.database.read(countyId, (tx) =>
    sql<{ state: S; version: number; due_at: Date | number }>`
      SELECT state, version, due_at FROM ${sql.table(kind.table)}
      WHERE county_id = ${countyId} AND id = ${caseId}`.execute(tx),
  )
  const [row] = rows
  const act = row && kind.lifecycle.states[row.state].expires
  if (!act || !(row.due_at instanceof Date)) return
  if (row.due_at > deps.now()) {
    // The queue goes by the database's clock, which may be ahead of ours: nobody else would come back for it.
    const data: Expiry = { countyId, caseId, commandId: newId() }
    const { due_at: startAfter } = row
    return deps.database.write(countyId, (tx) => deps.jobs.sendIn(tx, expiryJob(kind), data, { startAfter }))
  }
  const world = await deps.worlds.of(countyId, deps.now())
  try {
    await perform(world, act, caseId, { commandId, version: row.version })
  } catch (error) {
    // Resumed or moved meanwhile: that stands. A changed version alone may still be in the state that expired.
    if (!(error instanceof Refused) || error.refusal.code === 'stale_version') throw error
  }
}

/**
 * Daily: whatever expired and has no job any more. Backups hold no jobs, and a job that failed too often is given up.
 * One that fails keeps no other from it. @throws AggregateError of what failed, after all the others
 */
export async function expireOverdueCases<S extends string>(
  deps: ExpiryDeps,
  kind: CaseKind<S>,
  countyId: number,
  perform: Perform,
): Promise<void> {
  const expiring = statesOf(kind.lifecycle).filter((state) => kind.lifecycle.states[state].expires)
  const { rows } = await deps.database.read(countyId, (tx) =>
    sql<{ id: string }>`
      SELECT id FROM ${sql.table(kind.table)}
      WHERE county_id = ${countyId} AND state = ANY(${expiring}::text[]) AND due_at <= ${deps.now()}`.execute(
      tx,
    ),
  )
  const failed: unknown[] = []
  for (const { id } of rows)
    try {
      await expireCase(deps, kind, { countyId, caseId: id, commandId: newId() }, perform)
    } catch (error) {
      failed.push(error)
    }
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} of ${kind.table} did not expire`)
}
