import { type Export, type ExportValue, watermarkLine } from './export-sheet.ts'
import { writeTo } from './writing/output.ts'

/**
 * A quote before what a spreadsheet program would take for a formula, full-width signs included (some locales take
 * them too), and before a quote that already stands there, so that reading it back takes exactly one away.
 */
const dangerous = /^'*[=+\-@＝＋－＠\t\r\n]/

function csvCell(value: ExportValue): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = dangerous.test(value) ? `'${value}` : value
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const csvLine = (values: readonly ExportValue[]): string => `${values.map(csvCell).join(',')}\r\n`

/**
 * Streams a table out as CSV (UTF-8 with a mark, as Excel wants it), title and watermark above the headings, where the reader of
 * sheets passes over them. Gives back how many rows there were.
 */
export async function exportCsv<Row>(table: Export<Row>): Promise<{ rows: number }> {
  let count = 0
  await writeTo(table.out, async (sink, waits) => {
    const write = async (text: string): Promise<void> => {
      await waits(sink, !sink.write(text))
    }
    const above = [[table.title], [watermarkLine(table.watermark)], [`筛选条件：${table.filter}`]]
    await write(`\ufeff${above.map(csvLine).join('')}`)
    await write(csvLine(table.columns.map((column) => column.heading)))
    for await (const row of table.rows) {
      await write(csvLine(table.columns.map((column) => column.value(row))))
      count++
    }
    sink.end()
  })
  return { rows: count }
}
