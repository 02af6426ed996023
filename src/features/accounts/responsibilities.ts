import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { newId } from '#platform/ids.ts'
import type { Role } from './api.ts'
import { takeOffice } from './office.ts'
import { type By, lockCase, recordNext } from './record.ts'

export type PostKind = 'secretary' | 'head' | 'deputy' | 'member' | 'staff'
export type NewPost = { organizationId: string; kind: PostKind; title: string }
export type NewGrant = { role: Role; organizationId: string }

/** What somebody answers for: posts, roles, and the villages whose contact they are 联系村 (S1-16). */
export type NewDuties = {
  posts: readonly NewPost[]
  grants: readonly NewGrant[]
  contacts: readonly string[]
}
export const noDuties: NewDuties = { posts: [], grants: [], contacts: [] }

type Rows = Record<string, RowContent>

/**
 * The day that `now` is in the county. Days of posts and contacts are half open like the instants of grants:
 * in force from `valid_from` on, no longer on `valid_to`.
 */
export const localDay = (countyId: number, now: Date) =>
  sql<string>`(SELECT (${now}::timestamptz AT TIME ZONE c.time_zone)::date FROM counties c WHERE c.county_id = ${countyId})`

/** Writes the rows and gives back what the history entry says of them. */
export async function insertDuties(
  tx: Tx,
  countyId: number,
  personId: string,
  { posts, grants, contacts }: NewDuties,
  by: By,
  now: Date,
): Promise<Rows> {
  const rows: Rows = {}
  const own = { county_id: countyId, person_id: personId }
  const from = localDay(countyId, now)
  for (const { organizationId, kind, title } of posts) {
    const id = newId()
    const post = { organization_id: organizationId, kind, title }
    await tx
      .insertInto('posts')
      .values({ ...own, id, ...post, valid_from: from })
      .execute()
    rows[`posts/${id}`] = { person_id: personId, ...post, valid_from: now }
  }
  for (const { role, organizationId } of grants) {
    const id = newId()
    const grant = { role, organization_id: organizationId, valid_from: now, granted_by: by.personId }
    await takeOffice(tx, countyId, personId, role)
    await tx
      .insertInto('role_grants')
      .values({ ...own, id, ...grant })
      .execute()
    rows[`role_grants/${id}`] = { person_id: personId, ...grant }
  }
  for (const villageId of contacts) {
    const id = newId()
    await tx
      .insertInto('village_contacts')
      .values({ ...own, id, village_id: villageId, valid_from: from })
      .execute()
    rows[`village_contacts/${id}`] = { person_id: personId, village_id: villageId, valid_from: now }
  }
  return rows
}

/** Gives somebody further posts, roles and contact villages, as one history entry. What is empty records nothing. */
export async function giveDuties(
  tx: Tx,
  countyId: number,
  personId: string,
  duties: Partial<NewDuties>,
  by: By,
  now: Date,
): Promise<void> {
  const given = { ...noDuties, ...duties }
  if (given.posts.length + given.grants.length + given.contacts.length === 0) return
  const head = await lockCase(tx, countyId, personId)
  const rows = await insertDuties(tx, countyId, personId, given, by, now)
  await recordNext(tx, countyId, head, { kind: 'person', case: personId, act: 'giveDuties', by, now, rows })
}

/** Ids of rows in force that are to end now. */
export type DutyIds = { posts?: readonly string[]; grants?: readonly string[]; contacts?: readonly string[] }

/** Ends posts, roles and contacts of one person, as one history entry. Ids that are over already are left alone. */
export async function endDuties(
  tx: Tx,
  countyId: number,
  personId: string,
  { posts = [], grants = [], contacts = [] }: DutyIds,
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  const day = localDay(countyId, now)
  const end = async (table: 'posts' | 'role_grants' | 'village_contacts', ids: readonly string[]) => {
    if (ids.length === 0) return []
    const ended = await sql<{ id: string }>`
      UPDATE ${sql.table(table)} SET valid_to = ${table === 'role_grants' ? now : day}
      WHERE county_id = ${countyId} AND person_id = ${personId} AND id = ANY(${ids}::uuid[])
        AND (valid_to IS NULL OR valid_to > ${table === 'role_grants' ? now : day})
      RETURNING id`.execute(tx)
    return ended.rows.map(({ id }) => [`${table}/${id}`, { valid_to: now }] as const)
  }
  const rows = Object.fromEntries([
    ...(await end('posts', posts)),
    ...(await end('role_grants', grants)),
    ...(await end('village_contacts', contacts)),
  ])
  if (Object.keys(rows).length === 0) return
  await recordNext(tx, countyId, head, { kind: 'person', case: personId, act: 'endDuties', by, now, rows })
}

/** Ends everything that anybody holds in an organisation which is no more; each person's history says so. */
export async function endDutiesIn(
  tx: Tx,
  countyId: number,
  organizationId: string,
  by: By,
  now: Date,
): Promise<void> {
  const day = localDay(countyId, now)
  const { rows } = await sql<{ person_id: string } & Required<DutyIds>>`
    SELECT person_id, array_agg(id) FILTER (WHERE kind = 'post') AS posts,
      array_agg(id) FILTER (WHERE kind = 'grant') AS grants, array_agg(id) FILTER (WHERE kind = 'contact') AS contacts
    FROM (
      SELECT 'post' AS kind, person_id, id FROM posts
        WHERE county_id = ${countyId} AND organization_id = ${organizationId} AND (valid_to IS NULL OR valid_to > ${day})
      UNION ALL SELECT 'grant', person_id, id FROM role_grants
        WHERE county_id = ${countyId} AND organization_id = ${organizationId} AND (valid_to IS NULL OR valid_to > ${now})
      UNION ALL SELECT 'contact', person_id, id FROM village_contacts
        WHERE county_id = ${countyId} AND village_id = ${organizationId} AND (valid_to IS NULL OR valid_to > ${day})
    ) held GROUP BY person_id ORDER BY person_id`.execute(tx)
  for (const { person_id, posts, grants, contacts } of rows)
    await endDuties(tx, countyId, person_id, orEmpty({ posts, grants, contacts }), by, now)
}

const orEmpty = (ids: { [K in keyof Required<DutyIds>]: readonly string[] | null }): DutyIds => ({
  posts: ids.posts ?? [],
  grants: ids.grants ?? [],
  contacts: ids.contacts ?? [],
})
