import { serialToText } from './dates.ts'

/** A cell as the file has it, before any column says what it should be. */
export type RawCell =
  | { kind: 'text'; text: string }
  | { kind: 'number'; number: number; date: boolean }
  /** Never evaluated. `shown` is what the program that saved the file last showed there. */
  | { kind: 'formula'; shown?: RawCell }
  | { kind: 'error'; text: string }

/** `line` counts as the users' program does, from 1; cells by position from 0, empty ones absent. */
export type SourceRow = { line: number; cells: (RawCell | undefined)[] }

/** Excel keeps 15 digits; longer whole numbers (identity cards, bank cards) have already lost their tail. */
export const hasLostDigits = (number: number): boolean => Math.abs(number) >= 1e15

/** What the person sees, near enough to recognise the cell. */
export function shownText(cell: RawCell | undefined, date1904 = false): string {
  if (!cell) return ''
  switch (cell.kind) {
    case 'text':
    case 'error':
      return cell.text
    case 'number':
      return (
        (cell.date ? serialToText(cell.number, date1904) : undefined) ??
        String(Number(cell.number.toPrecision(15)))
      )
    case 'formula':
      return shownText(cell.shown, date1904)
  }
}

export const isBlank = (cell: RawCell | undefined): boolean =>
  !cell || (cell.kind === 'text' && cell.text.trim() === '')
