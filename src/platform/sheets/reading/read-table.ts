import { choiceSheet, guideSheet, markSheet, noteSheet, type PlainColumn, sheetName } from '../definition.ts'
import type { SheetLimits } from '../limits.ts'
import { sheetProblem } from '../problems.ts'
import { type Archive, openArchive } from './archive.ts'
import { detectContainer } from './container.ts'
import { readDelimited } from './delimited.ts'
import { type SourceRow, shownText } from './raw-cell.ts'
import { readDateStyles, readSharedStrings } from './strings-and-styles.ts'
import { readWorkbook, refuseUnsafeParts, type Workbook } from './workbook.ts'
import { readWorksheet } from './worksheet.ts'

export type TableJob = {
  filePath: string
  kind: string
  title: string
  version: number
  columns: PlainColumn[]
  limits: SheetLimits
}

export type Table = {
  /** Of the sheet that is read; the other visible ones are named so that nobody believes them imported. */
  sheet?: string
  otherSheets: string[]
  date1904: boolean
  rows: AsyncIterable<SourceRow>
  close(): void
}

/** Opens whatever the file is. @throws SheetProblem */
export async function openTable(job: TableJob): Promise<Table> {
  if ((await detectContainer(job.filePath)) === 'text') {
    const rows = readDelimited(job.filePath, job.columns, job.limits)
    return { otherSheets: [], date1904: false, rows, close: () => {} }
  }
  const archive = await openArchive(job.filePath, job.limits)
  try {
    return await openWorkbook(archive, job)
  } catch (error) {
    archive.close()
    throw error
  }
}

async function openWorkbook(archive: Archive, job: TableJob): Promise<Table> {
  refuseUnsafeParts(archive)
  const workbook = await readWorkbook(archive)
  // Both come first, wherever they stand in the file: a sheet without them has numbers for texts and dates.
  const book = {
    strings: await readSharedStrings(archive, workbook),
    dateStyles: await readDateStyles(archive, workbook),
  }
  const read = (path: string) => readWorksheet(archive.read(path), book, job.limits)
  await refuseOtherTemplates(workbook, read, job)
  const own = [guideSheet, markSheet, choiceSheet, noteSheet]
  const visible = workbook.sheets.filter((sheet) => sheet.visible && !own.includes(sheet.name))
  const sheet = visible.find((candidate) => candidate.name === sheetName(job.title)) ?? visible[0]
  if (!sheet) throw sheetProblem('no_sheet')
  return {
    sheet: sheet.name,
    otherSheets: visible.filter((other) => other !== sheet).map((other) => other.name),
    date1904: workbook.date1904,
    rows: read(sheet.path),
    close: archive.close,
  }
}

/** A table without our mark is anybody's own and welcome; a mark must be the right one. */
async function refuseOtherTemplates(
  workbook: Workbook,
  read: (path: string) => AsyncIterable<SourceRow>,
  job: TableJob,
): Promise<void> {
  const mark = workbook.sheets.find((sheet) => sheet.name === markSheet)
  if (!mark) return
  const said = new Map<string, string>()
  for await (const { line, cells } of read(mark.path)) {
    if (line > 10) break
    said.set(shownText(cells[0]), shownText(cells[1]))
  }
  if (said.get('kind') !== job.kind) throw sheetProblem('wrong_template', job.title)
  const version = said.get('version') ?? ''
  if (version !== String(job.version)) throw sheetProblem('outdated_template', version, job.version)
}
