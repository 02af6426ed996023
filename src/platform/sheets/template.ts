import { type PlainColumn, plainColumns, type SheetDefinition, sheetName } from './definition.ts'
import { addEntrySheet, addHiddenSheets } from './writing/entry-sheet.ts'
import { addGuideSheet } from './writing/guide-sheet.ts'
import type { Output } from './writing/output.ts'
import { cellText, writeWorkbook } from './writing/workbook.ts'

/** Cells by column; a date is `YYYY-MM-DD`, a choice its label or code. */
export type TemplateRow = Record<string, string | number | null | undefined>

/**
 * Writes the workbook to be filled in: headings, 填写说明, drop-downs, and a hidden mark of kind and version.
 * `rows` fill in what is known already.
 */
export async function writeTemplate<Row>(
  def: SheetDefinition<Row>,
  out: Output,
  rows: Iterable<TemplateRow> = [],
): Promise<void> {
  const columns = plainColumns(def)
  await writeWorkbook(out, async (book, drained) => {
    const sheet = addEntrySheet(book, sheetName(def.title), columns)
    for (const row of rows) {
      sheet.addRow(columns.map((column) => entry(column, row[column.key]))).commit()
      await drained(sheet)
    }
    sheet.commit()
    addGuideSheet(book, def.title, columns)
    addHiddenSheets(book, { ...def, columns })
  })
}

function entry(
  column: PlainColumn,
  value: string | number | null | undefined,
): string | number | Date | null {
  if (value === undefined || value === null || typeof value === 'number') return value ?? null
  if (column.kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return new Date(`${value}T00:00:00Z`)
  if (column.kind !== 'choice') return cellText(value)
  return cellText(column.choices?.find((choice) => choice.code === value)?.label ?? value)
}
