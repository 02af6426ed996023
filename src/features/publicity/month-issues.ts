import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { PublicationRow } from './row.ts'

/** What follows what: a month is begun once, and its last issue alone is followed. */

/** An issue of a month is followed by another one also when it was withdrawn. */
export const isRevisable = ({ state, month }: Pick<PublicationRow, 'state' | 'month'>): boolean =>
  state === 'published' || (state === 'withdrawn' && month !== null)

/** What one place tells one audience of one month: the line of its issues, each following another. */
type Line = Pick<PublicationRow, 'county_id' | 'kind' | 'month' | 'place_id' | 'audience'>
type Row = Line & Pick<PublicationRow, 'id'>

type Issue = { id: string; number: string; state: string }

/** What is being drafted, else the newest that stands, else the newest that was withdrawn. */
async function findLast(tx: Tx, county_id: number, which: RawBuilder<unknown>): Promise<Issue | undefined> {
  const { rows } = await sql<Issue>`
    SELECT id, number, state FROM publications WHERE county_id = ${county_id} AND state <> 'dropped' AND ${which}
    ORDER BY state IN ('published', 'withdrawn'), state = 'published' DESC, id DESC LIMIT 1`.execute(tx)
  return rows[0]
}

/**
 * What is in the way of another one after this. Of a month its last issue alone is followed, and only while none is being
 * drafted. Undefined: it may be followed.
 */
export async function findOther(tx: Tx, row: Row): Promise<{ number: string; reason: string } | undefined> {
  const last = await findLast(tx, row.county_id, row.month === null ? editionsAfter(row) : issuesOf(row))
  if (!last || last.id === row.id) return undefined
  const { id, number, state } = last
  const isEarlier = id < row.id
  const reason =
    state === 'withdrawn' ? 'withdrawn' : state === 'published' && isEarlier ? 'published' : 'revised'
  return { number, reason: `already_${reason}` }
}

const editionsAfter = ({ id }: Row) => sql`replaces_id = ${id} AND state <> 'withdrawn'`

const issuesOf = ({
  month,
  place_id,
  kind,
  audience,
}: Line) => sql`month = ${month} AND place_id = ${place_id}
  AND kind = ${kind} AND audience = ${audience}`

export async function refuseOther(tx: Tx, row: Row): Promise<void> {
  const other = await findOther(tx, row)
  if (other) throw refusal('reason', other.reason, other.number)
}

/** Two who draft the same month at once: the second is told of the first. */
const DRAFTING = 51

/** Until the transaction ends nobody else begins an issue of this line, nor one that follows. */
export async function holdLine(tx: Tx, { county_id, kind, month, place_id }: Line): Promise<void> {
  if (month === null) return
  const name = `${county_id} ${place_id} ${kind} ${month}`
  await sql`SELECT pg_advisory_xact_lock(${DRAFTING}, hashtext(${name}))`.execute(tx)
}

/**
 * What was published of a month, even if it was withdrawn since, is followed by an issue that says what has changed
 * (revise), and what is being drafted is gone on with.
 */
export async function refuseSecond(tx: Tx, line: Line): Promise<void> {
  if (line.month === null) return
  await holdLine(tx, line)
  const other = await findLast(tx, line.county_id, issuesOf(line))
  if (!other) return
  const ended = other.state === 'published' || other.state === 'withdrawn'
  throw refusal('month', ended ? `already_${other.state}` : 'already_begun', other.number)
}

const refusal = (path: string, reason: string, detail: string): Refused =>
  new Refused({ code: 'invalid', issues: [{ path, reason, detail }] })
