import { sql } from 'kysely'
import { type By, lockCase, recordNext } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'

/** What still stands against an erasure, by name; the screen says it in words. */
export type ErasureNeed =
  | 'has_left'
  | 'retention_over'
  | 'no_open_problems'
  | 'no_roles'
  | 'no_posts'
  | 'no_contact_villages'
  | 'no_delegations'

/** What has to be given up or waited for before somebody can be erased; empty: nothing. */
export async function missingForErasure(
  tx: Tx,
  countyId: number,
  personId: string,
  { keepDays, now }: { keepDays: number; now: Date },
): Promise<ErasureNeed[]> {
  const until = new Date(now.getTime() - keepDays * 86_400_000)
  const { rows } = await sql<Record<ErasureNeed, boolean>>`
    SELECT p.status = 'left' AS has_left,
      coalesce((${leftAt(countyId, personId)}) <= ${until}, false) AS retention_over,
      NOT EXISTS (SELECT FROM problem_leaders l JOIN problems q ON q.county_id = l.county_id AND q.id = l.problem_id
        WHERE l.county_id = p.county_id AND l.person_id = p.id AND NOT l.dropped AND l.round = q.round
          AND q.closed_at IS NULL)
        AND NOT EXISTS (SELECT FROM problem_measures m JOIN problems q ON q.county_id = m.county_id AND q.id = m.problem_id
          WHERE m.county_id = p.county_id AND m.leader_id = p.id AND NOT m.dropped AND m.done_on IS NULL
            AND m.round = q.round AND q.closed_at IS NULL) AS no_open_problems,
      NOT EXISTS (SELECT FROM role_grants g WHERE g.county_id = p.county_id AND g.person_id = p.id
        AND (g.valid_to IS NULL OR g.valid_to > ${now})) AS no_roles,
      NOT EXISTS (SELECT FROM posts x WHERE x.county_id = p.county_id AND x.person_id = p.id
        AND (x.valid_to IS NULL OR x.valid_to > ${now}::date)) AS no_posts,
      NOT EXISTS (SELECT FROM village_contacts v WHERE v.county_id = p.county_id AND v.person_id = p.id
        AND (v.valid_to IS NULL OR v.valid_to > ${now}::date)) AS no_contact_villages,
      NOT EXISTS (SELECT FROM delegations d WHERE d.county_id = p.county_id
        AND p.id IN (d.from_person_id, d.to_person_id) AND d.ended_at IS NULL AND d.valid_to > ${now}) AS no_delegations
    FROM people p WHERE p.county_id = ${countyId} AND p.id = ${personId}`.execute(tx)
  const [row] = rows
  if (!row) throw new Refused({ code: 'not_found' })
  return (Object.keys(row) as ErasureNeed[]).filter((need) => !row[need])
}

/** When somebody left, as their history tells it: whichever act it was that ended their being here. */
const leftAt = (countyId: number, personId: string) => sql`
  SELECT max((h.entry->>'entered')::timestamptz) FROM row_versions v
  JOIN history h ON h.county_id = v.county_id AND h.case_id = v.case_id AND h.seq = v.seq
  WHERE v.county_id = ${countyId} AND v.case_id = ${personId} AND v.ref = ${`people/${personId}`}
    AND v.content->>'status' = 'left'`

/**
 * Erases somebody who has left: a number stands in place of the name, user name, telephone, account, sessions, tokens,
 * slips of first passwords and saved views go, what their history says in contents is emptied. Entries, posts, roles and the record of what
 * they did stay, under the number.
 * @throws Refused `missing` naming what stands against it, `wrong_state` when they were erased before
 */
export async function erasePerson(
  tx: Tx,
  { countyId, personId, keepDays }: { countyId: number; personId: string; keepDays: number },
  by: By,
  now: Date,
): Promise<void> {
  const head = await lockCase(tx, countyId, personId)
  const person = await tx
    .selectFrom('people')
    .select(['account_id', 'erased_at'])
    .where('county_id', '=', countyId)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow()
  if (person.erased_at) throw new Refused({ code: 'wrong_state', state: 'erased', act: 'erasePerson' })
  const needs = await missingForErasure(tx, countyId, personId, { keepDays, now })
  if (needs.length > 0) throw new Refused({ code: 'missing', needs })
  const name = await nextPseudonym(tx, countyId)
  await sql`SELECT erase_person(${personId}::uuid, ${name}, ${now}::timestamptz)`.execute(tx)
  await tx.deleteFrom('uploads').where('county_id', '=', countyId).where('person_id', '=', personId).execute()
  for (const table of [
    'sign_in_sessions',
    'sso_links',
    'second_factors',
    'recovery_codes',
    'password_history',
    'notice_ways',
  ] as const)
    await tx.deleteFrom(table).where('county_id', '=', countyId).where('person_id', '=', personId).execute()
  await tx
    .deleteFrom('notices')
    .where('county_id', '=', countyId)
    .where('recipient_id', '=', personId)
    .execute()
  await tx
    .updateTable('factor_resets')
    .set({ reason: '（已删除）' })
    .where('county_id', '=', countyId)
    .where('person_id', '=', personId)
    .execute()
  // Sessions, password and whatever else hangs on the account go with it.
  if (person.account_id) await sql`DELETE FROM auth."user" WHERE id = ${person.account_id}`.execute(tx)
  await recordNext(tx, countyId, head, {
    ...{ kind: 'person', case: personId, act: 'erasePerson', by, now },
    rows: { [`people/${personId}`]: { name, username: null, account_id: null, erased_at: now } },
  })
}

/** 原工作人员0001: told apart in the record, and nobody any more. */
async function nextPseudonym(tx: Tx, countyId: number): Promise<string> {
  const { rows } = await sql<{ n: number }>`
    INSERT INTO counters (county_id, name, next) VALUES (${countyId}, 'pseudonym', 2)
    ON CONFLICT (county_id, name) DO UPDATE SET next = counters.next + 1 RETURNING next - 1 AS n`.execute(tx)
  return `原工作人员${String(rows[0]?.n).padStart(4, '0')}`
}
