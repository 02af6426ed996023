import { type By, lockCase, recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'

/** Whom residents phone or go to (我要反映); stands on the public pages as given. */
export type Contact = { name: string; phone: string | null; address: string | null; hours: string | null }

/** Replaces the county's contacts, in this order. An entry of the county's own organisation tells who did it. */
export async function setContacts(
  tx: Tx,
  { countyId, rootId }: { countyId: number; rootId: string },
  contacts: readonly Contact[],
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, rootId)
  await tx.deleteFrom('public_contacts').where('county_id', '=', countyId).execute()
  const rows = contacts.map((contact, n) => ({ county_id: countyId, position: n + 1, ...contact }))
  if (rows.length > 0) await tx.insertInto('public_contacts').values(rows).execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'organization', case: rootId, act: 'setContacts', by, now },
    rows: { [`public_contacts/${rootId}`]: { contacts: rows.map(({ county_id: _, ...row }) => row) } },
  })
}

/** In the order that the county gave. */
export async function listContacts(tx: Tx, countyId: number): Promise<Contact[]> {
  return tx
    .selectFrom('public_contacts')
    .where('county_id', '=', countyId)
    .orderBy('position')
    .select(['name', 'phone', 'address', 'hours'])
    .execute()
}
