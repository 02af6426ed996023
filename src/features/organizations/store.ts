import { sql } from 'kysely'
import { localDay } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { OrganizationLine } from './api.ts'
import { parentsFirst } from './tree.ts'

/** The whole tree with each secretary's name, parents before children; merged and closed ones included. */
export async function listOrganizations(tx: Tx, countyId: number, now: Date): Promise<OrganizationLine[]> {
  const day = localDay(countyId, now)
  const { rows } = await sql<OrganizationLine>`
    SELECT o.id, o.code, o.kind, o.name, o.short_name AS "shortName", o.parent_id AS "parentId",
      o.township_id AS "townshipId", o.status, s.name AS "secretaryName"
    FROM organizations o
    LEFT JOIN (
      SELECT DISTINCT ON (x.organization_id) x.organization_id, p.name
      FROM posts x JOIN people p ON p.county_id = x.county_id AND p.id = x.person_id
      WHERE x.county_id = ${countyId} AND x.kind = 'secretary' AND p.status = 'active'
        AND x.valid_from <= ${day} AND (x.valid_to IS NULL OR x.valid_to > ${day})
      ORDER BY x.organization_id, x.valid_from DESC, x.id DESC
    ) s ON s.organization_id = o.id
    WHERE o.county_id = ${countyId}
    ORDER BY o.sort, o.code`.execute(tx)
  return parentsFirst(rows)
}

export type OrganizationPerson = { id: string; name: string; title: string; post: string; isContact: boolean }

/**
 * Who holds which post in an organisation now, secretary first, then the leaders who are its contact 联系村 with
 * the title they have elsewhere. Undefined: no such organisation.
 */
export async function findOrganizationPeople(
  tx: Tx,
  countyId: number,
  organizationId: string,
  now: Date,
): Promise<OrganizationPerson[] | undefined> {
  const known = await findOrganization(tx, countyId, organizationId)
  if (!known) return undefined
  const day = localDay(countyId, now)
  const inForce = sql`valid_from <= ${day} AND (valid_to IS NULL OR valid_to > ${day})`
  const { rows } = await sql<OrganizationPerson>`
    WITH contacts AS MATERIALIZED (
      SELECT person_id FROM village_contacts
      WHERE county_id = ${countyId} AND village_id = ${organizationId} AND ${inForce}
    ), here AS MATERIALIZED (
      SELECT person_id, kind, title, valid_from FROM posts
      WHERE county_id = ${countyId} AND organization_id = ${organizationId} AND ${inForce}
    ), elsewhere AS (
      SELECT person_id, kind, title, valid_from FROM posts
      WHERE county_id = ${countyId} AND person_id IN (SELECT person_id FROM contacts) AND ${inForce}
    ), named AS (
      SELECT *, array_position(ARRAY['secretary','head','deputy','member','staff'], kind) AS position FROM here
      UNION ALL
      SELECT c.person_id, e.kind, e.title, e.valid_from, 9
      FROM contacts c LEFT JOIN elsewhere e ON e.person_id = c.person_id
      WHERE c.person_id NOT IN (SELECT person_id FROM here)
    )
    SELECT DISTINCT ON (n.position, p.name, p.id) p.id, p.name, coalesce(n.title, '') AS title,
      coalesce(n.kind, 'member') AS post, p.id IN (SELECT person_id FROM contacts) AS "isContact"
    FROM named n JOIN people p ON p.county_id = ${countyId} AND p.id = n.person_id AND p.status = 'active'
    ORDER BY n.position, p.name, p.id, n.valid_from DESC`.execute(tx)
  return rows
}

/** People who hold a role now, one line each, with the organisation they work in (else where the role is granted). */
export async function listPeopleByRole(
  tx: Tx,
  countyId: number,
  role: string,
  now: Date,
): Promise<{ id: string; name: string; organizationName: string }[]> {
  const day = localDay(countyId, now)
  const { rows } = await sql<{ id: string; name: string; organizationName: string }>`
    SELECT p.id, p.name, coalesce(
      (SELECT o.name FROM posts x JOIN organizations o ON o.county_id = x.county_id AND o.id = x.organization_id
        WHERE x.county_id = p.county_id AND x.person_id = p.id
          AND x.valid_from <= ${day} AND (x.valid_to IS NULL OR x.valid_to > ${day})
        ORDER BY x.valid_from DESC, x.id LIMIT 1),
      min(o.name)) AS "organizationName"
    FROM role_grants g
    JOIN people p ON p.county_id = g.county_id AND p.id = g.person_id AND p.status = 'active'
    JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
    WHERE g.county_id = ${countyId} AND g.role = ${role}
      AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
    GROUP BY p.county_id, p.id, p.name
    ORDER BY "organizationName", p.name, p.id
    LIMIT 1000`.execute(tx)
  return rows
}

const columns = [
  'id',
  'code',
  'kind',
  'name',
  'short_name',
  'parent_id',
  'township_id',
  'status',
  'successor_id',
  'origin_id',
  'sort',
  'version',
] as const

export type OrganizationRow = NonNullable<Awaited<ReturnType<typeof findOrganization>>>

export function findOrganization(tx: Tx, countyId: number, id: string) {
  return tx
    .selectFrom('organizations')
    .select(columns)
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export function findOrganizationByCode(tx: Tx, countyId: number, code: string) {
  return tx
    .selectFrom('organizations')
    .select(columns)
    .where('county_id', '=', countyId)
    .where('code', '=', code)
    .executeTakeFirst()
}

/**
 * Reads organisations and keeps everybody else from changing them, or from entering anything that refers to them,
 * until the transaction ends: what is counted as open there now is all there is.
 */
export async function lockOrganizations(
  tx: Tx,
  countyId: number,
  ids: readonly string[],
): Promise<Map<string, OrganizationRow>> {
  const rows = await tx
    .selectFrom('organizations')
    .select(columns)
    .where('county_id', '=', countyId)
    .where('id', 'in', ids)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** The county itself, below which everything stands. */
export function getRoot(tx: Tx, countyId: number) {
  return tx
    .selectFrom('organizations')
    .select(columns)
    .where('county_id', '=', countyId)
    .where('parent_id', 'is', null)
    .where('kind', '=', 'county')
    .executeTakeFirstOrThrow()
}
