import type { PlainColumn } from '../definition.ts'
import { sheetProblem } from '../problems.ts'
import { columnLetter, shorten } from '../text.ts'
import { type CellFault, cellFaults } from './cell-faults.ts'
import { type CellReader, cellReader } from './convert-cell.ts'
import { findHeader, type Header, headerWithin } from './headings.ts'
import { isBlank, type RawCell, type SourceRow, shownText } from './raw-cell.ts'
import { openTable, type TableJob } from './read-table.ts'

/** A line whose cells have been taken one by one; the row's schema has not seen it yet. */
export type ReadRow = { line: number; values: Record<string, unknown>; faults: CellFault[] }
/** A line as it was, its cells in the order of the definition's columns. */
export type RawRow = { line: number; cells: (RawCell | undefined)[] }

export type ReadJob = TableJob & {
  /** Give these lines back as they were, instead of reading values. */
  rawLines?: number[]
}

export type ReadMessage =
  | { type: 'rows'; rows: ReadRow[] }
  | { type: 'raw'; rows: RawRow[] }
  | { type: 'end'; sheet?: string; otherSheets: string[]; date1904: boolean }

const batchSize = 500

/** Everything the worker does: opens the file, finds the headings, takes the rows. @throws SheetProblem */
export async function* readRows(job: ReadJob): AsyncGenerator<ReadMessage> {
  const table = await openTable(job)
  try {
    const take = job.rawLines ? rawRows(job, job.rawLines) : readRow(job, table.date1904)
    let batch: (ReadRow | RawRow)[] = []
    const message = (): ReadMessage =>
      job.rawLines ? { type: 'raw', rows: batch as RawRow[] } : { type: 'rows', rows: batch as ReadRow[] }
    let count = 0
    for await (const { row, header } of belowHeader(table.rows, job.columns)) {
      if (row.cells.every((cell, position) => isBlank(cell) || header.ignored.has(position))) continue
      if (++count > job.limits.rows) throw sheetProblem('too_many_rows', job.limits.rows)
      const taken = take(row, header)
      if (taken && batch.push(taken) >= batchSize) {
        yield message()
        batch = []
      }
    }
    if (count === 0) throw sheetProblem('no_rows')
    yield message()
    yield { type: 'end', sheet: table.sheet, otherSheets: table.otherSheets, date1904: table.date1904 }
  } finally {
    table.close()
  }
}

async function* belowHeader(rows: AsyncIterable<SourceRow>, columns: readonly PlainColumn[]) {
  const first: SourceRow[] = []
  let header: Header | undefined
  for await (const row of rows) {
    if (!header && row.line <= headerWithin) {
      first.push(row)
      continue
    }
    if (!header) {
      header = findHeader(first, columns)
      for (const early of first) if (early.line > header.line) yield { row: early, header }
    }
    yield { row, header }
  }
  if (header) return
  header = findHeader(first, columns)
  for (const early of first) if (early.line > header.line) yield { row: early, header }
}

type Take = (row: SourceRow, header: Header) => ReadRow | RawRow | undefined

function rawRows(job: ReadJob, lines: readonly number[]): Take {
  const wanted = new Set(lines)
  return (row, header) => {
    if (!wanted.has(row.line)) return undefined
    const positions = new Map([...header.columns].map(([position, column]) => [column.key, position]))
    return { line: row.line, cells: job.columns.map((column) => row.cells[positions.get(column.key) ?? -1]) }
  }
}

function readRow(job: ReadJob, date1904: boolean): Take {
  const readers = new Map<string, CellReader>(job.columns.map((c) => [c.key, cellReader(c, job.limits)]))
  return ({ line, cells }, header) => {
    const values: Record<string, unknown> = {}
    const faults: CellFault[] = []
    for (const [position, { key, heading }] of header.columns) {
      const cell = cells[position]
      const converted = readers.get(key)!(cell, date1904)
      if (!converted.ok) {
        const value = shorten(shownText(cell, date1904)) || undefined
        faults.push({ key, column: heading, value, code: converted.code, reason: converted.reason })
      } else if (converted.value !== undefined) values[key] = converted.value
    }
    cells.forEach((cell, position) => {
      if (isBlank(cell) || header.columns.has(position) || header.ignored.has(position)) return
      const value = shorten(shownText(cell, date1904))
      const column = `${columnLetter(position)} 列`
      faults.push({ column, value, code: 'no_heading', reason: cellFaults.no_heading() })
    })
    return { line, values, faults }
  }
}
