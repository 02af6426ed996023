import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { PublicationRow } from './row.ts'

/** What one place tells one audience of one month: issues that follow one another, never two beside one another. */
export type Months = Pick<PublicationRow, 'county_id' | 'kind' | 'month' | 'organization_id' | 'audience'>

/** An issue of a month is followed by another one also when it was withdrawn. */
export const isRevisable = ({ state, month }: Pick<PublicationRow, 'state' | 'month'>): boolean =>
  state === 'published' || (state === 'withdrawn' && month !== null)

/**
 * The issue that the month goes on from: what is being drafted; otherwise what stands; otherwise what was withdrawn last.
 * Undefined: nothing was ever published of it.
 */
export const findLastIssue = (tx: Tx, { county_id, kind, month, organization_id, audience }: Months) =>
  tx
    .selectFrom('publications')
    .select(['id', 'number', 'state'])
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

/** Two who draft the same month at once: the second is told of the first. */
const DRAFTING = 51

async function lockMonth(tx: Tx, { county_id, kind, month, organization_id }: Months): Promise<void> {
  const name = `${county_id} ${organization_id} ${kind} ${month}`
  await sql`SELECT pg_advisory_xact_lock(${DRAFTING}, hashtext(${name}))`.execute(tx)
}

type Issue = { number: string; state: string }

const refuse = (path: string, { number, state }: Issue, draft: string): Refused => {
  const reason =
    state === 'published' ? 'already_published' : state === 'withdrawn' ? 'already_withdrawn' : draft
  return new Refused({ code: 'invalid', issues: [{ path, reason, detail: number }] })
}

/**
 * A month is begun once. What was published of it, even if it was withdrawn since, is followed by an issue that says what
 * has changed (revise).
 */
export async function refuseSecond(tx: Tx, months: Months): Promise<void> {
  if (months.month === null) return
  await lockMonth(tx, months)
  const last = await findLastIssue(tx, months)
  if (last) throw refuse('month', last, 'already_begun')
}

/** Only the last issue of a month is corrected or replaced: one that others follow already is not followed twice. */
export async function refuseOther(tx: Tx, row: PublicationRow): Promise<void> {
  await lockMonth(tx, row)
  const last = await findLastIssue(tx, row)
  if (last && last.id !== row.id) throw refuse('reason', last, 'already_revised')
}
