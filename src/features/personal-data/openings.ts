import { sql } from 'kysely'
import { lockCase, recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import { findPeopleByPhone, findPhone } from './phones.ts'

/** Who opens, acting as what, in whose place, and how often within an hour at most. */
export type Opener = { personId: string; as: string; onBehalfOf?: string | null; mostPerHour: number }

const HOUR_MS = 3_600_000

/**
 * Shows somebody's number in full. Whoever it belongs to sees who looked, when and why; the entry says so too.
 * @returns null: none is kept, and nothing was opened
 * @throws Refused `not_found`, `too_many_attempts`, `key_missing`
 */
export async function revealPhone(
  tx: Tx,
  sealing: Sealing,
  { countyId, personId, reason }: { countyId: number; personId: string; reason: string },
  opener: Opener,
  now: Date,
): Promise<string | null> {
  await takeOne(tx, countyId, opener, now)
  const head = await lockCase(tx, countyId, personId)
  const phone = await findPhone(tx, sealing, countyId, personId)
  if (phone === null) return null
  const { id, content } = await insertOpening(tx, countyId, { kind: 'reveal', personId, reason }, opener, now)
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'revealPhone', by: opener, now },
    rows: { [`phone_openings/${id}`]: content },
  })
  return phone
}

/**
 * Finds out whose number it is. That somebody was found by it is an entry of theirs; looking for a number that
 * nobody has is only counted.
 * @throws Refused `too_many_attempts`
 */
export async function lookUpPhone(
  tx: Tx,
  sealing: Sealing,
  { countyId, phone }: { countyId: number; phone: string },
  opener: Opener,
  now: Date,
) {
  await takeOne(tx, countyId, opener, now)
  const found = await findPeopleByPhone(tx, sealing, countyId, phone)
  if (found.length === 0)
    await insertOpening(tx, countyId, { kind: 'lookup', personId: null, reason: null }, opener, now)
  // In one order, so that two who look at once do not wait for each other.
  for (const { id: personId } of found.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const head = await lockCase(tx, countyId, personId)
    const { id, content } = await insertOpening(
      tx,
      countyId,
      { kind: 'lookup', personId, reason: null },
      opener,
      now,
    )
    await recordNext(tx, countyId, head, {
      ...{ kind: 'person', case: personId, act: 'findByPhone', by: opener, now },
      rows: { [`phone_openings/${id}`]: content },
    })
  }
  return found
}

type Opening = { kind: 'reveal' | 'lookup'; personId: string | null; reason: string | null }

async function insertOpening(
  tx: Tx,
  countyId: number,
  { kind, personId, reason }: Opening,
  { personId: opened_by, as: opened_as }: Opener,
  at: Date,
) {
  const id = newId()
  const content = { person_id: personId, kind, opened_by, opened_as, reason }
  await tx
    .insertInto('phone_openings')
    .values({ county_id: countyId, id, ...content, at })
    .execute()
  return { id, content }
}

/** Counted in the database, so that neither a restart nor a second process gives anybody more. */
async function takeOne(
  tx: Tx,
  countyId: number,
  { personId, mostPerHour }: Opener,
  now: Date,
): Promise<void> {
  // One opening of one person at a time: ten at once would else each count nine.
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`opening ${countyId} ${personId}`}, 0))`.execute(
    tx,
  )
  const since = new Date(now.getTime() - HOUR_MS)
  const { n, oldest } = await tx
    .selectFrom('phone_openings')
    .select(({ fn }) => [fn.countAll<string>().as('n'), fn.min('at').as('oldest')])
    .where('county_id', '=', countyId)
    .where('opened_by', '=', personId)
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
  if (Number(n) < mostPerHour) return
  const retryAfter = Math.ceil(((oldest?.getTime() ?? since.getTime()) - since.getTime()) / 1000)
  throw new Refused({ code: 'too_many_attempts', retryAfter: Math.max(1, retryAfter) })
}

export type OpeningLine = {
  at: string
  kind: string
  by: string
  as: string
  reason: string | null
}

/** Who opened somebody's number, newest first; the latest hundred. */
export async function listOpenings(tx: Tx, countyId: number, personId: string): Promise<OpeningLine[]> {
  const rows = await tx
    .selectFrom('phone_openings as x')
    .innerJoin('people as p', (join) =>
      join.onRef('p.county_id', '=', 'x.county_id').onRef('p.id', '=', 'x.opened_by'),
    )
    .select(['x.at', 'x.kind', 'p.name', 'x.opened_as', 'x.reason'])
    .where('x.county_id', '=', countyId)
    .where('x.person_id', '=', personId)
    .orderBy('x.at', 'desc')
    .orderBy('x.id', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ at, kind, name, opened_as, reason }) => ({
    ...{ at: at.toISOString(), kind, by: name, as: opened_as, reason },
  }))
}
