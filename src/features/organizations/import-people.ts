import { sql } from 'kysely'
import {
  type Asker,
  askGrant,
  askGrantEnd,
  type By,
  createPerson,
  endDuties,
  giveDuties,
  localDay,
  setUsername,
} from '#features/accounts/index.ts'
import { sealPhone, setPhone } from '#features/personal-data/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { SheetPerson } from './people-sheet.ts'
import type { ImportOutcome } from './plan.ts'
import { type KnownPerson, type PersonStep, type PlaceOfPeople, planPeople } from './plan-people.ts'

/** What the rows would do now; writes nothing. */
export async function previewPeople(
  tx: Tx,
  countyId: number,
  rows: readonly SheetPerson[],
  now: Date,
): Promise<ImportOutcome> {
  const known = await listKnown(tx, countyId, now)
  return planPeople(known, await listPlaces(tx, countyId), rows).outcome
}

export type PeopleOutcome = ImportOutcome & {
  /** People of the rows who have a user name and no account yet, for `giveFirstPasswords`. */
  withoutAccount: string[]
}

/**
 * Enters people, posts, roles and contact villages as the rows say. A second time changes nothing. With a fault in
 * any row nothing is written and the faults are in the answer. Passwords are another step, after the commit. Roles are
 * asked for as one batch that somebody else confirms; what the operator enters at the server's own terminal is in force
 * at once, and says so in the history.
 * @param sealing seals telephone numbers; rows that hold none can do without
 */
export async function importPeople(
  tx: Tx,
  countyId: number,
  rows: readonly SheetPerson[],
  by: By,
  now: Date,
  sealing?: Sealing,
): Promise<PeopleOutcome> {
  const known = await listKnown(tx, countyId, now)
  const { steps, outcome } = planPeople(known, await listPlaces(tx, countyId), rows)
  if (outcome.faults.length > 0) return { ...outcome, withoutAccount: [] }
  // Whoever hands over goes first: the history then reads as it happened.
  const batch = asking(by)
  for (const { id, ends } of steps) {
    if (!id || ends.posts.length + ends.grants.length === 0) continue
    const over = batch ? { posts: ends.posts } : ends
    await endDuties(tx, countyId, id, over, by, now)
    for (const grantId of batch ? ends.grants : [])
      await askGrantEnd(
        tx,
        countyId,
        { id: newId(), grantId, reason: REASON, batchId: batch!.id },
        batch!.by,
        now,
      )
  }
  for (const step of steps) await carryOut(tx, countyId, step, by, now, batch, sealing)
  return { ...outcome, withoutAccount: await listWithoutAccount(tx, countyId, rows) }
}

const REASON = '随人员表导入'

type Batch = { id: string; by: { personId: string; as: Asker } }

/** Whoever imports on the desk asks; the operator, who is no person of the county, does not. */
const asking = ({ personId, as }: By): Batch | null =>
  personId === null ? null : { id: newId(), by: { personId, as: as === 'system_admin' ? as : 'office' } }

function required(sealing: Sealing | undefined): Sealing {
  if (!sealing) throw new Error('rows with telephone numbers need something to seal them with')
  return sealing
}

async function carryOut(
  tx: Tx,
  countyId: number,
  step: PersonStep,
  by: By,
  now: Date,
  batch: Batch | null,
  sealing?: Sealing,
): Promise<void> {
  const { name, username, posts, contacts, phone } = step
  const sealed = phone === null ? undefined : sealPhone(required(sealing), countyId, phone)
  const grants = batch ? [] : step.grants
  const id =
    step.id ??
    (await createPerson(tx, countyId, { name, username, posts, grants, contacts, phone: sealed }, by, now))
  if (step.id !== null) {
    if (username !== null) await setUsername(tx, countyId, id, username, by, now)
    if (phone !== null) await setPhone(tx, required(sealing), { countyId, personId: id, phone }, by, now)
    await giveDuties(tx, countyId, id, { posts, grants, contacts }, by, now)
  }
  if (!batch) return
  const asked = { personId: id, validFrom: null, validTo: null, reason: REASON, batchId: batch.id }
  for (const grant of step.grants)
    await askGrant(tx, countyId, { id: newId(), ...asked, ...grant }, batch.by, now)
}

async function listWithoutAccount(tx: Tx, countyId: number, rows: readonly SheetPerson[]): Promise<string[]> {
  const usernames = rows.flatMap(({ username }) => username ?? [])
  const { rows: found } = await sql<{ id: string }>`
    SELECT id FROM people WHERE county_id = ${countyId} AND username = ANY(${usernames}::text[]) AND account_id IS NULL
    ORDER BY username`.execute(tx)
  return found.map(({ id }) => id)
}

async function listPlaces(tx: Tx, countyId: number): Promise<PlaceOfPeople[]> {
  const { rows } = await sql<PlaceOfPeople>`
    SELECT id, code, kind, name, status FROM organizations WHERE county_id = ${countyId}`.execute(tx)
  return rows
}

async function listKnown(tx: Tx, countyId: number, now: Date): Promise<KnownPerson[]> {
  const day = localDay(countyId, now)
  const { rows } = await sql<KnownPerson>`
    SELECT p.id, p.name, p.username, p.status,
      EXISTS (SELECT FROM person_phones x WHERE x.county_id = p.county_id AND x.person_id = p.id) AS "hasPhone",
      (SELECT coalesce(json_agg(json_build_object('id', x.id, 'organizationId', x.organization_id, 'kind', x.kind,
          'title', x.title)), '[]') FROM posts x
        WHERE x.county_id = p.county_id AND x.person_id = p.id AND (x.valid_to IS NULL OR x.valid_to > ${day})) AS posts,
      (SELECT coalesce(json_agg(json_build_object('id', g.id, 'organizationId', g.organization_id, 'role', g.role)),
          '[]') FROM role_grants g
        WHERE g.county_id = p.county_id AND g.person_id = p.id AND (g.valid_to IS NULL OR g.valid_to > ${now})) AS grants,
      (SELECT coalesce(json_agg(json_build_object('organizationId', r.organization_id, 'role', r.role)), '[]')
        FROM grant_requests r WHERE r.county_id = p.county_id AND r.person_id = p.id
          AND r.status = 'pending' AND r.kind = 'grant') AS asked,
      (SELECT g.office FROM role_grants g WHERE g.county_id = p.county_id AND g.person_id = p.id LIMIT 1) AS office,
      (SELECT coalesce(json_agg(v.village_id), '[]') FROM village_contacts v
        WHERE v.county_id = p.county_id AND v.person_id = p.id
          AND (v.valid_to IS NULL OR v.valid_to > ${day})) AS contacts
    FROM people p WHERE p.county_id = ${countyId} AND p.erased_at IS NULL`.execute(tx)
  return rows
}
