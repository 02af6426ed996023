import type pg from 'pg'
import { TOKEN_SCOPES } from '#features/accounts/index.ts'
import { hashToken, makeToken } from '#features/accounts/token-format.ts'
import { newId } from '#platform/ids.ts'
import { type PersonName, personNames, type Roster } from './roster.ts'

export type TokenTerms = { scopes?: readonly string[]; expiresAt?: Date; revokedAt?: Date }

/** An API token as `createToken` keeps one, also of kinds that it would not make: expired, revoked, without a scope. */
export async function giveToken(
  owner: pg.Pool,
  countyId: number,
  personId: string,
  { scopes = TOKEN_SCOPES, expiresAt = new Date(Date.now() + 86_400_000), revokedAt }: TokenTerms = {},
): Promise<string> {
  const token = makeToken()
  await owner.query(
    `INSERT INTO api_tokens (county_id, id, person_id, name, token_hash, scopes, expires_at, revoked_at)
     VALUES ($1, $2, $3, 'test', $4, $5, $6, $7)`,
    [countyId, newId(), personId, hashToken(token), scopes, expiresAt, revokedAt ?? null],
  )
  return token
}

/** A token with every scope for each person of the roster. */
export async function giveTokens(
  owner: pg.Pool,
  { countyId, people }: Roster,
): Promise<Record<PersonName, string>> {
  const given = await Promise.all(
    personNames.map(async (name) => [name, await giveToken(owner, countyId, people[name])] as const),
  )
  return Object.fromEntries(given) as Record<PersonName, string>
}
