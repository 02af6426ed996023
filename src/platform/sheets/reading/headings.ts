import { type PlainColumn, reasonHeading } from '../definition.ts'
import { sheetProblem } from '../problems.ts'
import { foldHeading, normaliseText } from '../text.ts'
import { type SourceRow, shownText } from './raw-cell.ts'

/** Rows in which headings are looked for: titles and remarks may stand above them. */
export const headerWithin = 10

export type Header = {
  line: number
  /** Which column stands at a position. */
  columns: Map<number, PlainColumn>
  /** Positions that may hold anything: the 原因 of a workbook of bad rows. */
  ignored: Set<number>
}

type Named = { position: number; name: string; column: PlainColumn | undefined }

function namesOf(row: SourceRow, known: Map<string, PlainColumn>): Named[] {
  return row.cells.flatMap((cell, position) => {
    const name = normaliseText(shownText(cell))
    return name === '' ? [] : [{ position, name, column: known.get(foldHeading(name)) }]
  })
}

/**
 * Finds the row of headings: the one with most names we know.
 * @throws SheetProblem when there is none, or a heading is double, missing or unknown
 */
export function findHeader(rows: readonly SourceRow[], columns: readonly PlainColumn[]): Header {
  const known = new Map(columns.map((column) => [foldHeading(column.heading), column]))
  let best: { line: number; names: Named[]; score: number } | undefined
  for (const row of rows) {
    const names = namesOf(row, known)
    const score = new Set(names.flatMap((name) => name.column?.key ?? [])).size
    if (score > (best?.score ?? 0)) best = { line: row.line, names, score }
  }
  if (!best || best.score < Math.min(2, columns.length)) {
    throw sheetProblem(
      'no_header',
      columns.filter((column) => column.required).map((column) => column.heading),
    )
  }
  return checked(best.line, best.names, columns, known.has(foldHeading(reasonHeading)))
}

function checked(line: number, names: Named[], columns: readonly PlainColumn[], ownsReason: boolean): Header {
  const found = new Map<number, PlainColumn>()
  const ignored = new Set<number>()
  const unknown: string[] = []
  const double = new Set<string>()
  for (const { position, name, column } of names) {
    if (column) {
      if ([...found.values()].includes(column)) double.add(column.heading)
      found.set(position, column)
    } else if (!ownsReason && foldHeading(name) === reasonHeading) ignored.add(position)
    else unknown.push(name)
  }
  if (double.size > 0) throw sheetProblem('duplicate_headings', [...double])
  const present = new Set(found.values())
  const missing = columns.filter((column) => column.required && !present.has(column))
  if (missing.length > 0) {
    throw sheetProblem(
      'missing_columns',
      missing.map((column) => column.heading),
      unknown,
    )
  }
  if (unknown.length > 0) throw sheetProblem('unknown_columns', unknown)
  return { line, columns: found, ignored }
}
