import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { Role } from './api.ts'
import { type Standing, standingColumns } from './standing.ts'
import { foldUsername } from './username.ts'

/** Somebody who cannot sign in, as whoever helps sees them. */
export type Helped = {
  id: string
  name: string
  username: string
  mustChange: boolean
  factors: number
  roles: Role[]
  organizations: string[]
} & Standing

const query = (countyId: number, condition: ReturnType<typeof sql>, now: Date) => sql<Helped>`
  SELECT p.id, p.name, p.username, ${standingColumns(now)},
    coalesce(s.must_change, false) AS "mustChange",
    (SELECT count(*)::int FROM second_factors f WHERE f.county_id = p.county_id AND f.person_id = p.id
      AND f.confirmed_at IS NOT NULL) AS factors,
    array(SELECT DISTINCT g.role FROM role_grants g WHERE g.county_id = p.county_id AND g.person_id = p.id
      AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now}) ORDER BY 1) AS roles,
    array(SELECT DISTINCT o.name FROM role_grants g
      JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
      WHERE g.county_id = p.county_id AND g.person_id = p.id
      AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now}) ORDER BY 1) AS organizations
  FROM people p LEFT JOIN password_states s ON s.county_id = p.county_id AND s.person_id = p.id
  WHERE p.county_id = ${countyId} AND p.status = 'active' AND p.username IS NOT NULL AND ${condition}`

/** Throws Refused `not_found`: nobody, has left, or has no user name. */
export async function findHelped(tx: Tx, countyId: number, personId: string, now: Date): Promise<Helped> {
  const { rows } = await query(countyId, sql`p.id = ${personId}`, now).execute(tx)
  if (!rows[0]) throw new Refused({ code: 'not_found' })
  return rows[0]
}

/** By the whole user name, as they say it on the telephone. Throws Refused `not_found`. */
export async function findHelpedByName(tx: Tx, countyId: number, text: string, now: Date): Promise<Helped> {
  const { rows } = await query(countyId, sql`p.username = ${foldUsername(text) ?? ''}`, now).execute(tx)
  if (!rows[0]) throw new Refused({ code: 'not_found' })
  return rows[0]
}
