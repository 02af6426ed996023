import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { PublicationRow } from './row.ts'

/** What follows what: a month is begun once, and each issue is followed by one other at most. */

/** An issue of a month is followed by another one also when it was withdrawn. */
export const isRevisable = ({ state, month }: Pick<PublicationRow, 'state' | 'month'>): boolean =>
  state === 'published' || (state === 'withdrawn' && month !== null)

type Row = Pick<PublicationRow, 'county_id' | 'id' | 'replaces_id' | 'state'>

/**
 * What is in the way of another one after this: one that follows it already, also one that was withdrawn where this was
 * too; or, still standing, the one that this had followed until it was withdrawn. Undefined: it may be followed.
 */
export async function findOther(tx: Tx, { county_id, id, replaces_id, state }: Row) {
  const { rows } = await sql<{ number: string; reason: string }>`
    SELECT number, CASE WHEN id = ${replaces_id}::uuid THEN 'already_published'
      WHEN state = 'withdrawn' THEN 'already_withdrawn' ELSE 'already_revised' END AS reason
    FROM publications WHERE county_id = ${county_id} AND state <> 'dropped'
      AND (replaces_id = ${id} AND (state <> 'withdrawn' OR ${state} = 'withdrawn')
        OR id = ${replaces_id}::uuid AND state = 'published' AND ${state} = 'withdrawn')
    ORDER BY state = 'withdrawn', id LIMIT 1`.execute(tx)
  return rows[0]
}

export async function refuseOther(tx: Tx, row: Row): Promise<void> {
  const other = await findOther(tx, row)
  if (other) throw refusal('reason', other.reason, other.number)
}

/** What one place tells one audience of one month. */
type Months = Pick<PublicationRow, 'county_id' | 'kind' | 'month' | 'organization_id' | 'audience'>

/** Two who draft the same month at once: the second is told of the first. */
const DRAFTING = 51

/**
 * What was published of a month, even if it was withdrawn since, is followed by an issue that says what has changed
 * (revise), and what is being drafted is gone on with.
 */
export async function refuseSecond(tx: Tx, months: Months): Promise<void> {
  const { county_id, kind, month, organization_id, audience } = months
  if (month === null) return
  const name = `${county_id} ${organization_id} ${kind} ${month}`
  await sql`SELECT pg_advisory_xact_lock(${DRAFTING}, hashtext(${name}))`.execute(tx)
  const other = await tx
    .selectFrom('publications')
    .select(['number', 'state'])
    .where('county_id', '=', county_id)
    .where('month', '=', month)
    .where('organization_id', '=', organization_id)
    .where('kind', '=', kind)
    .where('audience', '=', audience)
    .where('state', '<>', 'dropped')
    .orderBy(sql`state IN ('published', 'withdrawn')`)
    .orderBy(sql`state = 'published'`, 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!other) return
  const ended = other.state === 'published' || other.state === 'withdrawn'
  throw refusal('month', ended ? `already_${other.state}` : 'already_begun', other.number)
}

const refusal = (path: string, reason: string, detail: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason, detail }] })
