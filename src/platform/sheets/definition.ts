import type { z } from 'zod'

export type ColumnKind = 'text' | 'date' | 'integer' | 'choice' | 'longtext'
export type Choice = {
  code: string
  label: string
  /** What it was called in templates that may still be about: read, and no longer written. */
  formerly?: string
}

/**
 * One column, declared once: heading of the template, line of its guide, drop-down, and rule of the reader.
 * What a cell becomes in the row: text and longtext a trimmed string, date `YYYY-MM-DD`, integer a number, choice
 * the code; an empty cell leaves the key out.
 */
export type Column<Row> = {
  key: keyof Row & string
  /** As the users call it. Matched without regard to spaces, width, a required mark, or 简/繁. */
  heading: string
  /** What to write, in a sentence. */
  help: string
  required: boolean
  kind: ColumnKind
  choices?: readonly Choice[]
  example?: string
  /** In characters; a Chinese character takes two. */
  width?: number
}

export type SheetDefinition<Row> = {
  /** Stable name, written into the template so that the wrong one is recognised. */
  kind: string
  title: string
  /** Raise it when a column changes its meaning: templates of another version are then refused. */
  version: number
  columns: readonly Column<Row>[]
  row: z.ZodType<Row>
  /** What makes two rows the same thing. Depends on the row alone, so that importing twice does it once. */
  naturalKey(row: Row): string
}

/** The part of a column that can travel to the worker. */
export type PlainColumn = Column<Record<string, unknown>>

/** Columns without their row's type: their keys are only compared. */
export const plainColumns = <Row>(def: SheetDefinition<Row>): PlainColumn[] =>
  def.columns.map((column) => ({ ...column }))

/** The heading of the last column of a workbook of bad rows; ignored when it comes back. */
export const reasonHeading = '原因'

/** Very-hidden sheets of a template: its mark, and the lists behind the drop-downs. */
export const markSheet = '_template'
export const choiceSheet = '_choices'
export const guideSheet = '填写说明'

/** Last sheet of an export. */
export const noteSheet = '导出说明'

/** Excel forbids some characters in the names of sheets, and more than 31 of any. */
export const sheetName = (title: string): string =>
  title
    .replace(/[\\/?*[\]:\p{Cc}]/gu, ' ')
    .trim()
    .replace(/^'+|'+$/g, '')
    .slice(0, 31) || '数据'
