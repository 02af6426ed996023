import type Excel from 'exceljs'
import { noteSheet, sheetName } from './definition.ts'
import type { Output } from './writing/output.ts'
import { type Book, cellCapacity, cellText, type Sheet, writeWorkbook } from './writing/workbook.ts'

export type ExportValue = string | number | null | undefined

export type ExportColumn<Row> = {
  heading: string
  /** `date` values are `YYYY-MM-DD`; anything else is shown as it stands. */
  kind?: 'text' | 'date' | 'number'
  /** In characters; a Chinese character takes two. */
  width?: number
  value(row: Row): ExportValue
}

/** Who took this out, so that a copy that turns up somewhere can be traced. All as it should be read. */
export type Watermark = { who: string; when: string; number: string; county: string }

export type Export<Row> = {
  title: string
  columns: readonly ExportColumn<Row>[]
  rows: AsyncIterable<Row> | Iterable<Row>
  watermark: Watermark
  /** The filter in words, such as 状态：整改中；期限：2026年3月 */
  filter: string
  out: Output
}

export const watermarkLine = ({ who, when, number, county }: Watermark): string =>
  `${county}　${who} 于 ${when} 导出　编号 ${number}`

/** Rows of a sheet of Excel, less the lines above the table; more rows go on in a further sheet. */
const rowsPerSheet = 1_000_000
/** Rows between two looks at whether the output keeps up. */
const stride = 200

/**
 * Streams a table out with its watermark under the title, on every printed page and in the last sheet.
 * Memory does not grow with the rows. Gives back how many there were.
 */
export async function exportSheet<Row>(table: Export<Row>): Promise<{ rows: number }> {
  let count = 0
  let cut = 0
  await writeWorkbook(table.out, async (book, drained) => {
    let sheet = openSheet(book, table, 1)
    for await (const row of table.rows) {
      if (count > 0 && count % rowsPerSheet === 0) {
        sheet.commit()
        sheet = openSheet(book, table, count / rowsPerSheet + 1)
      }
      const values = table.columns.map((column) => cellValue(column, row, () => cut++))
      sheet.addRow(values).commit()
      if (++count % stride === 0) await drained(sheet)
    }
    sheet.commit()
    addNotes(book, table, count, cut)
  })
  return { rows: count }
}

/** Text stays text whatever it begins with: nothing here can become a formula. */
function cellValue<Row>(
  column: ExportColumn<Row>,
  row: Row,
  onCut: () => void,
): string | number | Date | null {
  const value = column.value(row)
  if (value === undefined || value === null || typeof value === 'number') return value ?? null
  if (column.kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(`${value}T00:00:00Z`)
  const text = cellText(value)
  if (text.length <= cellCapacity) return text
  onCut()
  const mark = '…（内容过长，此处截断）'
  return text.slice(0, cellCapacity - mark.length).toWellFormed() + mark
}

function openSheet<Row>(book: Book, table: Export<Row>, number: number): Sheet {
  const name = sheetName(table.title)
  const line = watermarkLine(table.watermark)
  const sheet = book.addWorksheet(number === 1 ? name : `${name.slice(0, 26)}（${number}）`, {
    views: [{ state: 'frozen', ySplit: 3 }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '3:3',
    },
    headerFooter: {
      oddHeader: `&L${printed(table.title)}&R${printed(line)}`,
      oddFooter: `&L${printed(line)}&C第 &P 页，共 &N 页`,
    },
  })
  sheet.columns = table.columns.map((column) => ({
    width: column.width ?? Math.max(12, column.heading.length * 2 + 4),
    style: { numFmt: styles[column.kind ?? 'text'], alignment: { vertical: 'top', wrapText: true } },
  }))
  addLine(sheet, table.title, { bold: true, size: 14 })
  addLine(sheet, line, { size: 9, color: { argb: 'FF9E9E9E' } })
  const header = sheet.addRow(table.columns.map((column) => cellText(column.heading)))
  header.font = { bold: true }
  header.commit()
  return sheet
}

const styles = { text: '@', date: 'yyyy-mm-dd', number: 'General' } as const

/** `&` begins a code in the header of a printed page, and header and footer end at 255 characters. */
const printed = (text: string): string => cellText(text).slice(0, 90).replaceAll('&', '&&')

function addLine(sheet: Sheet, text: string, font: Partial<Excel.Font>): void {
  const row = sheet.addRow([cellText(text)])
  row.getCell(1).font = font
  row.getCell(1).alignment = { wrapText: false }
  row.commit()
}

function addNotes<Row>(book: Book, table: Export<Row>, count: number, cut: number): void {
  const { who, when, number, county } = table.watermark
  const sheet = book.addWorksheet(noteSheet)
  sheet.columns = [{ width: 16 }, { width: 80, style: { alignment: { wrapText: true, vertical: 'top' } } }]
  const notes: [string, string | number][] = [
    ['名称', table.title],
    ['所属', county],
    ['导出人', who],
    ['导出时间', when],
    ['导出编号', number],
    ['筛选条件', table.filter],
    ['行数', count],
  ]
  if (cut > 0) notes.push(['截断', `有 ${cut} 个单元格超过 ${cellCapacity} 字，已在末尾注明截断`])
  for (const [name, note] of notes)
    sheet.addRow([name, typeof note === 'string' ? cellText(note) : note]).commit()
  sheet.commit()
}
