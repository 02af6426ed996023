import { sql } from 'kysely'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { Delivery } from '../api.ts'

const PAGE = 50

type LogRow = Omit<Delivery, 'madeAt' | 'nextAt' | 'settledAt'> & {
  made_at: Date
  next_at: Date | null
  settled_at: Date | null
}

/** Of another system its deliveries, of a robot its messages: either is a line of times and codes, newest first. */
export async function readLog(
  tx: Tx,
  countyId: number,
  id: string,
  before: string | undefined,
): Promise<{ more: boolean; rows: Delivery[] }> {
  const outlet = await tx
    .selectFrom('outlets')
    .select('kind')
    .where('county_id', '=', countyId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!outlet) throw new Refused({ code: 'not_found' })
  const [table, ofOutlet, columns] =
    outlet.kind === 'webhook'
      ? [
          ...[sql.table('deliveries'), sql.ref('outlet_id')],
          sql`type, answer, CASE WHEN status = 'waiting' THEN next_at END AS next_at`,
        ]
      : [
          ...[sql.table('notices'), sql.ref('recipient_id')],
          sql`kind AS type, why AS answer, NULL::timestamptz AS next_at`,
        ]
  // By rows, so that the index gives this page alone, however long the log is.
  const after = before
    ? sql`AND (made_at, id) < ((SELECT made_at FROM ${table}
        WHERE county_id = ${countyId} AND ${ofOutlet} = ${id} AND id = ${before}), ${before}::uuid)`
    : sql``
  const { rows } = await sql<LogRow>`
    SELECT id, status, tries, made_at, settled_at, ${columns} FROM ${table}
    WHERE county_id = ${countyId} AND ${ofOutlet} = ${id} ${after}
    ORDER BY made_at DESC, id DESC LIMIT ${PAGE + 1}`.execute(tx)
  return {
    more: rows.length > PAGE,
    rows: rows.slice(0, PAGE).map(({ made_at, next_at, settled_at, ...row }) => ({
      ...row,
      madeAt: made_at.toISOString(),
      nextAt: next_at?.toISOString() ?? null,
      settledAt: settled_at?.toISOString() ?? null,
    })),
  }
}
