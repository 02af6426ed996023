import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { Actor, Grant } from './actor.ts'
import type { Known } from './actor-cache.ts'
import type { Me } from './api.ts'
import { foldUsername } from './username.ts'

/**
 * How somebody is recognised: the sign-in account of a session, the hash of an API token, or the user name that the
 * operator acts for at the server's own terminal, or the id by which another names them.
 */
export type Credential =
  | { accountId: string }
  | { tokenHash: string }
  | { username: string }
  | { personId: string }

type Row = {
  id: string
  name: string
  scopes: string[] | null
  token_until: Date | null
  grants: (Omit<Grant, 'onBehalfOf'> & { onBehalfOf: Grant['onBehalfOf'] | null; until: string | null })[]
}

function peopleBy(credential: Credential) {
  if ('tokenHash' in credential)
    return sql`SELECT p.*, t.scopes, t.expires_at AS token_until
      FROM api_tokens t JOIN people p ON p.county_id = t.county_id AND p.id = t.person_id
      WHERE t.token_hash = ${credential.tokenHash} AND t.revoked_at IS NULL`
  const condition =
    'accountId' in credential
      ? sql`p.account_id = ${credential.accountId}`
      : 'personId' in credential
        ? sql`p.id = ${credential.personId}`
        : sql`p.username = ${foldUsername(credential.username) ?? ''}`
  return sql`SELECT p.*, NULL::text[] AS scopes, NULL::timestamptz AS token_until FROM people p WHERE ${condition}`
}

/**
 * The roles a person has at an instant: their own, and those that others have handed them until a day. What was handed
 * over ends with the role itself and with whoever held it.
 */
export const grantsOf = (countyId: RawBuilder<unknown>, personId: RawBuilder<unknown>, at: Date) => sql`
  SELECT g.role, g.organization_id, g.valid_to, NULL::json AS on_behalf_of FROM role_grants g
  WHERE g.county_id = ${countyId} AND g.person_id = ${personId}
    AND g.valid_from <= ${at} AND (g.valid_to IS NULL OR g.valid_to > ${at})
  UNION ALL
  SELECT g.role, g.organization_id, least(g.valid_to, d.valid_to), json_build_object('id', f.id, 'name', f.name)
  FROM delegations d
  JOIN role_grants g ON g.county_id = d.county_id AND g.id = d.grant_id
    AND g.valid_from <= ${at} AND (g.valid_to IS NULL OR g.valid_to > ${at})
  JOIN people f ON f.county_id = d.county_id AND f.id = d.from_person_id AND f.status = 'active'
  WHERE d.county_id = ${countyId} AND d.to_person_id = ${personId} AND d.valid_from <= ${at} AND d.valid_to > ${at}
    AND d.ended_at IS NULL`

/**
 * Who stands behind a credential in this county, with the roles in force now, and until when at most that can be
 * true. Null: nobody, or somebody who has left; a token that has expired or was revoked.
 */
export async function findActor(tx: Tx, countyId: number, credential: Credential, now: Date): Promise<Known> {
  const { rows } = await sql<Row>`
    SELECT w.id, w.name, w.scopes, w.token_until,
      (SELECT coalesce(json_agg(json_build_object('role', g.role, 'organizationId', g.organization_id,
          'organizationKind', o.kind, 'until', g.valid_to, 'onBehalfOf', g.on_behalf_of)
          ORDER BY g.role, g.organization_id, g.on_behalf_of->>'id' NULLS FIRST), '[]')
        FROM (${grantsOf(sql`w.county_id`, sql`w.id`, now)}) g
        JOIN organizations o ON o.county_id = w.county_id AND o.id = g.organization_id) AS grants
    FROM (${peopleBy(credential)}) w
    WHERE w.county_id = ${countyId} AND w.status = 'active' AND (w.token_until IS NULL OR w.token_until > ${now})`.execute(
    tx,
  )
  const [row] = rows
  if (!row) return null
  const ends = [row.token_until, ...row.grants.map(({ until }) => until && new Date(until))]
  const actor: Actor = {
    countyId,
    personId: row.id,
    name: row.name,
    grants: row.grants.map(({ until: _, onBehalfOf, ...grant }) =>
      onBehalfOf ? { ...grant, onBehalfOf } : grant,
    ),
    scopes: row.scopes,
  }
  return { actor, until: Math.min(...ends.map((end) => (end ? end.getTime() : Number.POSITIVE_INFINITY))) }
}

/** What a person's own screen says of them. Undefined: not in this county, or has left. */
export async function findMe(tx: Tx, countyId: number, personId: string, now: Date): Promise<Me | undefined> {
  const { rows } = await sql<Me>`
    SELECT json_build_object('id', p.id, 'name', p.name, 'username', p.username) AS person,
      (SELECT json_build_object('id', c.county_id, 'name', c.name, 'isDemo', c.is_demo)
        FROM counties c WHERE c.county_id = p.county_id) AS county,
      (SELECT coalesce(json_agg(json_build_object('role', g.role, 'organizationId', o.id, 'organizationName', o.name,
          'organizationKind', o.kind, 'onBehalfOf', g.on_behalf_of)
          ORDER BY o.sort, o.code, g.role, g.on_behalf_of->>'id' NULLS FIRST), '[]')
        FROM (${grantsOf(sql`p.county_id`, sql`p.id`, now)}) g
        JOIN organizations o ON o.county_id = p.county_id AND o.id = g.organization_id) AS grants
    FROM people p WHERE p.county_id = ${countyId} AND p.id = ${personId} AND p.status = 'active'`.execute(tx)
  return rows[0]
}
