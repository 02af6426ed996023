import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { type By, lockCase, recordNext } from './record.ts'
import { hashToken, isTokenScope, makeToken, TOKEN_DAYS } from './token-format.ts'

export type NewToken = { personId: string; name: string; scopes: readonly string[]; days: number }

/**
 * Makes an API token for a person. Only its hash is kept: the token itself is in the answer and nowhere else.
 * @throws Refused `invalid` for unknown scopes or days out of range, `not_found` for an unknown person
 */
export async function createToken(
  tx: Tx,
  countyId: number,
  { personId, name, scopes, days }: NewToken,
  by: By,
  now: Date,
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const wrong = scopes
    .filter((scope) => !isTokenScope(scope))
    .map((scope) => ({ path: 'scopes', reason: 'unknown', detail: scope }))
  if (scopes.length === 0) wrong.push({ path: 'scopes', reason: 'required', detail: '' })
  if (!Number.isInteger(days) || days < TOKEN_DAYS.min || days > TOKEN_DAYS.max)
    wrong.push({ path: 'days', reason: 'out_of_range', detail: `${TOKEN_DAYS.min}-${TOKEN_DAYS.max}` })
  if (wrong.length > 0) throw new Refused({ code: 'invalid', issues: wrong })
  const head = await lockCase(tx, countyId, personId)
  const id = newId()
  const token = makeToken()
  const expiresAt = new Date(now.getTime() + days * 86_400_000)
  const kept = { name, scopes: [...new Set(scopes)].sort(), expires_at: expiresAt }
  await tx
    .insertInto('api_tokens')
    .values({
      county_id: countyId,
      id,
      person_id: personId,
      ...kept,
      token_hash: hashToken(token),
      created_at: now,
    })
    .execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'createToken', by, now },
    rows: { [`api_tokens/${id}`]: kept },
  })
  return { id, token, expiresAt }
}

/**
 * Ends a token at once. One that was revoked before stays as it is.
 * @returns whose it was, for `sessions.forget`
 * @throws Refused `not_found`
 */
export async function revokeToken(tx: Tx, countyId: number, id: string, by: By, now: Date): Promise<string> {
  const token = await tx
    .selectFrom('api_tokens')
    .select('person_id')
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!token) throw new Refused({ code: 'not_found' })
  const personId = token.person_id
  const head = await lockCase(tx, countyId, personId)
  const revoked = await tx
    .updateTable('api_tokens')
    .set({ revoked_at: now })
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (revoked.numUpdatedRows > 0n)
    await recordNext(tx, countyId, head, {
      ...{ kind: 'person', case: personId, act: 'revokeToken', by, now },
      rows: { [`api_tokens/${id}`]: { revoked_at: now } },
    })
  return personId
}

export type TokenLine = {
  id: string
  name: string
  username: string | null
  person: string
  scopes: string[]
  expires_at: Date
  revoked_at: Date | null
}

/** Every token of the county, newest first; which are over is for the reader to see. */
export async function listTokens(tx: Tx, countyId: number): Promise<TokenLine[]> {
  const { rows } = await sql<TokenLine>`
    SELECT t.id, t.name, p.username, p.name AS person, t.scopes, t.expires_at, t.revoked_at
    FROM api_tokens t JOIN people p ON p.county_id = t.county_id AND p.id = t.person_id
    WHERE t.county_id = ${countyId} ORDER BY t.created_at DESC, t.id`.execute(tx)
  return rows
}
