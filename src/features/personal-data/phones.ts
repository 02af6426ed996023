import { type By, lockCase, putPhone, recordNext, type SealedPhone } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { IndexedColumn, Place, Sealing } from '#platform/sealing/index.ts'

/** Where a person's number lies. */
export const phonePlace = (countyId: number, personId: string): Place => ({
  ...phoneColumn(countyId),
  rowId: personId,
})

const phoneColumn = (countyId: number): IndexedColumn => ({
  countyId,
  table: 'person_phones',
  column: 'sealed',
})

/** Makes of a number what is kept of it, once it is known whose it is. */
export const sealPhone =
  (sealing: Sealing, countyId: number, phone: string) =>
  (personId: string): SealedPhone => ({
    sealed: sealing.seal(phonePlace(countyId, personId), phone),
    blind_index: sealing.index(phoneColumn(countyId), phone),
  })

/** What a number may be found by: its index under every key there is. */
const phoneIndexes = (sealing: Sealing, countyId: number, phone: string): string[] =>
  sealing.indexes(phoneColumn(countyId), phone)

/**
 * Gives somebody a number, another one, or none, with an entry; what is the same already records nothing.
 * @throws Refused `not_found`, `wrong_state` for somebody who was erased
 */
export async function setPhone(
  tx: Tx,
  sealing: Sealing,
  { countyId, personId, phone }: { countyId: number; personId: string; phone: string | null },
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  const person = await tx
    .selectFrom('people')
    .select('erased_at')
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!person) throw new Refused({ code: 'not_found' })
  if (person.erased_at) throw new Refused({ code: 'wrong_state', state: 'erased', act: 'setPhone' })
  const known = await findPhone(tx, sealing, countyId, personId)
  if (known === phone) return
  const sealed = phone === null ? null : sealPhone(sealing, countyId, phone)(personId)
  const rows = await putPhone(tx, countyId, personId, sealed)
  await recordNext(tx, countyId, head, { kind: 'person', case: personId, act: 'setPhone', by, now, rows })
}

/** Somebody's number in clear; null: none is kept. */
export async function findPhone(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  personId: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom('person_phones')
    .select('sealed')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row ? sealing.open(phonePlace(countyId, personId), row.sealed) : null
}

/** Whose number it is; several may share one. */
export async function findPeopleByPhone(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  phone: string,
): Promise<{ id: string; name: string; username: string | null; status: string }[]> {
  const indexes = phoneIndexes(sealing, countyId, phone)
  // Before the first number is kept there is no key to look with.
  if (indexes.length === 0) return []
  return tx
    .selectFrom('person_phones as x')
    .innerJoin('people as p', (join) =>
      join.onRef('p.county_id', '=', 'x.county_id').onRef('p.id', '=', 'x.person_id'),
    )
    .select(['p.id', 'p.name', 'p.username', 'p.status'])
    .where('x.county_id', '=', countyId)
    .where('x.blind_index', 'in', indexes)
    .orderBy('p.name')
    .orderBy('p.id')
    .execute()
}
