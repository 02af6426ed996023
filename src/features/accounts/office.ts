import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import { AdminRole, isAdminRole, type Role } from './api.ts'

/**
 * One person, one office: business, or one of the three administrators. Whoever was granted nothing yet takes the
 * office of their first role; later the keys of `role_grants` hold everybody to it.
 * @throws Refused `invalid` (`one_office`) when they are something else already
 */
export async function takeOffice(tx: Tx, countyId: number, personId: string, role: Role): Promise<void> {
  const office = isAdminRole(role) ? role : 'business'
  const person = await tx
    .selectFrom('people')
    .select('office')
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (person?.office === office) return
  const granted = await tx
    .selectFrom('role_grants')
    .select('id')
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .limit(1)
    .executeTakeFirst()
  if (!person || granted)
    throw new Refused({ code: 'invalid', issues: [{ path: 'role', reason: 'one_office' }] })
  await tx
    .updateTable('people')
    .set({ office })
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .execute()
}

/**
 * The kinds of administrator that the county has. The operator at the server's own terminal makes the first of each;
 * from then on two people do.
 */
export async function administratorsThereAre(tx: Tx, countyId: number, now: Date): Promise<Role[]> {
  const { rows } = await sql<{ role: Role }>`
    SELECT DISTINCT g.role FROM role_grants g
    JOIN people p ON p.county_id = g.county_id AND p.id = g.person_id AND p.status = 'active'
    WHERE g.county_id = ${countyId} AND g.role = ANY(${AdminRole.options}::text[])
      AND (g.valid_to IS NULL OR g.valid_to > ${now})`.execute(tx)
  return rows.map(({ role }) => role)
}
