import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { maskPhone } from '#platform/phone.ts'
import { Refused } from '#platform/refusal.ts'
import type { Place, Sealing } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import type { DataRequestLine } from './api.ts'
import { missingForErasure } from './erasing.ts'
import { newPhonePlace } from './requests.ts'
import { retentionDays } from './rules.seed.ts'

export type RequestFilter = {
  status?: 'pending' | 'over' | undefined
  personId?: string
  after?: string | undefined
  limit: number
}

/** Requests newest first, a page from below a request on: its id says when it was made. */
export async function listRequests(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  filter: RequestFilter,
  world: World,
): Promise<DataRequestLine[]> {
  const { rows } = await sql<Listed>`
    SELECT r.id, r.kind, r.origin, r.status, r.version, r.statement, r.new_name, r.new_phone, r.asked_at,
      r.received_on::text AS received_on, r.due_at, r.decided_at, r.decision, r.person_id, p.name AS person_name,
      r.asked_by, a.name AS asked_by_name, d.name AS decided_by_name
    FROM data_requests r
    JOIN people p ON p.county_id = r.county_id AND p.id = r.person_id
    JOIN people a ON a.county_id = r.county_id AND a.id = r.asked_by
    LEFT JOIN people d ON d.county_id = r.county_id AND d.id = r.decided_by
    WHERE r.county_id = ${countyId}
      ${filter.personId ? sql`AND r.person_id = ${filter.personId}` : sql``}
      ${filter.status === 'pending' ? sql`AND r.status = 'pending'` : sql``}
      ${filter.status === 'over' ? sql`AND r.status <> 'pending'` : sql``}
      ${filter.after ? sql`AND r.id < ${filter.after}` : sql``}
    ORDER BY r.id DESC LIMIT ${filter.limit}`.execute(tx)
  const lines: DataRequestLine[] = []
  for (const row of rows) lines.push(await lineOf(tx, sealing, countyId, row, world))
  return lines
}

type Listed = {
  id: string
  kind: DataRequestLine['kind']
  origin: DataRequestLine['origin']
  status: DataRequestLine['status']
  version: number
  statement: string | null
  new_name: string | null
  new_phone: string | null
  asked_at: Date
  received_on: string
  due_at: Date
  decided_at: Date | null
  decision: string | null
  person_id: string
  person_name: string
  asked_by: string
  asked_by_name: string
  decided_by_name: string | null
}

async function lineOf(
  tx: Tx,
  sealing: Sealing,
  countyId: number,
  row: Listed,
  { now, rules, today }: World,
): Promise<DataRequestLine> {
  const keepDays = retentionDays(rules, 'person_after_leaving', today)
  const waits = row.kind === 'erase' && row.status === 'pending'
  const missing = waits ? await missingForErasure(tx, countyId, row.person_id, { keepDays, now }) : []
  const newPhone =
    row.new_phone === null ? null : opened(sealing, newPhonePlace(countyId, row.id), row.new_phone)
  return {
    ...{ id: row.id, kind: row.kind, origin: row.origin, status: row.status, version: row.version },
    ...{ statement: row.statement, newName: row.new_name, newPhone: newPhone && maskPhone(newPhone) },
    newPhoneUnreadable: row.new_phone !== null && newPhone === null,
    ...{ askedAt: row.asked_at.toISOString(), receivedOn: row.received_on, dueAt: row.due_at.toISOString() },
    ...{ decidedAt: row.decided_at?.toISOString() ?? null, decision: row.decision, missing },
    person: { id: row.person_id, name: row.person_name },
    askedBy: { id: row.asked_by, name: row.asked_by_name },
    decidedBy: row.decided_by_name,
  }
}

/** Null: the key is not here. One number that cannot be read keeps nobody from the rest of the list. */
function opened(sealing: Sealing, place: Place, sealed: string): string | null {
  try {
    return sealing.open(place, sealed)
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'key_missing') return null
    throw error
  }
}
