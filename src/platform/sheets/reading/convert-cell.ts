import type { PlainColumn } from '../definition.ts'
import { foldForMatching, hasControlCharacters, isDamagedText, normaliseText } from '../text.ts'
import { cellFaults } from './cell-faults.ts'
import { parseDateText, serialToDate } from './dates.ts'
import { hasLostDigits, type RawCell, shownText } from './raw-cell.ts'

export type Converted =
  | { ok: true; value: string | number | undefined }
  | { ok: false; code: keyof typeof cellFaults; reason: string }

const value = (of: string | number | undefined): Converted => ({ ok: true, value: of })

function fault<C extends keyof typeof cellFaults>(
  code: C,
  ...details: Parameters<(typeof cellFaults)[C]>
): Converted {
  const say = cellFaults[code] as (...details: Parameters<(typeof cellFaults)[C]>) => string
  return { ok: false, code, reason: say(...details) }
}

/** A column ready to take cells, with its choices folded once. */
export type CellReader = (cell: RawCell | undefined, date1904: boolean) => Converted

export function cellReader(column: PlainColumn, limits: { cellLength: number }): CellReader {
  const byKind = kinds[column.kind](column)
  const multiline = column.kind === 'longtext'
  return (cell, date1904) => {
    if (cell?.kind === 'formula') return fault('formula')
    if (cell?.kind === 'error') return fault('error_value', cell.text)
    if (cell?.kind === 'number')
      return byKind({ number: cell.number, text: shownText(cell, date1904), cell, date1904 })
    const raw = cell?.text ?? ''
    if (raw.length > limits.cellLength) return fault('too_long', limits.cellLength)
    if (hasControlCharacters(raw)) return fault('control_characters')
    if (isDamagedText(raw)) return fault('damaged_text')
    const text = normaliseText(raw, { multiline })
    if (text === '') return column.required ? fault('required') : value(undefined)
    return byKind({ text, date1904 })
  }
}

type Content = {
  text: string
  date1904: boolean
  number?: number
  cell?: Extract<RawCell, { kind: 'number' }>
}
type Kind = (column: PlainColumn) => (content: Content) => Converted

/** 1.10101E+17 in a CSV is a long number that Excel saved as it showed it. */
const scientific = /^\d(?:\.\d+)?E\+\d{2,}$/i

const text: Kind = () => (content) =>
  (content.number !== undefined && hasLostDigits(content.number)) || scientific.test(content.text)
    ? fault('precision_lost')
    : value(content.text)

const date: Kind = () => (content) => {
  // A plain 2026 is a year, not the 2026th day of Excel's calendar; a plain 20260301 is beyond its last one.
  const isSerial = content.number !== undefined && (content.cell?.date || content.number >= 10_000)
  const found =
    (isSerial ? serialToDate(content.number!, content.date1904) : undefined) ?? parseDateText(content.text)
  return found === undefined ? fault('not_a_date') : value(found)
}

const integer: Kind = () => (content) => {
  if (content.cell?.date) return fault('not_an_integer')
  const plain = content.text.normalize('NFKC')
  if (!/^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?$/.test(plain)) return fault('not_an_integer')
  const number = Number(plain.replaceAll(',', ''))
  return Number.isSafeInteger(number) && !hasLostDigits(number) ? value(number) : fault('precision_lost')
}

const choice: Kind = (column) => {
  const choices = column.choices ?? []
  const exact = new Map<string, string>()
  const folded = new Map<string, Set<string>>()
  // Labels are what people see: where one choice's label is another's code, the label wins.
  for (const said of [
    ...choices.map((c) => [c.label, c.code] as const),
    ...choices.map((c) => [c.code, c.code] as const),
    ...choices.flatMap((c) => (c.formerly ? [[c.formerly, c.code] as const] : [])),
  ]) {
    if (!exact.has(said[0])) exact.set(said[0], said[1])
    const key = foldForMatching(said[0])
    folded.set(key, (folded.get(key) ?? new Set()).add(said[1]))
  }
  const some = choices.slice(0, 20).map((c) => c.label)
  const labels = some.join('、') + (choices.length > some.length ? `等 ${choices.length} 项` : '')
  return (content) => {
    const same = folded.get(foldForMatching(content.text))
    const code = exact.get(content.text) ?? (same?.size === 1 ? [...same][0] : undefined)
    return code === undefined ? fault('not_a_choice', labels) : value(code)
  }
}

const kinds: Record<PlainColumn['kind'], Kind> = { text, longtext: text, date, integer, choice }
