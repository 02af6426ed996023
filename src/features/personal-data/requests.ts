import { type By, lockCase, recordBeginning, recordNext } from '#features/accounts/index.ts'
import { addTime, onDay } from '#platform/calendar/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { deadlineRule } from '#platform/rules/index.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import { erasePerson } from './erasing.ts'
import { setPhone } from './phones.ts'
import { retentionDays } from './rules.seed.ts'

export type RequestKind = 'see' | 'correct' | 'erase'
export type NewRequest = {
  kind: RequestKind
  personId: string
  /** The day it was handed in; earlier than today for what came on paper. */
  receivedOn: string
  statement: string | null
  newName: string | null
  newPhone: string | null
}

/** Where the number that a correction brings lies until it is decided. */
export const newPhonePlace = (countyId: number, requestId: string): Place => ({
  ...{ countyId, table: 'data_requests', column: 'new_phone', rowId: requestId },
})

/**
 * Enters what somebody asks about their own data (PIPL 44 to 47), due by the county's rule.
 * @param by the person, or whoever enters it from paper
 * @throws Refused `not_found`, `invalid`; the database refuses a second one of a kind while the first waits
 */
export async function askAboutData(
  tx: Tx,
  sealing: Sealing,
  asked: NewRequest & { countyId: number; by: By & { personId: string } },
  world: World,
): Promise<string> {
  const { countyId, kind, personId, by, receivedOn, statement, newName, newPhone } = asked
  const person = await findPerson(tx, countyId, personId)
  if (!person) throw new Refused({ code: 'not_found' })
  if (person.erased_at) throw new Refused({ code: 'wrong_state', state: 'erased', act: 'askAboutData' })
  if (kind === 'correct' && !newName && !newPhone && !statement)
    throw new Refused({ code: 'invalid', issues: [{ path: 'statement', reason: 'required' }] })
  if (receivedOn > world.today)
    throw new Refused({ code: 'invalid', issues: [{ path: 'receivedOn', reason: 'in_the_future' }] })
  const id = newId()
  const row = {
    ...{ kind, person_id: personId, origin: by.personId === personId ? 'desk' : 'paper' },
    ...{ asked_by: by.personId, received_on: receivedOn, statement, new_name: newName },
    new_phone: newPhone && sealing.seal(newPhonePlace(countyId, id), newPhone),
    due_at: dueOf(world, receivedOn),
  }
  await tx
    .insertInto('data_requests')
    .values({ county_id: countyId, id, ...row, asked_at: world.now })
    .execute()
  await recordBeginning(tx, countyId, {
    ...{ kind: 'data_request', case: id, act: 'askAboutData', by, now: world.now },
    rows: { [`data_requests/${id}`]: { ...row, new_phone: newPhone !== null } },
  })
  return id
}

/** Counted from the day it was handed in, whenever it was entered. */
function dueOf({ now, calendar, rules, today }: World, receivedOn: string): Date {
  const { amount, unit } = deadlineRule(rules, 'data_request', today)
  return addTime(calendar, onDay(calendar, now, receivedOn), { amount, unit })
}

export type Decision = { verdict: 'grant' | 'refuse'; reason: string; version: number }

/**
 * Decides a request and carries it out, all of it or nothing: a correction changes what was asked to be changed, an
 * erasure erases, and whoever may see is shown the copy from then on.
 * @throws Refused `not_found`, `stale_version`, `wrong_state`, `same_person`, `missing`
 */
export async function decideRequest(
  tx: Tx,
  sealing: Sealing,
  { countyId, requestId, ...decision }: Decision & { countyId: number; requestId: string },
  by: By & { personId: string },
  world: World,
): Promise<{ personId: string; status: string }> {
  const head = await lockCase(tx, countyId, requestId)
  const request = await findRequest(tx, countyId, requestId)
  if (!request) throw new Refused({ code: 'not_found' })
  if (request.version !== decision.version)
    throw new Refused({ code: 'stale_version', seen: decision.version, now: request.version })
  if (request.status !== 'pending')
    throw new Refused({ code: 'wrong_state', state: request.status, act: 'decideRequest' })
  if (by.personId === request.asked_by || by.personId === request.person_id)
    throw new Refused({ code: 'same_person', act: 'decideRequest', other: 'askAboutData' })
  if (decision.verdict === 'grant') await carryOut(tx, sealing, countyId, request, by, world)
  const row = {
    status: decision.verdict === 'grant' ? 'done' : 'refused',
    ...{ decided_by: by.personId, decided_at: world.now, decision: decision.reason },
  }
  await tx
    .updateTable('data_requests')
    .set({ ...row, version: request.version + 1 })
    .where('county_id', '=', countyId)
    .where('id', '=', requestId)
    .execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'data_request', case: requestId, act: 'decideRequest', by, now: world.now },
    rows: { [`data_requests/${requestId}`]: row },
  })
  return { personId: request.person_id, status: row.status }
}

async function carryOut(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  request: RequestRow,
  by: By,
  { now, rules, today }: World,
): Promise<void> {
  const personId = request.person_id
  if (request.kind === 'erase') {
    const keepDays = retentionDays(rules, 'person_after_leaving', today)
    await erasePerson(tx, { countyId, personId, keepDays }, by, now)
  }
  if (request.kind !== 'correct') return
  if (request.new_name) await correctName(tx, countyId, personId, request.new_name, by, now)
  if (request.new_phone) {
    const phone = sealing.open(newPhonePlace(countyId, request.id), request.new_phone)
    await setPhone(tx, sealing, { countyId, personId, phone }, by, now)
  }
}

async function correctName(
  tx: Tx,
  countyId: number,
  personId: string,
  name: string,
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  const changed = await tx
    .updateTable('people')
    .set({ name })
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .where('name', '<>', name)
    .executeTakeFirst()
  if (changed.numUpdatedRows === 0n) return
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'correctPerson', by, now },
    rows: { [`people/${personId}`]: { name } },
  })
}

/** Taken back by whoever asked, or entered it, before it is decided. */
export async function withdrawRequest(
  tx: Tx,
  { countyId, requestId, version }: { countyId: number; requestId: string; version: number },
  by: By & { personId: string },
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, requestId)
  const request = await findRequest(tx, countyId, requestId)
  // Whose request it is, is nobody else's business.
  if (!request || (request.asked_by !== by.personId && request.person_id !== by.personId))
    throw new Refused({ code: 'not_found' })
  if (request.version !== version)
    throw new Refused({ code: 'stale_version', seen: version, now: request.version })
  if (request.status !== 'pending')
    throw new Refused({ code: 'wrong_state', state: request.status, act: 'withdrawRequest' })
  await tx
    .updateTable('data_requests')
    .set({ status: 'withdrawn', version: version + 1 })
    .where('county_id', '=', countyId)
    .where('id', '=', requestId)
    .execute()
  await recordNext(tx, countyId, head, {
    ...{ kind: 'data_request', case: requestId, act: 'withdrawRequest', by, now },
    rows: { [`data_requests/${requestId}`]: { status: 'withdrawn' } },
  })
}

/** Somebody else's whole copy was opened to be printed for them: who did is an entry. */
export async function recordCopy(
  tx: Tx,
  countyId: number,
  requestId: string,
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, requestId)
  await recordNext(tx, countyId, head, {
    ...{ kind: 'data_request', case: requestId, act: 'getDataCopy', by, now },
    rows: {},
  })
}

type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>

export function findRequest(tx: Tx, countyId: number, id: string) {
  return tx
    .selectFrom('data_requests')
    .selectAll()
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
}

const findPerson = (tx: Tx, countyId: number, id: string) =>
  tx
    .selectFrom('people')
    .select(['name', 'erased_at'])
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
