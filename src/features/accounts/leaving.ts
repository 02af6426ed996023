import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import { endDelegations } from './delegations.ts'
import { withdrawRequest } from './grant-requests.ts'
import { findPersonRow, setPersonStatus } from './people.ts'
import { lockCase } from './record.ts'
import { endDuties, localDay } from './responsibilities.ts'
import { revokeToken } from './tokens.ts'

type By = { personId: string; as: string }

/**
 * Somebody leaves: posts, roles, contact villages, what they handed over and what was handed to them, requests about
 * them and API tokens all end in the transaction it is handed; afterwards they cannot sign in. Their sessions are ended
 * by the caller, after the commit. What ends is read under the lock of the person's chain: a role that somebody
 * confirms at this moment either ends too or is refused, for they have left.
 * @returns whose rights changed, for `sessions.forget`, and the account whose sessions are to end
 * @throws Refused `same_person` for oneself; `missing` (`countyRoleEnded`) for whoever holds a role on the county, which
 *   two people end first: else one administrator could remove another, or the leading group; `wrong_state` for who has
 *   left
 */
export async function leave(
  tx: Tx,
  countyId: number,
  personId: string,
  by: By,
  now: Date,
): Promise<{ concerned: string[]; accountId: string | null }> {
  if (by.personId === personId) throw new Refused({ code: 'same_person', act: 'leave', other: 'leave' })
  await lockRequests(tx, countyId, personId)
  await lockCase(tx, countyId, personId)
  const person = await findPersonRow(tx, countyId, personId)
  if (!person) throw new Refused({ code: 'not_found' })
  if (person.status !== 'active')
    throw new Refused({ code: 'wrong_state', state: person.status, act: 'leave' })
  const held = await heldBy(tx, countyId, personId, now)
  if (held.onCounty) throw new Refused({ code: 'missing', needs: ['countyRoleEnded'] })
  const mine = sql`(d.from_person_id = ${personId} OR d.to_person_id = ${personId})`
  const delegates = await endDelegations(tx, countyId, mine, { by, now })
  for (const id of held.requests) await withdrawRequest(tx, countyId, id, by, now)
  await endDuties(tx, countyId, personId, held, by, now)
  for (const id of held.tokens) await revokeToken(tx, countyId, id, by, now)
  await setPersonStatus(tx, countyId, personId, 'left', by, now)
  return { concerned: [...new Set([personId, ...delegates])], accountId: person.account_id }
}

/** Before the chain, as whoever decides a request locks them; the other way round the two would wait for each other. */
async function lockRequests(tx: Tx, countyId: number, personId: string): Promise<void> {
  await sql`SELECT FROM grant_requests WHERE county_id = ${countyId} AND person_id = ${personId} AND status = 'pending'
    ORDER BY id FOR UPDATE`.execute(tx)
}

type Held = {
  posts: string[]
  grants: string[]
  /** One of the grants is on the county itself. */
  onCounty: boolean
  contacts: string[]
  requests: string[]
  tokens: string[]
}

async function heldBy(tx: Tx, countyId: number, personId: string, now: Date): Promise<Held> {
  const day = localDay(countyId, now)
  const ids = (table: string, condition: ReturnType<typeof sql>) =>
    sql`(SELECT coalesce(json_agg(x.id), '[]') FROM ${sql.table(table)} x
      WHERE x.county_id = ${countyId} AND x.person_id = ${personId} AND ${condition})`
  const lasting = sql`(x.valid_to IS NULL OR x.valid_to > ${day})`
  const { rows } = await sql<Held>`
    SELECT ${ids('posts', lasting)} AS posts, ${ids('village_contacts', lasting)} AS contacts,
      ${ids('role_grants', sql`(x.valid_to IS NULL OR x.valid_to > ${now})`)} AS grants,
      EXISTS (SELECT FROM role_grants g
        JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id AND o.kind = 'county'
        WHERE g.county_id = ${countyId} AND g.person_id = ${personId}
          AND (g.valid_to IS NULL OR g.valid_to > ${now})) AS "onCounty",
      ${ids('grant_requests', sql`x.status = 'pending'`)} AS requests,
      ${ids('api_tokens', sql`x.revoked_at IS NULL`)} AS tokens`.execute(tx)
  return rows[0]!
}
