import { sql } from 'kysely'
import { adminRoles, localDay } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { Run } from './api.ts'
import { hashOfKey } from './password-of.ts'

/** Without a sign of life for so long, a run is taken for interrupted. */
export const SILENT_MS = 30_000

export type RunRow = Run & { keyHash: string; startedBy: string | null }

/**
 * Who may be given a password by the system administrator at all: people of business with a user name. An
 * administrator gets one at the server's own terminal only, and so does whoever is to become one.
 */
const givable = sql`
  p.status = 'active' AND p.username IS NOT NULL AND p.office = 'business'
  AND NOT EXISTS (SELECT FROM grant_requests g WHERE g.county_id = p.county_id AND g.person_id = p.id
    AND g.status = 'pending' AND g.kind = 'grant' AND g.role = ANY(${adminRoles}::text[]))`

/** What lies at the person is a password that others made; once they have chosen their own, nobody takes it away. */
const unchanged = (since = sql`true`) => sql`EXISTS (SELECT FROM password_states w
  WHERE w.county_id = p.county_id AND w.person_id = p.id AND w.must_change AND ${since})`

/** Who has no account yet, or a first password of a run that was never closed, which nobody can print any more. */
const waiting = (countyId: number) => sql`
  p.county_id = ${countyId} AND ${givable} AND (p.account_id IS NULL OR ${unchanged()} AND EXISTS (
    SELECT FROM first_password_slips s JOIN first_password_runs r ON r.county_id = s.county_id AND r.id = s.run_id
    WHERE s.county_id = p.county_id AND s.person_id = p.id AND s.given_at IS NOT NULL AND r.closed_at IS NULL))`

const toGive = sql`s.given_at IS NULL AND s.passed_over_at IS NULL`

export async function countWaiting(tx: Tx, countyId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM people p WHERE ${waiting(countyId)}`.execute(tx)
  return rows[0]?.n ?? 0
}

/**
 * Begins a run. Two who begin one at the same moment come one after the other, so that the second finds the first.
 * @throws Refused `wrong_state` while somebody works on one, `missing` when nobody waits
 */
export async function startRun(
  tx: Tx,
  countyId: number,
  run: { key: string; by: string | null; now: Date },
): Promise<{ id: string; total: number }> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`first passwords ${countyId}`}, 0))`.execute(tx)
  if ((await findRun(tx, countyId, run.now))?.alive)
    throw new Refused({ code: 'wrong_state', state: 'running', act: 'startFirstPasswords' })
  const made = await insertRun(tx, countyId, run)
  if (made.total === 0) throw new Refused({ code: 'missing', needs: ['peopleWithoutPassword'] })
  return made
}

/**
 * Lays a run down: everybody who waits, by organisation and name. Earlier runs that are open end with it.
 * @returns how many
 */
export async function insertRun(
  tx: Tx,
  countyId: number,
  { id = newId(), key, by, now }: { id?: string; key: string; by: string | null; now: Date },
): Promise<{ id: string; total: number }> {
  const day = localDay(countyId, now)
  // The total is not known yet; the run stands first, for its slips refer to it.
  const total = await countWaiting(tx, countyId)
  await sql`INSERT INTO first_password_runs (county_id, id, started_by, started_at, key_hash, total)
    VALUES (${countyId}, ${id}, ${by}, ${now}, ${hashOfKey(id, key)}, ${total})`.execute(tx)
  await sql`
    INSERT INTO first_password_slips (county_id, run_id, position, person_id)
    SELECT p.county_id, ${id}::uuid, row_number() OVER (ORDER BY o.sort, o.code, p.name, p.id), p.id
    FROM people p LEFT JOIN LATERAL (
      SELECT o.sort, o.code FROM posts x JOIN organizations o ON o.county_id = x.county_id AND o.id = x.organization_id
      WHERE x.county_id = p.county_id AND x.person_id = p.id AND (x.valid_to IS NULL OR x.valid_to > ${day})
      ORDER BY x.valid_from DESC, x.id LIMIT 1
    ) o ON true
    WHERE ${waiting(countyId)}`.execute(tx)
  await sql`UPDATE first_password_runs SET closed_at = ${now}
    WHERE county_id = ${countyId} AND id <> ${id} AND closed_at IS NULL`.execute(tx)
  return { id, total }
}

/** The open run, or the one of that id while it is open. */
export async function findRun(tx: Tx, countyId: number, now: Date, id?: string): Promise<RunRow | undefined> {
  const silent = new Date(now.getTime() - SILENT_MS)
  const { rows } = await sql<RunRow>`
    SELECT r.id, r.total, r.started_by AS "startedBy", r.key_hash AS "keyHash",
      to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "startedAt",
      coalesce(r.alive_at > ${silent}, r.started_at > ${silent} AND s.left > 0) AS alive, r.total - s.left AS done
    FROM first_password_runs r
    CROSS JOIN LATERAL (SELECT count(*)::int AS left FROM first_password_slips s
      WHERE s.county_id = r.county_id AND s.run_id = r.id AND ${toGive}) s
    WHERE r.county_id = ${countyId} AND r.closed_at IS NULL ${id ? sql`AND r.id = ${id}` : sql``}
    ORDER BY r.started_at DESC LIMIT 1`.execute(tx)
  return rows[0]
}

/** Takes a run on, or says that somebody else works on it. */
export async function claimRun(tx: Tx, countyId: number, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`UPDATE first_password_runs SET alive_at = ${now}
    WHERE county_id = ${countyId} AND id = ${id} AND closed_at IS NULL
      AND (alive_at IS NULL OR alive_at <= ${new Date(now.getTime() - SILENT_MS)}) RETURNING 1`.execute(tx)
  return rows.length > 0
}

/** False: it was closed meanwhile. */
export async function keepAlive(tx: Tx, countyId: number, id: string, at: Date | null): Promise<boolean> {
  const { rows } = await sql`UPDATE first_password_runs SET alive_at = ${at}
    WHERE county_id = ${countyId} AND id = ${id} AND closed_at IS NULL RETURNING 1`.execute(tx)
  return rows.length > 0
}

export async function closeRun(tx: Tx, countyId: number, id: string, now: Date): Promise<boolean> {
  const { rows } = await sql`UPDATE first_password_runs SET closed_at = ${now}
    WHERE county_id = ${countyId} AND id = ${id} AND closed_at IS NULL RETURNING 1`.execute(tx)
  return rows.length > 0
}

export type ToGive = { position: number; personId: string; username: string }

export async function listToGive(tx: Tx, countyId: number, runId: string, most: number): Promise<ToGive[]> {
  const { rows } = await sql<ToGive>`
    SELECT s.position, s.person_id AS "personId", p.username
    FROM first_password_slips s JOIN people p ON p.county_id = s.county_id AND p.id = s.person_id
    WHERE s.county_id = ${countyId} AND s.run_id = ${runId} AND ${toGive}
    ORDER BY s.position LIMIT ${most}`.execute(tx)
  return rows
}

/**
 * Whether that slip's password may still be given at this moment: between the beginning of a run and its end somebody
 * may have become an administrator, left, or been given another password, and chosen their own.
 */
export async function isStillToGive(
  tx: Tx,
  countyId: number,
  runId: string,
  position: number,
): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM first_password_slips s
    JOIN first_password_runs r ON r.county_id = s.county_id AND r.id = s.run_id
    JOIN people p ON p.county_id = s.county_id AND p.id = s.person_id
    WHERE s.county_id = ${countyId} AND s.run_id = ${runId} AND s.position = ${position} AND ${toGive}
      AND r.closed_at IS NULL AND ${givable}
      AND (p.account_id IS NULL OR ${unchanged(sql`w.set_at <= r.started_at`)})`.execute(tx)
  return rows.length > 0
}

/** Nothing is given: the slip stays out of the print. */
export async function passOver(
  tx: Tx,
  countyId: number,
  runId: string,
  position: number,
  at: Date,
): Promise<void> {
  await sql`UPDATE first_password_slips SET passed_over_at = ${at}
    WHERE county_id = ${countyId} AND run_id = ${runId} AND position = ${position}`.execute(tx)
}

export async function markGiven(
  tx: Tx,
  countyId: number,
  runId: string,
  position: number,
  at: Date,
): Promise<void> {
  await sql`UPDATE first_password_slips SET given_at = ${at}
    WHERE county_id = ${countyId} AND run_id = ${runId} AND position = ${position}`.execute(tx)
}

export type Given = {
  position: number
  personId: string
  name: string
  username: string
  organization: string
}

export async function listGiven(
  tx: Tx,
  countyId: number,
  runId: string,
  { after, limit, now }: { after: number; limit: number; now: Date },
): Promise<Given[]> {
  const day = localDay(countyId, now)
  const { rows } = await sql<Given>`
    SELECT s.position, p.id AS "personId", p.name, p.username, coalesce((
      SELECT o.name FROM posts x JOIN organizations o ON o.county_id = x.county_id AND o.id = x.organization_id
      WHERE x.county_id = p.county_id AND x.person_id = p.id AND (x.valid_to IS NULL OR x.valid_to > ${day})
      ORDER BY x.valid_from DESC, x.id LIMIT 1), '') AS organization
    FROM first_password_slips s JOIN people p ON p.county_id = s.county_id AND p.id = s.person_id
    WHERE s.county_id = ${countyId} AND s.run_id = ${runId} AND s.given_at IS NOT NULL AND s.position > ${after}
    ORDER BY s.position LIMIT ${limit}`.execute(tx)
  return rows
}
