import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { type Actor, holdsOwnOnCounty } from '../actor.ts'
import type { SignInDeps } from '../own-password.ts'
import { findHelped } from '../sign-in-help.ts'
import { recordSignIn } from '../sign-in-log.ts'
import { mayHelp } from '../sign-in-policy.ts'
import { handsFor, type Standing, secondFor, standingColumns } from '../standing.ts'
import { dropRecoveryCodes } from './recovery.ts'
import { removeFactors } from './store.ts'

/** What one administrator asks and another confirms: a lost second factor goes, or a new first password may be made. */
export type ResetKind = 'factor' | 'password'

export type Reset = {
  id: string
  kind: ResetKind
  person: { id: string; name: string; username: string }
  reason: string
  askedBy: { id: string; name: string }
  askedAt: string
  /** Whether the reader is the one who decides it. */
  canDecide: boolean
}

const acts = {
  factor: { ask: 'askFactorReset', confirm: 'confirmFactorReset', refuse: 'refuseFactorReset' },
  password: { ask: 'askPasswordReset', confirm: 'confirmPasswordReset', refuse: 'refusePasswordReset' },
} as const

/** A confirmed new password is to be made within this time, while everybody remembers why. */
const CONFIRMED_MS = 24 * 3_600_000

/**
 * Somebody who works for the county has forgotten their password, or anybody has lost their second factor: the system
 * administrator asks. Nothing changes yet.
 * @throws Refused `not_yours`, `same_person`, `not_found` (nobody; no factor; nobody whose password takes two), `invalid`
 *   when it was asked before
 */
export async function askReset(
  { database }: SignInDeps,
  actor: Actor,
  { personId, kind, reason }: { personId: string; kind: ResetKind; reason: string },
  now: Date,
): Promise<{ id: string }> {
  const { countyId } = actor
  mayHelp(actor, 'askReset')
  if (personId === actor.personId)
    throw new Refused({ code: 'same_person', act: 'askReset', other: 'askReset' })
  const id = newId()
  await database.write(countyId, async (tx) => {
    const person = await findHelped(tx, countyId, personId, now)
    const has = kind === 'factor' ? person.factors > 0 : handsFor(person) === 'two'
    if (!has) throw new Refused({ code: 'not_found' })
    const asked = { person_id: personId, kind, reason, asked_by: actor.personId ?? '', asked_at: now }
    await tx
      .insertInto('factor_resets')
      .values({ county_id: countyId, id, ...asked })
      .execute()
    await recordSignIn(tx, countyId, {
      ...{ personId, act: acts[kind].ask, by: { personId: actor.personId, as: 'system_admin' }, now },
      rows: { [`factor_resets/${id}`]: { kind, reason, asked_by: actor.personId } },
    })
  })
  return { id }
}

/** What waits for a second person, the oldest first. */
export async function listResets({ database }: SignInDeps, actor: Actor, now: Date): Promise<Reset[]> {
  const { countyId } = actor
  mayHelp(actor, 'listResets')
  const { rows } = await database.read(countyId, (tx) =>
    sql<Omit<Reset, 'canDecide'> & Standing>`
      SELECT r.id, r.kind, r.reason, json_build_object('id', p.id, 'name', p.name, 'username', p.username) AS person,
        json_build_object('id', a.id, 'name', a.name) AS "askedBy", r.asked_at AS "askedAt", ${standingColumns(now)}
      FROM factor_resets r JOIN people p ON p.county_id = r.county_id AND p.id = r.person_id
      JOIN people a ON a.county_id = r.county_id AND a.id = r.asked_by
      WHERE r.county_id = ${countyId} AND r.status = 'waiting' ORDER BY r.asked_at, r.id LIMIT 200`.execute(
      tx,
    ),
  )
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, person: row.person, reason: row.reason, askedBy: row.askedBy },
    askedAt: new Date(row.askedAt).toISOString(),
    canDecide: holdsOwnOnCounty(actor, secondFor(row)) && actor.personId !== row.person.id,
  }))
}

/** How the password of somebody stands who gets one by two: asked for, confirmed and not used yet, or neither. */
export async function findPasswordReset(
  tx: Tx,
  countyId: number,
  personId: string,
  now: Date,
): Promise<'waiting' | 'confirmed' | null> {
  const { rows } = await sql<{ status: string }>`
    SELECT status FROM factor_resets WHERE county_id = ${countyId} AND person_id = ${personId} AND kind = 'password'
      AND (status = 'waiting' OR ${usable(now)}) ORDER BY status LIMIT 1`.execute(tx)
  const [found] = rows
  return found ? (found.status === 'done' ? 'confirmed' : 'waiting') : null
}

const usable = (now: Date) =>
  sql`status = 'done' AND used_at IS NULL AND decided_at > ${new Date(now.getTime() - CONFIRMED_MS)}`

/** Uses up what was confirmed, of two who try at once for one. False: nothing is confirmed, or not any more. */
export async function takeConfirmedReset(
  tx: Tx,
  countyId: number,
  personId: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE factor_resets SET used_at = ${now} WHERE county_id = ${countyId} AND person_id = ${personId}
      AND kind = 'password' AND ${usable(now)} RETURNING 1`.execute(tx)
  return rows.length > 0
}

/**
 * The second administrator (`secondFor`) confirms, and the person's factors, recovery codes and sessions are gone, or a
 * new first password may be made once; or refuses, and everything stays. Neither who asked nor whom it is about decides.
 * @throws Refused `not_yours`, `same_person`, `not_found`, `wrong_state` when it was decided before
 */
export async function decideReset(
  { database, sessions }: SignInDeps,
  actor: Actor,
  { id, confirms }: { id: string; confirms: boolean },
  now: Date,
): Promise<void> {
  const { countyId } = actor
  mayHelp(actor, 'decideReset')
  const { personId, kind } = await database.write(countyId, async (tx) => {
    const reset = await tx
      .selectFrom('factor_resets')
      .select(['person_id', 'asked_by', 'status', 'kind'])
      .where('county_id', '=', countyId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!reset) throw new Refused({ code: 'not_found' })
    const kind = reset.kind as ResetKind
    const act = confirms ? acts[kind].confirm : acts[kind].refuse
    const as = secondFor(await findHelped(tx, countyId, reset.person_id, now))
    if (!holdsOwnOnCounty(actor, as)) throw new Refused({ code: 'not_yours', act, by: [as] })
    if (reset.status !== 'waiting') throw new Refused({ code: 'wrong_state', state: reset.status, act })
    if ([reset.asked_by, reset.person_id].includes(actor.personId ?? ''))
      throw new Refused({ code: 'same_person', act, other: acts[kind].ask })
    const decided = { decided_by: actor.personId, decided_at: now, status: confirms ? 'done' : 'refused' }
    await tx
      .updateTable('factor_resets')
      .set(decided)
      .where('county_id', '=', countyId)
      .where('id', '=', id)
      .execute()
    if (confirms && kind === 'factor') {
      await removeFactors(tx, countyId, reset.person_id)
      await dropRecoveryCodes(tx, countyId, reset.person_id)
    }
    await recordSignIn(tx, countyId, {
      ...{ personId: reset.person_id, act, by: { personId: actor.personId, as }, now },
      rows: { [`factor_resets/${id}`]: { status: decided.status, decided_by: actor.personId } },
    })
    return { personId: reset.person_id, kind }
  })
  if (!confirms || kind !== 'factor') return
  const ids = (await sessions.list(countyId, personId, now)).map((session) => session.id)
  await sessions.end({ countyId, personId, ids, why: 'factor', by: actor.personId }, now)
}
