import type { z } from 'zod'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { SavedView } from '../api.ts'

type View = z.infer<typeof SavedView>

/** More than fit on a screen. */
const MOST = 50

/** A person's saved views of the ledger; theirs alone. */
export async function listViewsOf(tx: Tx, countyId: number, personId: string | null): Promise<View[]> {
  const rows = await tx
    .selectFrom('saved_views')
    .select(['id', 'name', 'query'])
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .orderBy('id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({ ...row, query: String(row.query) }))
}

/** @throws Refused `not_found` for somebody else's view; `invalid` (`too_many_views`) for one more than there may be */
export async function putView(tx: Tx, countyId: number, personId: string | null, view: View): Promise<View> {
  if (personId === null) throw new Refused({ code: 'not_found' })
  await refuseTooMany(tx, countyId, personId, view.id)
  const result = await tx
    .insertInto('saved_views')
    .values({
      county_id: countyId,
      id: view.id,
      person_id: personId,
      name: view.name,
      query: JSON.stringify(view.query),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['county_id', 'id'])
        .doUpdateSet({ name: view.name, query: JSON.stringify(view.query) })
        .where('saved_views.person_id', '=', personId),
    )
    .executeTakeFirst()
  if (!result.numInsertedOrUpdatedRows) throw new Refused({ code: 'not_found' })
  return view
}

async function refuseTooMany(tx: Tx, countyId: number, personId: string, id: string): Promise<void> {
  // One at a time each person: two at once would both find room for the last.
  await tx
    .selectFrom('people')
    .select('id')
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .forNoKeyUpdate()
    .execute()
  const others = await tx
    .selectFrom('saved_views')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('id', '<>', id)
    .executeTakeFirstOrThrow()
  if (Number(others.n) >= MOST)
    throw new Refused({
      code: 'invalid',
      issues: [{ path: '', reason: 'too_many_views', detail: String(MOST) }],
    })
}

export async function removeView(
  tx: Tx,
  countyId: number,
  personId: string | null,
  id: string,
): Promise<boolean> {
  const result = await tx
    .deleteFrom('saved_views')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}
