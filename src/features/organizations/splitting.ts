import { type By, lockCase, recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { OrganizationKind } from './api.ts'
import { mayStandBelow } from './kinds.ts'
import { change, createOrganization, invalid } from './organization-acts.ts'
import { findOrganization, lockOrganizations, type OrganizationRow } from './store.ts'

/** What a split did, for whoever has business of the organisation: what was named goes on at the new one. */
export type Split = {
  countyId: number
  from: OrganizationRow
  into: OrganizationRow
  /** What stood below `from` and now stands below `into`. */
  moved: readonly string[]
  by: By
  now: Date
}

export type SplitOrganization = {
  from: string
  into: { code: string; name: string; shortName?: string }
  /** Ids of organisations below `from` that go to the new one. */
  below: readonly string[]
  by: By
  now: Date
  /** Runs in the same transaction after the organisations have changed: open problems that were named move here. */
  onSplit: (tx: Tx, split: Split) => Promise<void>
}

/**
 * Makes a new organisation of the same kind beside one, and gives it part of what stands below. The old one goes on
 * with its history and everything that was not named; each names the other. People are given their new posts by
 * whoever knows them: nobody's post moves by itself.
 * @returns the id of the new organisation
 * @throws Refused `not_found`; `wrong_state`; `invalid`: code taken, or `below` names what does not stand there
 */
export async function splitOrganization(
  tx: Tx,
  countyId: number,
  { from: fromId, into: named, below, by, now, onSplit }: SplitOrganization,
): Promise<string> {
  const head = await lockCase(tx, countyId, fromId)
  const from = (await lockOrganizations(tx, countyId, [fromId])).get(fromId)
  if (!from) throw new Refused({ code: 'not_found' })
  if (from.status !== 'active')
    throw new Refused({ code: 'wrong_state', state: from.status, act: 'splitOrganization' })
  if (from.parent_id === null) throw invalid('from', 'cannot_split')
  const kind = from.kind as OrganizationKind
  const made = { ...named, kind, parentId: from.parent_id, sort: from.sort, originId: fromId }
  const intoId = await createOrganization(tx, countyId, made, by, now)
  await recordNext(tx, countyId, head, {
    ...{ kind: 'organization', case: fromId, act: 'splitOrganization', by, now },
    rows: { [`organizations/${intoId}`]: { origin_id: fromId, name: named.name } },
  })
  const into = await findOrganization(tx, countyId, intoId)
  if (!into) throw new Error('what was just made is there')
  for (const id of below) {
    const row = await findOrganization(tx, countyId, id)
    if (row?.parent_id !== fromId || row.status !== 'active') throw invalid('below', 'unknown_reference')
    if (!mayStandBelow(row.kind as OrganizationKind, kind)) throw invalid('below', 'wrong_kind')
    await change(tx, countyId, id, 'moveOrganization', by, now, () => ({
      parent_id: intoId,
      township_id: into.township_id,
    }))
  }
  await onSplit(tx, { countyId, from, into, moved: below, by, now })
  return intoId
}
