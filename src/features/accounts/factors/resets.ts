import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Actor } from '../actor.ts'
import type { SignInDeps } from '../own-password.ts'
import { findHelped } from '../sign-in-help.ts'
import { recordSignIn } from '../sign-in-log.ts'
import { mayHelp } from '../sign-in-policy.ts'
import { dropRecoveryCodes } from './recovery.ts'
import { removeFactors } from './store.ts'

export type FactorReset = {
  id: string
  person: { id: string; name: string; username: string }
  reason: string
  askedBy: { id: string; name: string }
  askedAt: string
}

/**
 * Somebody has lost their second factor: the system administrator asks that it be taken away. Nothing changes yet.
 * @throws Refused `not_yours`, `same_person`, `not_found` (nobody, or no factor), `invalid` when it was asked before
 */
export async function askFactorReset(
  { database }: SignInDeps,
  actor: Actor,
  personId: string,
  reason: string,
  now: Date,
): Promise<{ id: string }> {
  const { countyId } = actor
  mayHelp(actor, 'askFactorReset')
  if (personId === actor.personId)
    throw new Refused({ code: 'same_person', act: 'askFactorReset', other: 'askFactorReset' })
  const id = newId()
  await database.write(countyId, async (tx) => {
    const { factors } = await findHelped(tx, countyId, personId, now)
    if (factors === 0) throw new Refused({ code: 'not_found' })
    const asked = { person_id: personId, reason, asked_by: actor.personId ?? '', asked_at: now }
    await tx
      .insertInto('factor_resets')
      .values({ county_id: countyId, id, ...asked })
      .execute()
    await recordSignIn(tx, countyId, {
      ...{ personId, act: 'askFactorReset', by: { personId: actor.personId, as: 'system_admin' }, now },
      rows: { [`factor_resets/${id}`]: { reason, asked_by: actor.personId } },
    })
  })
  return { id }
}

/** What waits for a second person, the oldest first. */
export async function listFactorResets({ database }: SignInDeps, actor: Actor): Promise<FactorReset[]> {
  const { countyId } = actor
  mayHelp(actor, 'listFactorResets')
  const { rows } = await database.read(countyId, (tx) =>
    sql<FactorReset>`
      SELECT r.id, r.reason, json_build_object('id', p.id, 'name', p.name, 'username', p.username) AS person,
        json_build_object('id', a.id, 'name', a.name) AS "askedBy", r.asked_at AS "askedAt"
      FROM factor_resets r JOIN people p ON p.county_id = r.county_id AND p.id = r.person_id
      JOIN people a ON a.county_id = r.county_id AND a.id = r.asked_by
      WHERE r.county_id = ${countyId} AND r.status = 'waiting' ORDER BY r.asked_at, r.id LIMIT 200`.execute(
      tx,
    ),
  )
  return rows.map((row) => ({ ...row, askedAt: new Date(row.askedAt).toISOString() }))
}

/**
 * The security administrator confirms, and the person's factors, recovery codes and sessions are gone; or refuses, and
 * everything stays. Neither who asked nor whom it is about decides.
 * @throws Refused `not_yours`, `same_person`, `not_found`, `wrong_state` when it was decided before
 */
export async function decideFactorReset(
  { database, sessions }: SignInDeps,
  actor: Actor,
  { id, confirms }: { id: string; confirms: boolean },
  now: Date,
): Promise<void> {
  const { countyId } = actor
  const act = confirms ? 'confirmFactorReset' : 'refuseFactorReset'
  mayHelp(actor, 'decideFactorReset')
  const personId = await database.write(countyId, async (tx) => {
    const reset = await tx
      .selectFrom('factor_resets')
      .select(['person_id', 'asked_by', 'status'])
      .where('county_id', '=', countyId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!reset) throw new Refused({ code: 'not_found' })
    if (reset.status !== 'waiting') throw new Refused({ code: 'wrong_state', state: reset.status, act })
    if ([reset.asked_by, reset.person_id].includes(actor.personId ?? ''))
      throw new Refused({ code: 'same_person', act, other: 'askFactorReset' })
    const decided = { decided_by: actor.personId, decided_at: now, status: confirms ? 'done' : 'refused' }
    await tx
      .updateTable('factor_resets')
      .set(decided)
      .where('county_id', '=', countyId)
      .where('id', '=', id)
      .execute()
    if (confirms) {
      await removeFactors(tx, countyId, reset.person_id)
      await dropRecoveryCodes(tx, countyId, reset.person_id)
    }
    await recordSignIn(tx, countyId, {
      ...{ personId: reset.person_id, act, by: { personId: actor.personId, as: 'security_admin' }, now },
      rows: { [`factor_resets/${id}`]: { status: decided.status, decided_by: actor.personId } },
    })
    return reset.person_id
  })
  if (!confirms) return
  const ids = (await sessions.list(countyId, personId, now)).map((session) => session.id)
  await sessions.end({ countyId, personId, ids, why: 'factor', by: actor.personId }, now)
}
