import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import Excel from 'exceljs'
import type { Desk } from './e2e-desk.ts'

/** A row of the problems sheet by heading, as the file has it. */
export type SheetRow = Readonly<Record<string, string>>

const example = resolve(import.meta.dirname, '../../examples/import-170.ts')

const named = { problems: '问题', people: '人员' } as const

/** Downloads a template as the import page offers it, and saves it there. */
export async function downloadTemplate(
  { page }: Desk,
  file: string,
  kind: keyof typeof named = 'problems',
): Promise<string> {
  await page.goto(`/desk/import?kind=${kind}`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: `下载${named[kind]}模板` }).click()
  await (await download).saveAs(file)
  return file
}

/** Fills the template with the example's 170 problems of ten villages. */
export async function fillTemplate(template: string, file: string): Promise<string> {
  await promisify(execFile)(process.execPath, [example, template, file])
  return file
}

/** Writes a few rows of one's own below the template's headings. */
export async function writeRows(template: string, rows: readonly SheetRow[], file: string): Promise<string> {
  const book = new Excel.Workbook()
  await book.xlsx.readFile(template)
  const sheet = book.worksheets[0]!
  const columns = headingsOf(sheet)
  for (const [at, row] of rows.entries())
    for (const [heading, value] of Object.entries(row)) {
      const column = columns.indexOf(heading)
      expect(column, `the template has a column ${heading}`).toBeGreaterThan(0)
      sheet.getCell(at + 2, column).value = value
    }
  await book.xlsx.writeFile(file)
  return file
}

export async function readRows(file: string): Promise<SheetRow[]> {
  const book = new Excel.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.worksheets[0]!
  const columns = headingsOf(sheet)
  const rows: SheetRow[] = []
  sheet.eachRow((row, at) => {
    if (at === 1) return
    const cells = columns.flatMap((heading, column) => (heading ? [[heading, row.getCell(column).text]] : []))
    rows.push(Object.fromEntries(cells))
  })
  return rows.filter((row) => Object.values(row).some((text) => text !== ''))
}

/** The same rows as a CSV with headings. */
export function csvOf(rows: readonly SheetRow[]): Buffer {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading] ?? ''))]
  return Buffer.from(lines.map((line) => line.map(cell).join(',')).join('\r\n'))
}

/** By column number, which begins at 1. */
const headingsOf = (sheet: Excel.Worksheet): string[] => {
  const headings: string[] = []
  sheet.getRow(1).eachCell((cell, at) => {
    headings[at] = cell.text.replace(/ \*$/, '')
  })
  return headings
}

/** Chooses a file on the import page, as people choose it, and waits for what the check of it says. */
export async function chooseFile({ page }: Desk, file: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByText('选择填好的文件', { exact: true }).click()
  await (await chooser).setFiles(file)
  await expect(page.getByRole('heading', { level: 2, name: /^检查结果/ })).toBeVisible()
}
