import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import type { RowContent } from '#platform/history/entry.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { setPasswordState } from './password-store.ts'
import { type By, lockCase, recordBeginning, recordNext } from './record.ts'
import { insertDuties, type NewDuties, noDuties } from './responsibilities.ts'
import { foldUsername } from './username.ts'

/** A telephone number as it is kept: sealed, and what it is found again by. */
export type SealedPhone = { sealed: string; blind_index: string }

export type NewPerson = {
  /** Made by the sender, where sending it twice must make one person. */
  id?: string
  name: string
  username?: string | null
  /** Seals it for the row it is to lie in; see `sealPhone` of personal-data. */
  phone?: ((personId: string) => SealedPhone) | undefined
} & Partial<NewDuties>

/**
 * Enters a person with posts, roles and contact villages, as one history entry. No sign-in account yet.
 * @returns the person's id
 * @throws Refused `invalid` when the user name is malformed or taken
 */
export async function createPerson(
  tx: Tx,
  countyId: number,
  { id = newId(), name, username, phone, ...duties }: NewPerson,
  by: By,
  now: Date,
): Promise<string> {
  const folded = username ? await freeUsername(tx, countyId, username) : null
  const person = { name, username: folded, account_id: null, status: 'active' }
  await tx
    .insertInto('people')
    .values({ county_id: countyId, id, ...person, created_at: now })
    .execute()
  const phoneRow = phone ? await putPhone(tx, countyId, id, phone(id)) : {}
  const rows = await insertDuties(tx, countyId, id, { ...noDuties, ...duties }, by, now)
  await recordBeginning(tx, countyId, {
    ...{ kind: 'person', case: id, act: 'createPerson', by, now },
    rows: { [`people/${id}`]: person, ...phoneRow, ...rows },
  })
  return id
}

/**
 * Writes a person's number, or takes it away, and gives back what the history entry says of it: what it is found
 * again by, never the number.
 */
export async function putPhone(
  tx: Tx,
  countyId: number,
  personId: string,
  phone: SealedPhone | null,
): Promise<Record<string, RowContent>> {
  if (phone)
    await tx
      .insertInto('person_phones')
      .values({ county_id: countyId, person_id: personId, ...phone })
      .onConflict((conflict) => conflict.columns(['county_id', 'person_id']).doUpdateSet(phone))
      .execute()
  else
    await tx
      .deleteFrom('person_phones')
      .where('county_id', '=', countyId)
      .where('person_id', '=', personId)
      .execute()
  return { [`person_phones/${personId}`]: { blind_index: phone?.blind_index ?? null } }
}

async function freeUsername(tx: Tx, countyId: number, text: string): Promise<string> {
  const username = foldUsername(text)
  if (!username) throw new Refused({ code: 'invalid', issues: [{ path: 'username', reason: 'username' }] })
  const holder = await findByUsername(tx, countyId, username)
  if (holder) throw new Refused({ code: 'invalid', issues: [{ path: 'username', reason: 'taken' }] })
  return username
}

/** Gives somebody who had none a user name; the account comes with the first password. Refused as in `createPerson`. */
export async function setUsername(
  tx: Tx,
  countyId: number,
  personId: string,
  text: string,
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  const username = await freeUsername(tx, countyId, text)
  await tx
    .updateTable('people')
    .set({ username })
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'setUsername', by, now },
    rows: { [`people/${personId}`]: { username } },
  })
}

export type PersonRow = {
  id: string
  name: string
  username: string | null
  account_id: string | null
  status: string
}

/** The person of that user name, however it is spelled. */
export function findByUsername(tx: Tx, countyId: number, text: string): Promise<PersonRow | undefined> {
  return tx
    .selectFrom('people')
    .select(['id', 'name', 'username', 'account_id', 'status'])
    .where('county_id', '=', countyId)
    .where('username', '=', foldUsername(text) ?? '')
    .executeTakeFirst()
}

/** A person by id, with the office they hold. */
export function findPersonRow(
  tx: Tx,
  countyId: number,
  id: string,
): Promise<(PersonRow & { office: string }) | undefined> {
  return tx
    .selectFrom('people')
    .select(['id', 'name', 'username', 'account_id', 'status', 'office'])
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/**
 * A person has left, or has come back: whoever has left cannot sign in, and is no longer named for anything.
 * @throws Refused `not_found`; `wrong_state` (`erased`) for whoever cannot come back, for nothing of them is left
 */
export async function setPersonStatus(
  tx: Tx,
  countyId: number,
  personId: string,
  status: 'active' | 'left',
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  if (status === 'active') await mustNotBeErased(tx, countyId, personId)
  const changed = await tx
    .updateTable('people')
    .set({ status })
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .where('status', '<>', status)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) return
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, by, now },
    act: status === 'left' ? 'disablePerson' : 'enablePerson',
    rows: { [`people/${personId}`]: { status } },
  })
}

async function mustNotBeErased(tx: Tx, countyId: number, personId: string): Promise<void> {
  const erased = await tx
    .selectFrom('people')
    .select('id')
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .where('erased_at', 'is not', null)
    .executeTakeFirst()
  if (erased) throw new Refused({ code: 'wrong_state', state: 'erased', act: 'welcomeBack' })
}

/**
 * Notes a first or new password: that there is one, never which. Whoever it is for changes it before anything else,
 * unless it `lasts`: the demo county's, which everybody knows and the program serves to its own machine only.
 */
export async function linkAccount(
  tx: Tx,
  countyId: number,
  personId: string,
  accountId: string,
  by: By,
  now: Date,
  { lasts = false } = {},
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  if (!lasts) await setPasswordState(tx, countyId, personId, { setAt: now, mustChange: true })
  await tx
    .updateTable('people')
    .set({ account_id: accountId })
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'setPassword', by, now },
    rows: { [`people/${personId}`]: { account_id: accountId } },
  })
}

export type PersonLine = {
  name: string
  username: string | null
  status: string
  has_account: boolean
  roles: { role: string; organization: string }[]
}

/** Everybody of the county with the roles held now, by user name; for the operator. */
export async function listPeople(tx: Tx, countyId: number, now: Date): Promise<PersonLine[]> {
  const { rows } = await sql<PersonLine>`
    SELECT p.name, p.username, p.status, p.account_id IS NOT NULL AS has_account,
      coalesce(json_agg(json_build_object('role', g.role, 'organization', o.name) ORDER BY g.role, o.name)
        FILTER (WHERE g.id IS NOT NULL), '[]') AS roles
    FROM people p
    LEFT JOIN role_grants g ON g.county_id = p.county_id AND g.person_id = p.id
      AND g.valid_from <= ${now} AND (g.valid_to IS NULL OR g.valid_to > ${now})
    LEFT JOIN organizations o ON o.county_id = g.county_id AND o.id = g.organization_id
    WHERE p.county_id = ${countyId}
    GROUP BY p.county_id, p.id
    ORDER BY p.username NULLS LAST, p.name, p.id`.execute(tx)
  return rows
}
