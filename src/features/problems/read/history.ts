import { sql } from 'kysely'
import type { Directory } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Entry, RowContent } from '#platform/history/entry.ts'
import type { HistoryLine } from '../views.ts'

const PAGE = 50
/** Entered this much later than it happened counts as late (S3-04): two days, so that a week-end is none. */
const LATE_MS = 2 * 86_400_000

type Row = { seq: number; entry: Entry; hash: string; rows: { ref: string; content: RowContent | null }[] }

/** The history of one case, newest first, with the contents that its entries refer to. */
export async function readHistory(tx: Tx, countyId: number, caseId: string, before: number | undefined) {
  const result = await sql<Row>`
    SELECT h.seq, h.entry, h.hash,
      (SELECT coalesce(json_agg(json_build_object('ref', v.ref, 'content', v.content)), '[]') FROM row_versions v
        WHERE v.county_id = h.county_id AND v.case_id = h.case_id AND v.seq = h.seq) AS rows
    FROM history h WHERE h.county_id = ${countyId} AND h.case_id = ${caseId}
      ${before === undefined ? sql`` : sql`AND h.seq < ${before}`}
    ORDER BY h.seq DESC LIMIT ${PAGE + 1}`.execute(tx)
  const rows = result.rows.slice(0, PAGE)
  return { rows, next: result.rows.length > PAGE ? (rows.at(-1)?.seq ?? null) : null }
}

export async function historyLines(
  rows: Row[],
  countyId: number,
  directory: Directory,
): Promise<HistoryLine[]> {
  const actors = rows.map((r) => r.entry.actor).filter((id): id is string => id !== null)
  const person = await directory.people(countyId, actors)
  return rows.map(({ seq, entry, hash, rows: contents }) => ({
    seq,
    act: entry.act,
    at: entry.at,
    enteredAt: entry.entered,
    late: Date.parse(entry.entered) - Date.parse(entry.at) > LATE_MS,
    person: entry.actor === null ? null : person(entry.actor),
    as: entry.as,
    from: entry.from as HistoryLine['from'],
    to: entry.to as HistoryLine['to'],
    hash,
    rows: Object.fromEntries(contents.map(({ ref, content }) => [ref, content])),
  }))
}
