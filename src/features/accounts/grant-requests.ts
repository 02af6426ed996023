import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { type Refusal, Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import { isAdminRole, Role } from './api.ts'
import { type Asker, type Decider, decidingAs, type RequestFacts } from './authority.ts'
import { takeOffice } from './office.ts'
import { lockCase, recordNext } from './record.ts'
import { isGrantedOnCounty } from './scope.ts'

/** Somebody who asks, as what; nobody asks without a name. */
export type AskedBy = { personId: string; as: Asker }

export type AskedGrant = {
  /** Made by the sender: the same request sent twice is one. */
  id: string
  personId: string
  role: Role
  organizationId: string
  /** Null: from the moment it is confirmed. */
  validFrom: Date | null
  validTo: Date | null
  reason: string
  batchId?: string
}

const invalid = (path: string, reason: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason }] })

/**
 * Asks for a role. It is in force only when somebody else has confirmed it (`decideRequests`).
 * @throws Refused `same_person` for oneself, `invalid` for what cannot be, `not_found` for an unknown person
 */
export async function askGrant(
  tx: Tx,
  countyId: number,
  asked: AskedGrant,
  by: AskedBy,
  now: Date,
): Promise<void> {
  const { id, personId, role, organizationId, validTo, reason } = asked
  if (by.personId === personId) throw samePerson('askGrant')
  const head = await lockCase(tx, countyId, personId)
  if (await isKnown(tx, countyId, id)) return
  const validFrom = asked.validFrom && asked.validFrom > now ? asked.validFrom : now
  if (validTo && validTo <= validFrom) throw invalid('validTo', 'out_of_range')
  await mayHold(tx, countyId, { personId, role, organizationId })
  if (await holdsAlready(tx, countyId, asked, now)) throw invalid('role', 'held')
  const row = {
    ...{ kind: 'grant', person_id: personId, role, organization_id: organizationId, reason },
    ...{ valid_from: validFrom, valid_to: validTo, batch_id: asked.batchId ?? null },
    ...{ asked_by: by.personId, asked_as: by.as, asked_at: now },
  }
  await insertRequest(tx, countyId, id, row)
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'askGrant', by, now },
    rows: { [`grant_requests/${id}`]: row },
  })
}

export type AskedEnd = { id: string; grantId: string; reason: string; batchId?: string }

/** Asks that a role in force ends. It goes on until somebody else has confirmed. @throws Refused as `askGrant` */
export async function askGrantEnd(
  tx: Tx,
  countyId: number,
  { id, grantId, reason, batchId }: AskedEnd,
  by: AskedBy,
  now: Date,
): Promise<void> {
  const grant = await findGrant(tx, countyId, grantId, now)
  if (!grant) throw new Refused({ code: 'not_found' })
  if (by.personId === grant.person_id) throw samePerson('askGrantEnd')
  const head = await lockCase(tx, countyId, grant.person_id)
  if (await isKnown(tx, countyId, id)) return
  const row = {
    ...{ kind: 'end', person_id: grant.person_id, role: grant.role, organization_id: grant.organization_id },
    ...{ reason, valid_from: now, batch_id: batchId ?? null, grant_id: grantId },
    ...{ asked_by: by.personId, asked_as: by.as, asked_at: now },
  }
  await insertRequest(tx, countyId, id, row)
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: grant.person_id, act: 'askGrantEnd', by, now },
    rows: { [`grant_requests/${id}`]: row },
  })
}

const samePerson = (act: string): Refused =>
  new Refused({ code: 'same_person', act, other: 'receiveGrant' } satisfies Refusal)

async function isKnown(tx: Tx, countyId: number, id: string): Promise<boolean> {
  const { rows } = await sql`SELECT FROM grant_requests WHERE county_id = ${countyId} AND id = ${id}`.execute(
    tx,
  )
  return rows.length > 0
}

type RequestRow = {
  kind: string
  person_id: string
  role: string
  organization_id: string
  reason: string
  valid_from: Date
  valid_to?: Date | null
  batch_id: string | null
  grant_id?: string
  asked_by: string
  asked_as: Asker
  asked_at: Date
}

async function insertRequest(tx: Tx, countyId: number, id: string, row: RequestRow): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('grant_requests')
    .values({ county_id: countyId, id, ...row })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (!numInsertedOrUpdatedRows) throw invalid('role', 'asked')
}

/** Whether the person may hold that role there at all. @throws Refused `invalid`, `not_found` */
async function mayHold(
  tx: Tx,
  countyId: number,
  { personId, role, organizationId }: Pick<AskedGrant, 'personId' | 'role' | 'organizationId'>,
): Promise<void> {
  const { rows } = await sql<{
    status: string
    office: string
    granted: boolean
    kind: string | null
    active: boolean
  }>`
    SELECT p.status, p.office, o.kind, coalesce(o.status = 'active', false) AS active,
      EXISTS (SELECT FROM role_grants g WHERE g.county_id = p.county_id AND g.person_id = p.id) AS granted
    FROM people p LEFT JOIN organizations o ON o.county_id = p.county_id AND o.id = ${organizationId}
    WHERE p.county_id = ${countyId} AND p.id = ${personId}`.execute(tx)
  const [found] = rows
  if (!found) throw new Refused({ code: 'not_found' })
  if (found.status !== 'active') throw invalid('personId', 'has_left')
  if (!found.kind || !found.active) throw invalid('organizationId', 'unknown_reference')
  if (isGrantedOnCounty(role, found.kind) && found.kind !== 'county')
    throw invalid('organizationId', 'county_only')
  const office = isAdminRole(role) ? role : 'business'
  if (found.office !== office && (found.granted || office === 'business')) throw invalid('role', 'one_office')
  const others = await pendingOffices(tx, countyId, personId)
  if (others.some((other) => other !== office)) throw invalid('role', 'one_office')
}

async function pendingOffices(tx: Tx, countyId: number, personId: string): Promise<string[]> {
  const { rows } = await sql<{ role: string }>`
    SELECT role FROM grant_requests WHERE county_id = ${countyId} AND person_id = ${personId}
      AND status = 'pending' AND kind = 'grant'`.execute(tx)
  return rows.map(({ role }) => (isAdminRole(Role.parse(role)) ? role : 'business'))
}

async function holdsAlready(
  tx: Tx,
  countyId: number,
  { personId, role, organizationId }: AskedGrant,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM role_grants WHERE county_id = ${countyId} AND person_id = ${personId} AND role = ${role}
      AND organization_id = ${organizationId} AND (valid_to IS NULL OR valid_to > ${now})`.execute(tx)
  return rows.length > 0
}

async function findGrant(tx: Tx, countyId: number, id: string, now: Date) {
  const { rows } = await sql<{ person_id: string; role: string; organization_id: string }>`
    SELECT person_id, role, organization_id FROM role_grants
    WHERE county_id = ${countyId} AND id = ${id} AND (valid_to IS NULL OR valid_to > ${now})`.execute(tx)
  return rows[0]
}

type Waiting = RequestFacts & {
  id: string
  kind: 'grant' | 'end'
  organization_id: string
  valid_from: Date
  valid_to: Date | null
  grant_id: string | null
}

/**
 * Confirms or refuses requests, all of them or none. What is confirmed is in force from then on, or from the day that
 * was asked for.
 * @returns whom they concern, for `sessions.forget`
 * @throws Refused `not_yours`, `same_person`; `wrong_state` for what was decided meanwhile; `invalid` for what cannot be
 *   any more
 */
export async function decideRequests(
  tx: Tx,
  actor: Actor,
  { ids, approve, note }: { ids: readonly string[]; approve: boolean; note: string | null },
  now: Date,
): Promise<string[]> {
  const { countyId, personId } = actor
  const { rows } = await sql<Waiting & { status: string }>`
    SELECT * FROM grant_requests WHERE county_id = ${countyId} AND id = ANY(${ids}::uuid[])
    ORDER BY person_id, id FOR UPDATE`.execute(tx)
  if (rows.length !== new Set(ids).size || personId === null) throw new Refused({ code: 'not_found' })
  for (const request of rows) {
    const may = decidingAs(actor, request)
    if (!may.ok) throw new Refused(may.refusal)
    if (request.status !== 'pending')
      throw new Refused({ code: 'wrong_state', state: request.status, act: 'decideGrants' })
    await decideOne(tx, countyId, request, { personId, as: may.value }, { approve, note }, now)
  }
  return [...new Set(rows.map(({ person_id }) => person_id))]
}

async function decideOne(
  tx: Tx,
  countyId: number,
  request: Waiting,
  by: { personId: string; as: Decider },
  { approve, note }: { approve: boolean; note: string | null },
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, request.person_id)
  const carried = approve
    ? await carryOut(tx, countyId, request, now)
    : { grantId: request.grant_id, rows: {} }
  const answer = {
    ...{ status: approve ? 'approved' : 'refused', grant_id: carried.grantId },
    ...{ decided_by: by.personId, decided_as: by.as, decided_at: now, decision_note: note },
  }
  await tx
    .updateTable('grant_requests')
    .set(answer)
    .where('county_id', '=', countyId)
    .where('id', '=', request.id)
    .execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: request.person_id, act: approve ? 'approveGrant' : 'refuseGrant', by, now },
    rows: { [`grant_requests/${request.id}`]: answer, ...carried.rows },
  })
}

async function carryOut(tx: Tx, countyId: number, request: Waiting, now: Date) {
  const { person_id, organization_id, asked_by } = request
  const role = Role.parse(request.role)
  if (request.kind === 'end') {
    await sql`UPDATE role_grants SET valid_to = ${now}
      WHERE county_id = ${countyId} AND id = ${request.grant_id} AND (valid_to IS NULL OR valid_to > ${now})`.execute(
      tx,
    )
    return { grantId: request.grant_id, rows: { [`role_grants/${request.grant_id}`]: { valid_to: now } } }
  }
  await mayHold(tx, countyId, { personId: person_id, role, organizationId: organization_id })
  if (request.valid_to && request.valid_to <= now) throw invalid('validTo', 'out_of_range')
  await takeOffice(tx, countyId, person_id, role)
  const grantId = newId()
  const grant = {
    ...{ person_id, role, organization_id, granted_by: asked_by },
    ...{ valid_from: request.valid_from > now ? request.valid_from : now, valid_to: request.valid_to },
  }
  await tx
    .insertInto('role_grants')
    .values({ county_id: countyId, id: grantId, ...grant })
    .execute()
  return { grantId, rows: { [`role_grants/${grantId}`]: grant } }
}

/** Takes a request back before anybody decided it: who asked, or another security administrator. */
export async function withdrawRequest(
  tx: Tx,
  countyId: number,
  id: string,
  by: { personId: string; as: string },
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ person_id: string; status: string }>`
    SELECT person_id, status FROM grant_requests WHERE county_id = ${countyId} AND id = ${id} FOR UPDATE`.execute(
    tx,
  )
  const [request] = rows
  if (!request) throw new Refused({ code: 'not_found' })
  if (request.status !== 'pending')
    throw new Refused({ code: 'wrong_state', state: request.status, act: 'withdrawGrant' })
  const head = await lockCase(tx, countyId, request.person_id)
  const answer = { status: 'withdrawn', decided_at: now }
  await tx
    .updateTable('grant_requests')
    .set(answer)
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: request.person_id, act: 'withdrawGrant', by, now },
    rows: { [`grant_requests/${id}`]: answer },
  })
}
