import { type By, lockCase, recordBeginning, recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { OrganizationKind } from './api.ts'
import { mayStandBelow } from './kinds.ts'
import { findOrganization, findOrganizationByCode, type OrganizationRow } from './store.ts'
import { townshipOf } from './tree.ts'

export type NewOrganization = {
  code: string
  kind: OrganizationKind
  name: string
  shortName?: string
  parentId: string
  sort?: number
  /** The organisation it is split off from. */
  originId?: string
}

/**
 * Enters an organisation below another one.
 * @returns its id
 * @throws Refused `invalid`: code taken, parent unknown, no longer active, or of a kind that cannot stand above
 */
export async function createOrganization(
  tx: Tx,
  countyId: number,
  { code, kind, name, shortName = name, parentId, sort = 0, originId }: NewOrganization,
  by: By,
  now: Date,
): Promise<string> {
  const parent = await findOrganization(tx, countyId, parentId)
  if (parent?.status !== 'active') throw invalid('parentId', 'unknown')
  if (!mayStandBelow(kind, parent.kind as OrganizationKind)) throw invalid('parentId', 'wrong_kind')
  if (await findOrganizationByCode(tx, countyId, code)) throw invalid('code', 'taken')
  const id = newId()
  const row = {
    ...{ code, kind, name, short_name: shortName, parent_id: parentId, sort },
    township_id: townshipOf(kind, id, { townshipId: parent.township_id }),
    ...(originId === undefined ? {} : { origin_id: originId }),
  }
  await tx
    .insertInto('organizations')
    .values({ county_id: countyId, id, ...row })
    .execute()
  await recordBeginning(tx, countyId, {
    ...{ kind: 'organization', case: id, act: 'createOrganization', by, now },
    rows: { [`organizations/${id}`]: row },
  })
  return id
}

export type NewNames = { name?: string; shortName?: string; sort?: number }

/** Gives an organisation another name or place in lists; what is the same already records nothing. */
export async function renameOrganization(
  tx: Tx,
  countyId: number,
  id: string,
  { name, shortName, sort }: NewNames,
  by: By,
  now: Date,
): Promise<void> {
  await change(tx, countyId, id, 'renameOrganization', by, now, (row) => ({
    ...(name !== undefined && name !== row.name ? { name } : {}),
    ...(shortName !== undefined && shortName !== row.short_name ? { short_name: shortName } : {}),
    ...(sort !== undefined && sort !== row.sort ? { sort } : {}),
  }))
}

type Change = Partial<Omit<OrganizationRow, 'id' | 'code' | 'version'>>

/** Lock, read, change if anything changes, record. */
export async function change(
  tx: Tx,
  countyId: number,
  id: string,
  act: string,
  by: By,
  now: Date,
  to: (row: OrganizationRow) => Change,
): Promise<void> {
  const head = await lockCase(tx, countyId, id)
  const row = await findOrganization(tx, countyId, id)
  if (!row) throw new Refused({ code: 'not_found' })
  if (row.status !== 'active') throw new Refused({ code: 'wrong_state', state: row.status, act })
  const changed = to(row)
  if (Object.keys(changed).length === 0) return
  await tx
    .updateTable('organizations')
    .set({ ...changed, version: row.version + 1 })
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .execute()
  const rows: Record<string, RowContent> = { [`organizations/${id}`]: changed }
  await recordNext(tx, countyId, head, { kind: 'organization', case: id, act, by, now, rows })
}

export const invalid = (path: string, reason: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason }] })
