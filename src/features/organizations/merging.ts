import { type By, endDutiesIn, lockCase } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { OrganizationKind } from './api.ts'
import type { Business } from './business.ts'
import { mayStandBelow } from './kinds.ts'
import { change, invalid } from './organization-acts.ts'
import { lockOrganizations, type OrganizationRow } from './store.ts'

/** What a merger did, for whoever has business of the organisation: it goes on at the successor. */
export type Merger = {
  countyId: number
  from: OrganizationRow
  into: OrganizationRow
  /** What stood below `from` and now stands below `into`, and with it in another township. */
  moved: readonly string[]
  by: By
  now: Date
}

export type MergeOrganization = {
  from: string
  into: string
  by: By
  now: Date
  /** Runs in the same transaction after the organisations have changed: open problems move here. */
  onMerged: (tx: Tx, merger: Merger) => Promise<void>
}

/**
 * Merges one organisation into another: its posts, roles and contacts end, what stands below it moves, and it names
 * its successor. It stays in the tree, so that what is past stays readable.
 * @throws Refused `not_found`; `wrong_state` when either is merged or closed; `invalid` for a merger that cannot be
 */
export async function mergeOrganization(
  tx: Tx,
  countyId: number,
  { from: fromId, into: intoId, by, now, onMerged }: MergeOrganization,
): Promise<void> {
  await lockCase(tx, countyId, fromId)
  const locked = await lockOrganizations(tx, countyId, [fromId, intoId])
  const [from, into] = [locked.get(fromId), locked.get(intoId)]
  if (!from || !into) throw new Refused({ code: 'not_found' })
  if (into.status !== 'active')
    throw new Refused({ code: 'wrong_state', state: into.status, act: 'mergeOrganization' })
  if (from.id === into.id || from.kind === 'county' || into.parent_id === from.id)
    throw invalid('into', 'cannot_merge')
  const below = await listBelow(tx, countyId, from.id)
  const misfit = below.find(
    ({ kind }) => !mayStandBelow(kind as OrganizationKind, into.kind as OrganizationKind),
  )
  if (misfit) throw invalid('into', 'wrong_kind')
  await change(tx, countyId, from.id, 'mergeOrganization', by, now, () => ({
    status: 'merged',
    successor_id: into.id,
  }))
  for (const { id } of below)
    await change(tx, countyId, id, 'moveOrganization', by, now, () => ({
      parent_id: into.id,
      township_id: into.township_id,
    }))
  await endDutiesIn(tx, countyId, from.id, by, now)
  await onMerged(tx, { countyId, from, into, moved: below.map(({ id }) => id), by, now })
}

export type CloseOrganization = {
  by: By
  now: Date
  /** What somebody still has to answer for there. */
  listUnfinished: Business['listUnfinished']
}

/**
 * Closes an organisation that leaves nothing behind; otherwise it is merged.
 * @throws Refused `missing` (`noOpenProblems`, `noOpenPublications`, `noOpenAppeals`, `noOpenCampaigns`, `nothingBelow`), `wrong_state`, `not_found`
 */
export async function closeOrganization(
  tx: Tx,
  countyId: number,
  id: string,
  { by, now, listUnfinished }: CloseOrganization,
): Promise<void> {
  await lockCase(tx, countyId, id)
  await lockOrganizations(tx, countyId, [id])
  const needs: string[] = await listUnfinished(tx, countyId, id)
  if ((await listBelow(tx, countyId, id)).length > 0) needs.push('nothingBelow')
  if (needs.length > 0) throw new Refused({ code: 'missing', needs })
  await change(tx, countyId, id, 'closeOrganization', by, now, (row) => {
    if (row.kind === 'county') throw invalid('id', 'cannot_close')
    return { status: 'closed' }
  })
  await endDutiesIn(tx, countyId, id, by, now)
}

const listBelow = (tx: Tx, countyId: number, id: string) =>
  tx
    .selectFrom('organizations')
    .select(['id', 'kind'])
    .where('county_id', '=', countyId)
    .where('parent_id', '=', id)
    .where('status', '=', 'active')
    .orderBy('id')
    .execute()
