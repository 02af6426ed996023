import type { Tx } from '#platform/database/transaction.ts'
import type { RowContent } from '#platform/history/entry.ts'
import type { SignInStep } from './steps.ts'

export type SignInMethod = 'password' | 'sso'

export type SessionRow = {
  id: string
  person_id: string
  method: SignInMethod
  step: SignInStep
  browser: string
  begun_at: Date
  last_used_at: Date
  ends_at: Date
}

export type EndedWhy = 'signed_out' | 'idle' | 'over' | 'revoked' | 'replaced' | 'password' | 'factor'

export type NewSession = Pick<SessionRow, 'id' | 'person_id' | 'step' | 'browser'> & {
  method: SignInMethod
  begunAt: Date
  endsAt: Date
}

/** @returns what the history says of it */
export async function insertSession(
  tx: Tx,
  countyId: number,
  { begunAt, endsAt, ...session }: NewSession,
): Promise<Record<string, RowContent>> {
  await tx
    .insertInto('sign_in_sessions')
    .values({ county_id: countyId, ...session, begun_at: begunAt, last_used_at: begunAt, ends_at: endsAt })
    .execute()
  return { [`sign_in_sessions/${session.id}`]: { method: session.method, browser: session.browser } }
}

const columns = [
  ...(['id', 'person_id', 'method', 'step', 'browser', 'begun_at', 'last_used_at', 'ends_at'] as const),
] as const

/** The session if it has not ended; whether it is over by the clock is for the caller. */
export async function findSession(tx: Tx, countyId: number, id: string): Promise<SessionRow | undefined> {
  const row = await tx
    .selectFrom('sign_in_sessions')
    .select(columns)
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row as SessionRow | undefined
}

/** A person's sessions that have not ended, the last used first. */
export async function listSessions(tx: Tx, countyId: number, personId: string): Promise<SessionRow[]> {
  const rows = await tx
    .selectFrom('sign_in_sessions')
    .select(columns)
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .where('ended_at', 'is', null)
    .orderBy('last_used_at', 'desc')
    .orderBy('id')
    .execute()
  return rows as SessionRow[]
}

/** Ends those that still run. @returns the ids of the ones that this ended */
export async function endSessionRows(
  tx: Tx,
  countyId: number,
  ids: readonly string[],
  why: EndedWhy,
  now: Date,
): Promise<string[]> {
  if (ids.length === 0) return []
  const ended = await tx
    .updateTable('sign_in_sessions')
    .set({ ended_at: now, ended_why: why, challenge: null, challenge_for: null })
    .where('county_id', '=', countyId)
    .where('id', 'in', ids)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  return ended.map(({ id }) => id)
}

export async function setStep(tx: Tx, countyId: number, id: string, step: SignInStep): Promise<void> {
  await tx
    .updateTable('sign_in_sessions')
    .set({ step, challenge: null, challenge_for: null })
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .execute()
}

/** What a passkey is asked for: to be made, once the password was given, or to confirm a sign-in. */
export type ChallengeFor = 'make' | 'sign'

/** What a passkey is to answer next, and what for; each is taken once. */
export async function setChallenge(
  tx: Tx,
  countyId: number,
  id: string,
  asked: { challenge: string; for: ChallengeFor } | null,
): Promise<void> {
  await tx
    .updateTable('sign_in_sessions')
    .set({ challenge: asked?.challenge ?? null, challenge_for: asked?.for ?? null })
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .execute()
}

const KEPT_DAYS = 30

/** What is over opens nothing; a month later it is not even a row. The log of it is the history. */
export async function sweepSessions(tx: Tx, countyId: number, now: Date): Promise<void> {
  await tx
    .deleteFrom('sign_in_sessions')
    .where('county_id', '=', countyId)
    .where('ends_at', '<', new Date(now.getTime() - KEPT_DAYS * 86_400_000))
    .execute()
}
