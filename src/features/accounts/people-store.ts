import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { grantsOf } from './actor-store.ts'
import { listDelegationsOf } from './delegations.ts'
import { instant } from './instant-column.ts'
import { localDay } from './responsibilities.ts'
import type { OnePerson, PersonSummary, RequestLine } from './rights-views.ts'

const PAGE = 50

export type PeopleQuery = {
  /** Characters of the name or user name, in that order. */
  q?: string | undefined
  /** An organisation; of a township also whatever stands below it. */
  organization?: string | undefined
  status?: 'active' | 'left' | undefined
  /** Where the page before ended. */
  after?: { name: string; id: string } | undefined
}

/**
 * A page of the county's people by name. Found by the characters of a name through an index, and pages by key: twenty
 * thousand people answer like twenty.
 */
export async function listPeoplePage(
  tx: Tx,
  countyId: number,
  { q, organization, status, after }: PeopleQuery,
  now: Date,
): Promise<{ rows: PersonSummary[]; next: { name: string; id: string } | null }> {
  const day = localDay(countyId, now)
  const conditions: RawBuilder<unknown>[] = [sql`p.county_id = ${countyId}`]
  if (status) conditions.push(sql`p.status = ${status}`)
  if (q) {
    const folded = q.toLowerCase()
    const key = sql`lower(p.name || coalesce(p.username, ''))`
    conditions.push(
      sql`string_to_array(${key}, NULL) @> string_to_array(${folded}, NULL)`,
      sql`(position(${folded} IN lower(p.name)) > 0 OR position(${folded} IN coalesce(p.username, '')) > 0)`,
    )
  }
  if (organization) conditions.push(sql`p.id IN (${peopleIn(countyId, organization, day, now)})`)
  if (after) conditions.push(sql`(p.name, p.id) > (${after.name}, ${after.id}::uuid)`)
  const { rows } = await sql<PersonSummary>`
    WITH page AS (
      SELECT p.id, p.name, p.username, p.status, p.office, p.account_id IS NOT NULL AS "hasAccount"
      FROM people p WHERE ${sql.join(conditions, sql` AND `)} ORDER BY p.name, p.id LIMIT ${PAGE + 1}
    )
    SELECT page.*,
      (SELECT coalesce(json_agg(json_build_object('organizationName', o.name, 'title', x.title) ORDER BY x.valid_from, x.id), '[]')
        FROM posts x JOIN organizations o ON o.county_id = x.county_id AND o.id = x.organization_id
        WHERE x.county_id = ${countyId} AND x.person_id = page.id
          AND x.valid_from <= ${day} AND (x.valid_to IS NULL OR x.valid_to > ${day})) AS posts,
      (SELECT coalesce(json_agg(json_build_object('role', g.role, 'organizationName', o.name,
          'onBehalfOf', g.on_behalf_of->>'name') ORDER BY g.role, o.sort), '[]')
        FROM (${grantsOf(sql`${countyId}::int`, sql`page.id`, now)}) g
        JOIN organizations o ON o.county_id = ${countyId} AND o.id = g.organization_id) AS roles
    FROM page ORDER BY page.name, page.id`.execute(tx)
  const shown = rows.slice(0, PAGE)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > PAGE && last ? { name: last.name, id: last.id } : null }
}

function peopleIn(countyId: number, organization: string, day: RawBuilder<unknown>, now: Date) {
  const places = sql`(SELECT o.id FROM organizations o WHERE o.county_id = ${countyId}
    AND (o.id = ${organization} OR o.township_id = ${organization}))`
  return sql`SELECT x.person_id FROM posts x WHERE x.county_id = ${countyId} AND x.organization_id IN ${places}
      AND x.valid_from <= ${day} AND (x.valid_to IS NULL OR x.valid_to > ${day})
    UNION SELECT g.person_id FROM role_grants g WHERE g.county_id = ${countyId} AND g.organization_id IN ${places}
      AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})`
}

/** One person with everything that gives them a right. Undefined: nobody of this county. */
export async function findOnePerson(
  tx: Tx,
  countyId: number,
  id: string,
  now: Date,
): Promise<Omit<OnePerson, 'can'> | undefined> {
  const day = localDay(countyId, now)
  const { rows } = await sql<Omit<OnePerson, 'can' | 'delegations' | 'requests'>>`
    SELECT p.id, p.name, p.username, p.status, p.office, p.account_id IS NOT NULL AS "hasAccount",
      (SELECT coalesce(json_agg(json_build_object('id', x.id, 'organizationId', o.id, 'organizationName', o.name,
          'kind', x.kind, 'title', x.title, 'validFrom', x.valid_from, 'validTo', x.valid_to)
          ORDER BY x.valid_from DESC, x.id), '[]')
        FROM posts x JOIN organizations o ON o.county_id = x.county_id AND o.id = x.organization_id
        WHERE x.county_id = p.county_id AND x.person_id = p.id AND (x.valid_to IS NULL OR x.valid_to > ${day})) AS posts,
      (SELECT coalesce(json_agg(json_build_object('id', g.id, 'role', g.role, 'organizationId', o.id,
          'organizationName', o.name, 'validFrom', ${instant('g.valid_from')}, 'validTo', ${instant('g.valid_to')})
          ORDER BY g.role, o.sort, g.id), '[]')
        FROM role_grants g JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
        WHERE g.county_id = p.county_id AND g.person_id = p.id AND (g.valid_to IS NULL OR g.valid_to > ${now})) AS grants,
      (SELECT coalesce(json_agg(o.name ORDER BY o.sort), '[]')
        FROM village_contacts v JOIN organizations o ON o.county_id = v.county_id AND o.id = v.village_id
        WHERE v.county_id = p.county_id AND v.person_id = p.id AND (v.valid_to IS NULL OR v.valid_to > ${day})) AS contacts
    FROM people p WHERE p.county_id = ${countyId} AND p.id = ${id}`.execute(tx)
  const [person] = rows
  if (!person) return undefined
  const delegations = await listDelegationsOf(tx, countyId, id, now)
  const requests = await listRequests(tx, countyId, { personId: id })
  return { ...person, delegations: delegations.filter(({ over }) => !over), requests }
}

const MOST_REQUESTS = 500

/** Requests that wait, the oldest first; of one person, or all of the county. */
export async function listRequests(
  tx: Tx,
  countyId: number,
  { personId, status = 'pending' }: { personId?: string; status?: 'pending' | 'decided' },
): Promise<RequestLine[]> {
  const which = [
    status === 'pending' ? sql`r.status = 'pending'` : sql`r.status <> 'pending'`,
    ...(personId ? [sql`r.person_id = ${personId}`] : []),
  ]
  const order = status === 'pending' ? sql`r.asked_at, r.id` : sql`r.asked_at DESC, r.id DESC`
  const { rows } = await sql<RequestLine>`
    SELECT r.id, r.batch_id AS "batchId", r.kind, r.role, r.organization_id AS "organizationId",
      o.name AS "organizationName", json_build_object('id', p.id, 'name', p.name) AS person, r.reason, r.status,
      ${instant('r.valid_from')} AS "validFrom", ${instant('r.valid_to')} AS "validTo",
      json_build_object('id', a.id, 'name', a.name) AS "askedBy", r.asked_as AS "askedAs",
      ${instant('r.asked_at')} AS "askedAt",
      CASE WHEN d.id IS NOT NULL THEN json_build_object('id', d.id, 'name', d.name) END AS "decidedBy",
      r.decided_as AS "decidedAs", ${instant('r.decided_at')} AS "decidedAt", r.decision_note AS note
    FROM (SELECT * FROM grant_requests r WHERE r.county_id = ${countyId} AND ${sql.join(which, sql` AND `)}
      ORDER BY ${order} LIMIT ${status === 'pending' ? MOST_REQUESTS : 50}) r
    JOIN people p ON p.county_id = r.county_id AND p.id = r.person_id
    JOIN people a ON a.county_id = r.county_id AND a.id = r.asked_by
    LEFT JOIN people d ON d.county_id = r.county_id AND d.id = r.decided_by
    JOIN organizations o ON o.county_id = r.county_id AND o.id = r.organization_id
    ORDER BY ${order}`.execute(tx)
  return rows
}
