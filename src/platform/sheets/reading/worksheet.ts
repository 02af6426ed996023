import type { SheetLimits } from '../limits.ts'
import { sheetProblem } from '../problems.ts'
import type { RawCell, SourceRow } from './raw-cell.ts'
import { decodeEscapes } from './strings-and-styles.ts'
import { type Attributes, walkXml } from './xml.ts'

type Book = { strings: readonly string[]; dateStyles: readonly boolean[] }
type Range = { top: number; left: number; bottom: number; right: number }
type OpenCell = {
  position: number
  type: string
  date: boolean
  formula: boolean
  text: string
  hasValue: boolean
}

const lastRow = 1_048_576
const lastColumn = 16_384

/** `AB12` → row 12, position 27. */
function address(reference: string): { line: number; position: number } {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(reference)
  if (!match) throw sheetProblem('damaged')
  let column = 0
  for (const letter of match[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
  return { line: Number(match[2]), position: column - 1 }
}

function range(reference: string): Range {
  const [from = '', to = from] = reference.split(':')
  const [a, b] = [address(from), address(to)]
  return { top: a.line, left: a.position, bottom: b.line, right: b.position }
}

/** Rows of one sheet as they inflate; blank rows are left out. @throws SheetProblem damaged, too_many_columns */
export async function* readWorksheet(
  part: AsyncIterable<Buffer>,
  book: Book,
  limits: Pick<SheetLimits, 'columns'>,
): AsyncGenerator<SourceRow> {
  const rows: SourceRow[] = []
  /** Cells that an array formula fills carry only a value; they are formulas all the same. */
  const filled: Range[] = []
  let line = 0
  let row: SourceRow | undefined
  let next = 0
  let cell: OpenCell | undefined
  let inText = false
  let inReading = false

  const openRow = (attributes: Attributes): void => {
    const number = attributes.r === undefined ? line + 1 : Number(attributes.r)
    if (!(number > line && number <= lastRow)) throw sheetProblem('damaged')
    line = number
    row = { line, cells: [] }
    next = 0
  }
  const openCell = (attributes: Attributes): void => {
    const position = attributes.r === undefined ? next : address(attributes.r).position
    if (position >= lastColumn || position < next) throw sheetProblem('damaged')
    next = position + 1
    const formula = filled.some(
      (area) => line >= area.top && line <= area.bottom && position >= area.left && position <= area.right,
    )
    const date = book.dateStyles[Number(attributes.s ?? 0)] ?? false
    cell = { position, type: attributes.t ?? 'n', date, formula, text: '', hasValue: false }
  }

  yield* collected(
    rows,
    walkXml(part, {
      open(name, attributes) {
        if (name === 'row') openRow(attributes)
        else if (name === 'c' && row) openCell(attributes)
        else if (!cell) return
        else if (name === 'f') {
          cell.formula = true
          if (/^(?:array|dataTable)$/.test(attributes.t ?? '') && attributes.ref?.includes(':')) {
            if (filled.length >= 1_000) throw sheetProblem('damaged')
            filled.push(range(attributes.ref))
          }
        } else if (name === 'rPh') inReading = true
        else if (name === 'v' || (name === 't' && !inReading)) inText = true
      },
      text(text) {
        if (cell && inText) {
          cell.text += text
          cell.hasValue = true
        }
      },
      close(name) {
        if (name === 'v' || name === 't') inText = false
        else if (name === 'rPh') inReading = false
        else if (name === 'c' && cell && row) {
          const value = content(cell, book)
          if (value) {
            if (cell.position >= limits.columns) throw sheetProblem('too_many_columns', limits.columns)
            row.cells[cell.position] = value
          }
          cell = undefined
        } else if (name === 'row' && row) {
          if (row.cells.length > 0) rows.push(row)
          row = undefined
        }
      },
    }),
  )
}

async function* collected(rows: SourceRow[], steps: AsyncIterable<void>): AsyncGenerator<SourceRow> {
  for await (const _ of steps) yield* rows.splice(0)
}

function content(cell: OpenCell, book: Book): RawCell | undefined {
  const value = cell.hasValue ? plain(cell, book) : undefined
  return cell.formula ? { kind: 'formula', shown: value } : value
}

function plain({ type, text, date }: OpenCell, book: Book): RawCell | undefined {
  switch (type) {
    case 's': {
      const shared = book.strings[Number(text)]
      if (shared === undefined) throw sheetProblem('damaged')
      return shared === '' ? undefined : { kind: 'text', text: shared }
    }
    case 'str':
    case 'inlineStr':
      return { kind: 'text', text: decodeEscapes(text) }
    case 'd':
      return { kind: 'text', text }
    case 'b':
      return { kind: 'text', text: text.trim() === '0' ? 'FALSE' : 'TRUE' }
    case 'e':
      return { kind: 'error', text }
    default: {
      if (text.trim() === '') return undefined
      const number = Number(text)
      if (!Number.isFinite(number)) throw sheetProblem('damaged')
      return { kind: 'number', number, date }
    }
  }
}
