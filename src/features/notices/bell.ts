import { sql } from 'kysely'
import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { Bell } from './api.ts'
import { allWork, type WorkSource } from './sources.ts'
import { findRow } from './telling/ways.ts'

/** Whoever has never looked is told of a week. */
const FIRST_MS = 7 * 86_400_000
const MOST_LINES = 30

/**
 * What is new on somebody's desk: what lies with them and changed by another's hand, or ran out, since they looked. Read
 * from the cases and kept nowhere, so that what is done or given to somebody else is gone by itself.
 */
export async function readBell(
  tx: Tx,
  sources: readonly WorkSource[],
  actor: Actor,
  world: World,
): Promise<Omit<Bell, 'alerts'>> {
  const { countyId, personId } = actor
  const asOf = world.now.toISOString()
  if (personId === null) return { asOf, fresh: 0, lines: [], earlier: [], work: 0 }
  const row = await findRow(tx, countyId, personId)
  const seen = row?.seen_at ?? new Date(world.now.getTime() - FIRST_MS)
  const work = await allWork(tx, sources, actor, world)
  const changes = await changesOf(
    tx,
    countyId,
    work.map(({ id }) => id),
  )
  const lines = work.map(({ id, number, state, due_at, source }) => {
    const dueAt = due_at instanceof Date ? due_at : null
    const change = changes.get(id)
    const changed = change !== undefined && change.at > seen && change.by !== personId
    const ranOut = dueAt !== null && dueAt > seen && dueAt <= world.now
    const changedAt = (ranOut && !(change && change.at > dueAt) ? dueAt : (change?.at ?? seen)).toISOString()
    return {
      kind: source.kind,
      label: source.label,
      id,
      number,
      step: { zh: source.steps.zh[state] ?? state, en: source.steps.en[state] ?? state },
      dueAt: dueAt?.toISOString() ?? null,
      changedAt,
      fresh: changed || ranOut,
    }
  })
  const newest = lines.sort((a, b) => (a.changedAt < b.changedAt ? 1 : -1))
  const [fresh, earlier] = [newest.filter((line) => line.fresh), newest.filter((line) => !line.fresh)]
  return {
    ...{ asOf, fresh: fresh.length, work: work.length },
    ...{ lines: fresh.slice(0, MOST_LINES), earlier: earlier.slice(0, MOST_LINES) },
  }
}

/** The last entry of each case: when, and by whom. */
async function changesOf(
  tx: Tx,
  countyId: number,
  ids: readonly string[],
): Promise<Map<string, { at: Date; by: string | null }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ case_id: string; entered: string; actor: string | null }>`
    SELECT c.case_id, h.entry->>'entered' AS entered, h.entry->>'actor' AS actor FROM case_chains c
    JOIN history h ON h.county_id = c.county_id AND h.case_id = c.case_id AND h.seq = c.length
    WHERE c.county_id = ${countyId} AND c.case_id = ANY(${ids}::uuid[])`.execute(tx)
  return new Map(rows.map(({ case_id, entered, actor }) => [case_id, { at: new Date(entered), by: actor }]))
}
