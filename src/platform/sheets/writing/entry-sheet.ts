import type Excel from 'exceljs'
import { type Choice, choiceSheet, markSheet, type PlainColumn } from '../definition.ts'
import { defaultLimits } from '../limits.ts'
import { columnLetter } from '../text.ts'
import { type Book, cellText, type Sheet } from './workbook.ts'

type Kind = PlainColumn['kind']

/** Text format keeps leading zeros and long numbers as they were typed. */
const formats: Record<Kind, string> = {
  text: '@',
  longtext: '@',
  choice: '@',
  date: 'yyyy-mm-dd',
  integer: '0',
}
const widths: Record<Kind, number> = { text: 20, longtext: 50, choice: 16, date: 14, integer: 10 }

const fill = (argb: string): Excel.Fill => ({ type: 'pattern', pattern: 'solid', fgColor: { argb } })

/** The required mark is for people; the reader takes headings with and without it. */
export const markedHeading = (column: PlainColumn): string =>
  cellText(column.heading) + (column.required ? ' *' : '')

/** The sheet that is filled in: headings, formats, drop-downs. `extra` headings stand after the columns. */
export function addEntrySheet(
  book: Book,
  name: string,
  columns: readonly PlainColumn[],
  extra: readonly { heading: string; width: number }[] = [],
): Sheet {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = [
    ...columns.map((column) => ({
      width: column.width ?? Math.max(widths[column.kind], column.heading.length * 2 + 4),
      style: {
        numFmt: formats[column.kind],
        alignment: { vertical: 'top' as const, wrapText: column.kind === 'longtext' },
      },
    })),
    ...extra.map(({ width }) => ({
      width,
      style: { alignment: { vertical: 'top' as const, wrapText: true } },
    })),
  ]
  const header = sheet.addRow([...columns.map(markedHeading), ...extra.map(({ heading }) => heading)])
  header.height = 24
  header.eachCell((cell, number) => {
    const required = columns[number - 1]?.required
    cell.numFmt = '@'
    cell.font = { bold: true, color: { argb: required ? 'FFB71C1C' : 'FF1F1F1F' } }
    cell.fill = fill(required ? 'FFFFF3E0' : 'FFF0F0F0')
    cell.alignment = { vertical: 'middle', wrapText: true }
    cell.border = { bottom: { style: 'thin', color: { argb: 'FF9E9E9E' } } }
  })
  header.commit()
  addValidations(sheet, columns)
  return sheet
}

/** A hint at every cell; a drop-down for choices; a warning, never a wall, for dates and numbers. */
function addValidations(sheet: Sheet, columns: readonly PlainColumn[]): void {
  const lists = columns.filter((column) => column.choices?.length)
  columns.forEach((column, at) => {
    const letter = columnLetter(at)
    const cells = `${letter}2:${letter}${defaultLimits.rows + 1}`
    ;(sheet as unknown as { dataValidations: Validations }).dataValidations.add(cells, {
      ...rule(column, lists.indexOf(column)),
      allowBlank: true,
      showInputMessage: true,
      promptTitle: cellText(column.heading).slice(0, 32),
      prompt: cellText(column.help).slice(0, 255),
      showErrorMessage: true,
      errorTitle: '请检查',
    })
  })
}

type Validations = { add(cells: string, rule: object): void }

function rule(column: PlainColumn, list: number): object {
  switch (column.kind) {
    case 'choice': {
      const letter = columnLetter(list)
      const formula = `'${choiceSheet}'!$${letter}$1:$${letter}$${column.choices?.length ?? 1}`
      return { type: 'list', formulae: [formula], errorStyle: 'stop', error: '请从下拉列表中选择。' }
    }
    case 'date':
      return {
        type: 'date',
        operator: 'greaterThan',
        formulae: [new Date('1950-01-01T00:00:00Z')],
        errorStyle: 'warning',
        error: '请写成 2026-03-01 的样子。',
      }
    case 'integer':
      return {
        type: 'whole',
        operator: 'greaterThan',
        formulae: [-1e15],
        errorStyle: 'warning',
        error: '请只写整数，不带单位。',
      }
    case 'text':
    case 'longtext':
      return { type: 'any' }
  }
}

/** The sheets nobody sees: which template this is, and what the drop-downs offer (a list in place ends at 255 characters). */
export function addHiddenSheets(
  book: Book,
  def: { kind: string; version: number; columns: readonly PlainColumn[] },
): void {
  const mark = book.addWorksheet(markSheet, { state: 'veryHidden' })
  mark.addRow(['kind', cellText(def.kind)]).commit()
  mark.addRow(['version', String(def.version)]).commit()
  mark.commit()
  const lists = def.columns.flatMap((column) => (column.choices?.length ? [column.choices] : []))
  if (lists.length === 0) return
  const sheet = book.addWorksheet(choiceSheet, { state: 'veryHidden' })
  const longest = Math.max(...lists.map((list) => list.length))
  for (let row = 0; row < longest; row++) {
    sheet.addRow(lists.map((list: readonly Choice[]) => cellText(list[row]?.label ?? '') || null)).commit()
  }
  sheet.commit()
}
