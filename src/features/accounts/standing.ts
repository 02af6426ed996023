import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import { adminRoles, type Role } from './api.ts'

/** What somebody is or may be from some day on, as far as it says whose hands may touch their account. */
export type Standing = {
  office: string
  hasPassword: boolean
  /** An administrator's role was asked for them and is not decided. */
  becomesAdmin: boolean
  /** Roles on the county itself: their own or another's they stand in for, in force, beginning later, or asked for. */
  countyRoles: Role[]
  /** Their data were erased: what is left is a number, to which nobody comes back. */
  erased: boolean
}

/** Columns of `Standing` for a row `p` of people. */
export const standingColumns = (now: Date): RawBuilder<unknown> => sql`
  p.office, p.erased_at IS NOT NULL AS erased, p.account_id IS NOT NULL AS "hasPassword",
  EXISTS (SELECT FROM grant_requests r WHERE r.county_id = p.county_id AND r.person_id = p.id
    AND r.status = 'pending' AND r.kind = 'grant' AND r.role = ANY(${adminRoles}::text[])) AS "becomesAdmin",
  array(SELECT DISTINCT x.role FROM (
      SELECT g.role, g.organization_id FROM role_grants g
      WHERE g.county_id = p.county_id AND g.person_id = p.id AND (g.valid_to IS NULL OR g.valid_to > ${now})
      UNION ALL SELECT g.role, g.organization_id FROM delegations d
      JOIN role_grants g ON g.county_id = d.county_id AND g.id = d.grant_id
      WHERE d.county_id = p.county_id AND d.to_person_id = p.id AND d.ended_at IS NULL AND d.valid_to > ${now}
      UNION ALL SELECT r.role, r.organization_id FROM grant_requests r
      WHERE r.county_id = p.county_id AND r.person_id = p.id AND r.status = 'pending' AND r.kind = 'grant'
    ) x JOIN organizations o ON o.county_id = p.county_id AND o.id = x.organization_id AND o.kind = 'county'
    ORDER BY 1) AS "countyRoles"`

/** Throws Refused `not_found`. */
export async function findStanding(tx: Tx, countyId: number, personId: string, now: Date): Promise<Standing> {
  const { rows } = await sql<Standing>`
    SELECT ${standingColumns(now)} FROM people p WHERE p.county_id = ${countyId} AND p.id = ${personId}`.execute(
    tx,
  )
  if (!rows[0]) throw new Refused({ code: 'not_found' })
  return rows[0]
}

/** Who gives somebody a password: one administrator, two, or the operator at the server's own terminal. */
export type Hands = 'one' | 'two' | 'operator'

/**
 * Whoever gives somebody a password can sign in as them until they notice. So it takes the operator for an
 * administrator, whatever day their role begins, and a second administrator for whoever works for the whole county.
 * A first password goes through one pair of hands: there is nobody yet whom it could be taken from.
 */
export function handsFor({ office, becomesAdmin, hasPassword, countyRoles }: Standing): Hands {
  if (office !== 'business' || becomesAdmin) return 'operator'
  return hasPassword && countyRoles.length > 0 ? 'two' : 'one'
}

/**
 * Who is the second. For somebody of the leading group, who confirms administrators, it is the audit administrator:
 * system and security administrator together shall not be able to act as one of them.
 */
export const secondFor = ({ countyRoles }: Standing): 'security_admin' | 'audit_admin' =>
  countyRoles.includes('leader') ? 'audit_admin' : 'security_admin'
