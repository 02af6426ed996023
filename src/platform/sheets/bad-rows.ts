import type Excel from 'exceljs'
import { plainColumns, reasonHeading, type SheetDefinition, sheetName } from './definition.ts'
import { type BadCell, type ReadOptions, readJob } from './read-sheet.ts'
import { type RawCell, shownText } from './reading/raw-cell.ts'
import type { RawRow } from './reading/read-rows.ts'
import { runReader } from './reading/run-reader.ts'
import { addEntrySheet, addHiddenSheets } from './writing/entry-sheet.ts'
import { addGuideSheet } from './writing/guide-sheet.ts'
import type { Output } from './writing/output.ts'
import { cellText, writeWorkbook } from './writing/workbook.ts'

export type BadRowsOptions = ReadOptions & {
  /** Texts that must not be given out again: such a cell says that it was left out. */
  withhold?: (text: string) => boolean
}

/**
 * Writes the bad rows of `source` as they were, what is wrong marked and said in the last column, ready to be put
 * right and imported again. A formula becomes the value it last showed, for its owner to check.
 * @throws SheetProblem when the source can no longer be read
 */
export async function writeBadRows<Row>(
  def: SheetDefinition<Row>,
  source: string,
  bad: readonly BadCell[],
  out: Output,
  { limits, signal, withhold = () => false }: BadRowsOptions = {},
): Promise<void> {
  const byLine = Map.groupBy(bad, (cell) => cell.line)
  const raw: RawRow[] = []
  const job = { ...readJob(def, source, limits), rawLines: [...byLine.keys()] }
  const { date1904 } = await runReader(
    job,
    (message) => message.type === 'raw' && raw.push(...message.rows),
    signal,
  )
  const columns = plainColumns(def)
  await writeWorkbook(out, async (book, drained) => {
    const extra = [{ heading: reasonHeading, width: 60 }]
    const sheet = addEntrySheet(book, sheetName(def.title), columns, extra)
    for (const { line, cells } of raw) {
      const faults = byLine.get(line) ?? []
      const shown = cells.map((cell) =>
        cell && withhold(shownText(cell, date1904)) ? leftOut : asItWas(cell, date1904),
      )
      const row = sheet.addRow([...shown, reasons(line, faults)])
      columns.forEach(({ heading }, at) => {
        if (faults.some((fault) => fault.column === heading)) row.getCell(at + 1).fill = wrong
        if (isDateCell(cells[at])) row.getCell(at + 1).numFmt = 'yyyy-mm-dd'
      })
      row.commit()
      await drained(sheet)
    }
    sheet.commit()
    addGuideSheet(book, def.title, columns)
    addHiddenSheets(book, { ...def, columns })
  })
}

const leftOut = '（此处内容不得录入，已略去）'

const wrong: Excel.Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFCDD2' } }

const isDateCell = (cell: RawCell | undefined): boolean => {
  const shown = cell?.kind === 'formula' ? cell.shown : cell
  return shown?.kind === 'number' && shown.date
}

/** Numbers stay numbers: as text, one that has lost its last digits would be taken for a good one. */
function asItWas(cell: RawCell | undefined, date1904: boolean): string | number | null {
  if (cell?.kind === 'formula') return asItWas(cell.shown, date1904)
  if (cell?.kind === 'number') return cell.number + (cell.date && date1904 ? 1462 : 0)
  return cell ? cellText(shownText(cell)) : null
}

/** All that is wrong with a line, its number said once. */
function reasons(line: number, faults: readonly BadCell[]): string {
  const start = `第${line}行`
  const sentences = faults.map(({ reason, code }) => {
    const sentence = reason.startsWith(start) ? reason.slice(start.length) : reason
    return code === 'formula' ? `${sentence}；这里已换成原来显示的内容，请核对` : sentence
  })
  return cellText(`原${start}：${sentences.join('；')}`)
}
