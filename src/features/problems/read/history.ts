import { type RawBuilder, sql } from 'kysely'
import type { Directory } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import type { Entry, RowContent } from '#platform/history/entry.ts'
import type { HistoryLine } from '../views.ts'

const PAGE = 50
/** Entered this much later than it happened counts as late (S3-04): two days, so that a week-end is none. */
const LATE_MS = 2 * 86_400_000

type Row = { seq: number; entry: Entry; hash: string; rows: { ref: string; content: RowContent | null }[] }
export type HistoryRows = { rows: Row[]; next: number | null }

/** A page of a history as it comes out of a statement: two columns. */
export type HistoryColumns = {
  entries: Omit<Row, 'rows'>[]
  contents: { seq: number; ref: string; content: RowContent | null }[]
}

/**
 * The newest entries below a number (entries are numbered from 1 without a gap), newest first, and the contents that
 * they refer to, for a statement that reads `h`, the case's chain.
 */
export function historyColumns(below: RawBuilder<unknown>): RawBuilder<HistoryColumns> {
  const onPage = (alias: string) => {
    const seq = sql.ref(`${alias}.seq`)
    return sql`${sql.ref(`${alias}.county_id`)} = h.county_id AND ${sql.ref(`${alias}.case_id`)} = h.case_id
      AND ${seq} < ${below} AND ${seq} >= ${below} - ${PAGE}::int`
  }
  return sql`(SELECT coalesce(json_agg(e), '[]') FROM (SELECT x.seq, x.entry, x.hash FROM history x
      WHERE ${onPage('x')} ORDER BY x.seq DESC) e) AS entries,
    (SELECT coalesce(json_agg(json_build_object('seq', v.seq, 'ref', v.ref, 'content', v.content)), '[]')
      FROM row_versions v WHERE ${onPage('v')}) AS contents`
}

export function historyRows({ entries, contents }: HistoryColumns): HistoryRows {
  const rows = entries.map((entry) => ({ ...entry, rows: contents.filter(({ seq }) => seq === entry.seq) }))
  const lowest = rows.at(-1)?.seq ?? 1
  return { rows, next: lowest > 1 ? lowest : null }
}

/** A page of the history of one case, from below an entry or the newest. */
export async function readHistory(
  tx: Tx,
  countyId: number,
  caseId: string,
  before: number | undefined,
): Promise<HistoryRows> {
  const below = before === undefined ? sql`(h.length + 1)` : sql`${before}::int`
  const { rows } = await sql<HistoryColumns>`
    SELECT ${historyColumns(below)} FROM case_chains h
    WHERE h.county_id = ${countyId} AND h.case_id = ${caseId}`.execute(tx)
  return historyRows(rows[0] ?? { entries: [], contents: [] })
}

export async function historyLines(
  rows: Row[],
  countyId: number,
  directory: Directory,
): Promise<HistoryLine[]> {
  const actors = rows
    .flatMap(({ entry }) => [entry.actor, entry.onBehalfOf ?? null])
    .filter((id): id is string => id !== null)
  const person = await directory.people(countyId, actors)
  return rows.map(({ seq, entry, hash, rows: contents }) => ({
    seq,
    act: entry.act,
    at: entry.at,
    enteredAt: entry.entered,
    late: Date.parse(entry.entered) - Date.parse(entry.at) > LATE_MS,
    person: entry.actor === null ? null : person(entry.actor),
    as: entry.as,
    onBehalfOf: entry.onBehalfOf ? person(entry.onBehalfOf) : null,
    from: entry.from as HistoryLine['from'],
    to: entry.to as HistoryLine['to'],
    hash,
    rows: Object.fromEntries(contents.map(({ ref, content }) => [ref, content])),
  }))
}
