import type { EventEmitter } from 'node:events'
import Excel from 'exceljs'
import { type Output, writeTo } from './output.ts'

export type Book = Excel.stream.xlsx.WorkbookWriter
export type Sheet = Excel.Worksheet
/** Waits while the output is slower than the rows. @throws when the output is gone */
export type Drained = (sheet: Sheet) => Promise<void>

type OldStream = EventEmitter & { _writableState: { needDrain: boolean } }

/** Streams a workbook out; each row leaves memory when it is committed. */
export async function writeWorkbook(
  out: Output,
  fill: (book: Book, drained: Drained) => Promise<void>,
): Promise<void> {
  await writeTo(out, async (sink, waits) => {
    const book = new Excel.stream.xlsx.WorkbookWriter({ stream: sink, useStyles: true })
    book.creator = ''
    book.lastModifiedBy = ''
    await fill(book, async (sheet) => {
      // exceljs never waits: what the zip has not taken piles up in the pipe of the sheet's own buffer, an old
      // stream (readable-stream 2) that tells only here that it is full.
      const [pipe] = (sheet as unknown as { stream: { pipes: OldStream[] } }).stream.pipes
      if (pipe) await waits(pipe, pipe._writableState.needDrain)
      await new Promise(setImmediate)
    })
    await book.commit()
  })
}

/** The longest text that a cell of Excel holds. */
export const cellCapacity = 32_767

/**
 * Text as a workbook can hold it: characters that XML forbids left out, and what looks like a workbook's own escape
 * (`_x000A_`) escaped, so that it reads back as it was. Always a text cell, whatever it begins with: never a formula.
 */
export function cellText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
}
