import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'

export type PasswordState = { setAt: Date; mustChange: boolean }

export async function findPasswordState(
  tx: Tx,
  countyId: number,
  personId: string,
): Promise<PasswordState | null> {
  const row = await tx
    .selectFrom('password_states')
    .select(['set_at', 'must_change'])
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row ? { setAt: row.set_at, mustChange: row.must_change } : null
}

/** Who reset the password that is to be changed, so that its owner sees it if it was not at their wish. */
export async function findResetBy(
  tx: Tx,
  countyId: number,
  personId: string,
): Promise<{ name: string; at: Date } | null> {
  const { rows } = await sql<{ name: string; at: Date }>`
    SELECT p.name, s.set_at AS at FROM password_states s
    JOIN history h ON h.county_id = s.county_id AND h.case_id = s.person_id AND h.entry->>'act' = 'resetPassword'
      AND (h.entry->>'at')::timestamptz = s.set_at
    JOIN people p ON p.county_id = h.county_id AND p.id = (h.entry->>'actor')::uuid
    WHERE s.county_id = ${countyId} AND s.person_id = ${personId} AND s.must_change LIMIT 1`.execute(tx)
  return rows[0] ?? null
}

/** There is a new password as of now; `mustChange`: somebody else knows it too. */
export async function setPasswordState(
  tx: Tx,
  countyId: number,
  personId: string,
  { setAt, mustChange }: PasswordState,
): Promise<void> {
  const state = { set_at: setAt, must_change: mustChange }
  await tx
    .insertInto('password_states')
    .values({ county_id: countyId, person_id: personId, ...state })
    .onConflict((conflict) => conflict.columns(['county_id', 'person_id']).doUpdateSet(state))
    .execute()
}

/** The hashes of the last passwords, newest first. */
export async function listHashes(
  tx: Tx,
  countyId: number,
  personId: string,
  most: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('password_history')
    .select('hash')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute()
  return rows.map(({ hash }) => hash)
}

/** Keeps the hash and drops those that are no longer asked about. */
export async function keepHash(
  tx: Tx,
  countyId: number,
  personId: string,
  { hash, now, remembered }: { hash: string; now: Date; remembered: number },
): Promise<void> {
  await tx
    .insertInto('password_history')
    .values({ county_id: countyId, id: newId(), person_id: personId, hash, set_at: now })
    .execute()
  const kept = tx
    .selectFrom('password_history')
    .select('id')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .orderBy('set_at', 'desc')
    .orderBy('id', 'desc')
    .limit(Math.max(1, remembered))
  await tx
    .deleteFrom('password_history')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('id', 'not in', kept)
    .execute()
}
