import { type By, lockCase } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { OrganizationKind } from './api.ts'
import { mayStandBelow } from './kinds.ts'
import { change, invalid } from './organization-acts.ts'
import { lockOrganizations, type OrganizationRow } from './store.ts'
import { townshipOf } from './tree.ts'

/** Where an organisation stands from now on, for whoever has business of it: who supervises it has changed. */
export type Move = { countyId: number; moved: OrganizationRow; by: By; now: Date }

export type MoveOrganization = {
  id: string
  to: string
  by: By
  now: Date
  onMoved: (tx: Tx, move: Move) => Promise<void>
}

/**
 * Puts an organisation below another: a village below another township, a department below the county. What people
 * hold in it stays.
 * @throws Refused `not_found`; `wrong_state`; `invalid` where it cannot stand, or stands already
 */
export async function moveOrganization(
  tx: Tx,
  countyId: number,
  { id, to, by, now, onMoved }: MoveOrganization,
): Promise<void> {
  await lockCase(tx, countyId, id)
  const locked = await lockOrganizations(tx, countyId, [id, to])
  const [row, parent] = [locked.get(id), locked.get(to)]
  if (!row || !parent) throw new Refused({ code: 'not_found' })
  if (parent.status !== 'active')
    throw new Refused({ code: 'wrong_state', state: parent.status, act: 'moveOrganization' })
  const kind = row.kind as OrganizationKind
  if (row.parent_id === null || row.parent_id === to) throw invalid('to', 'cannot_move')
  if (!mayStandBelow(kind, parent.kind as OrganizationKind)) throw invalid('to', 'wrong_kind')
  const place = { parent_id: to, township_id: townshipOf(kind, id, { townshipId: parent.township_id }) }
  await change(tx, countyId, id, 'moveOrganization', by, now, () => place)
  await onMoved(tx, { countyId, moved: { ...row, ...place }, by, now })
}
