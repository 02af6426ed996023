import type { z } from 'zod'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { SavedView } from '../api.ts'

type View = z.infer<typeof SavedView>

/** A person's saved views of the ledger; theirs alone. */
export async function listViewsOf(tx: Tx, countyId: number, personId: string | null): Promise<View[]> {
  const rows = await tx
    .selectFrom('saved_views')
    .select(['id', 'name', 'query'])
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .orderBy('id')
    .limit(50)
    .execute()
  return rows.map((row) => ({ ...row, query: String(row.query) }))
}

export async function putView(tx: Tx, countyId: number, personId: string | null, view: View): Promise<View> {
  if (personId === null) throw new Refused({ code: 'not_found' })
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
