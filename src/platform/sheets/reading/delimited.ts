import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { parse as parseSample } from 'csv-parse/sync'
import type { PlainColumn } from '../definition.ts'
import type { SheetLimits } from '../limits.ts'
import { sheetProblem } from '../problems.ts'
import { foldHeading } from '../text.ts'
import { headerWithin } from './headings.ts'
import type { RawCell, SourceRow } from './raw-cell.ts'

/** UTF-8 unless its bytes say otherwise; then what Excel and WPS write by default in China, GB18030. */
export async function detectEncoding(filePath: string): Promise<string> {
  const file = await open(filePath)
  const { buffer: head } = await file.read(Buffer.alloc(2), 0, 2, 0)
  await file.close()
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      for await (const _ of decoded(filePath, encoding));
      return encoding
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error
    }
  }
  throw sheetProblem('encoding')
}

async function* decoded(filePath: string, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of createReadStream(filePath))
    yield decoder.decode(chunk as Buffer, { stream: true })
  yield decoder.decode()
}

const lenient = { relax_column_count: true, relax_quotes: true, skip_empty_lines: false } as const

/** The delimiter under which the first rows hold most of our headings. */
function detectDelimiter(sample: string, columns: readonly PlainColumn[]): string {
  const known = new Set(columns.map((column) => foldHeading(column.heading)))
  const scores = [',', ';', '\t'].map((delimiter) => {
    let records: string[][] = []
    try {
      records = parseSample(sample, { ...lenient, delimiter, to: headerWithin })
    } catch {
      // The sample may end inside a quoted cell; another delimiter may not care.
    }
    const found = records.map((record) => record.filter((name) => known.has(foldHeading(name))).length)
    return { delimiter, score: Math.max(0, ...found) }
  })
  return scores.reduce((best, next) => (next.score > best.score ? next : best)).delimiter
}

async function readSample(filePath: string, encoding: string): Promise<string> {
  for await (const text of decoded(filePath, encoding)) if (text !== '') return text
  return ''
}

/** Undoes the quote that `exportCsv` puts before what a spreadsheet program would take for a formula. */
const guarded = /^'(?='*[=+\-@＝＋－＠\t\r\n])/

function cell(text: string): RawCell | undefined {
  if (text === '') return undefined
  if (text.startsWith('=')) return { kind: 'formula', shown: undefined }
  return { kind: 'text', text: text.replace(guarded, '') }
}

/** Rows of a CSV file. A record is a line, as in the program that shows it. @throws SheetProblem */
export async function* readDelimited(
  filePath: string,
  columns: readonly PlainColumn[],
  limits: Pick<SheetLimits, 'columns' | 'cellLength'>,
): AsyncGenerator<SourceRow> {
  const encoding = await detectEncoding(filePath)
  const delimiter = detectDelimiter(await readSample(filePath, encoding), columns)
  const records = Readable.from(decoded(filePath, encoding)).pipe(
    parse({ ...lenient, delimiter, max_record_size: limits.columns * limits.cellLength }),
  )
  let line = 0
  try {
    for await (const record of records as AsyncIterable<string[]>) {
      line++
      if (record.length > limits.columns && record.slice(limits.columns).some((text) => text !== '')) {
        throw sheetProblem('too_many_columns', limits.columns)
      }
      if (record.some((text) => text !== '')) yield { line, cells: record.map(cell) }
    }
  } catch (error) {
    if (/^CSV_/.test((error as { code?: string }).code ?? '')) throw sheetProblem('csv_quotes', line + 1)
    throw error
  }
}
