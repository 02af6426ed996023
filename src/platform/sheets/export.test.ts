import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import Excel from 'exceljs'
import { noteSheet } from './definition.ts'
import { exportCsv } from './export-csv.ts'
import { type Export, type ExportColumn, exportSheet } from './export-sheet.ts'
import { type Tool, temporaryFolder, tools } from './fixtures/tools.ts'
import { readSheet } from './read-sheet.ts'

const folder = temporaryFolder()

const columns: ExportColumn<Tool>[] = [
  { heading: '工具名称', value: (tool) => tool.name },
  { heading: '归还时限', kind: 'date', value: (tool) => tool.due },
  { heading: '数量', kind: 'number', value: (tool) => tool.count },
  { heading: '说明', value: (tool) => tool.note },
]
const watermark = { who: '张三', when: '2026-11-03 10:00', number: 'DC-7', county: '某县 A&B' }

const table = (rows: Iterable<Tool> | AsyncIterable<Tool>, out: Export<Tool>['out']): Export<Tool> => ({
  title: '工具清单',
  columns,
  rows,
  watermark,
  filter: '状态：全部',
  out,
})

const dangerous = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '＝1+1',
  "'=1",
  "=cmd|' /C calc'!A0",
  '_x003D_1',
]
const hostile: Tool[] = dangerous.map((name) => ({ name, due: '2026-03-01', count: -2, note: `${name},"x"` }))

test('a workbook carries its watermark under the title, on every page and in the last sheet', async () => {
  assert.deepEqual(await exportSheet(table(hostile, folder.path('out.xlsx'))), { rows: hostile.length })
  const book = new Excel.Workbook()
  await book.xlsx.readFile(folder.path('out.xlsx'))
  const [sheet, notes] = book.worksheets
  assert.equal(sheet!.getCell('A1').value, '工具清单')
  assert.equal(sheet!.getCell('A2').value, '某县 A&B　张三 于 2026-11-03 10:00 导出　编号 DC-7')
  assert.match(String(sheet!.headerFooter.oddFooter), /某县 A&&B　张三.*编号 DC-7&C第 &P 页，共 &N 页$/)
  assert.match(String(sheet!.headerFooter.oddHeader), /^&L工具清单&R某县 A&&B/)
  assert.equal(sheet!.pageSetup.printTitlesRow, '3:3')
  assert.equal(notes!.name, noteSheet)
  const said = new Map(
    notes!.getSheetValues().flatMap((row) => (Array.isArray(row) ? [[row[1], row[2]] as const] : [])),
  )
  assert.deepEqual(
    ['导出人', '导出时间', '导出编号', '筛选条件', '行数'].map((name) => said.get(name)),
    ['张三', '2026-11-03 10:00', 'DC-7', '状态：全部', hostile.length],
  )
})

test('nothing in a workbook becomes a formula, numbers and dates stay what they are', async () => {
  await exportSheet(table(hostile, folder.path('hostile.xlsx')))
  const book = new Excel.Workbook()
  await book.xlsx.readFile(folder.path('hostile.xlsx'))
  const sheet = book.worksheets[0]!
  for (let line = 4; line < 4 + hostile.length; line++) {
    assert.equal(sheet.getCell(`A${line}`).type, Excel.ValueType.String)
    assert.deepEqual(sheet.getCell(`B${line}`).value, new Date('2026-03-01T00:00:00Z'))
    assert.equal(sheet.getCell(`C${line}`).value, -2)
  }
})

test('nothing in a CSV file becomes a formula, and reading it back gives what went out', async () => {
  assert.deepEqual(await exportCsv(table(hostile, folder.path('out.csv'))), { rows: hostile.length })
  const text = await readFile(folder.path('out.csv'), 'utf8')
  assert.ok(text.startsWith('\ufeff工具清单\r\n某县 A&B　张三 于'))
  const lines = text.split('\r\n').slice(4, -1)
  assert.ok(
    lines.every((line) => /^"?'|^_x/.test(line)),
    text,
  )
  assert.ok(lines.every((line) => line.includes(',2026-03-01,-2,')))
})

test('an export can be read as an import', async () => {
  const rows: Tool[] = dangerous.map((name, at) => ({
    name: `${name}${at}`.trim(),
    due: '2026-03-01',
    count: at + 1,
  }))
  const plain: Tool[] = [...rows, { name: '卷尺', note: '一\n二' }]
  await exportSheet(table(plain, folder.path('again.xlsx')))
  await exportCsv(table(plain, folder.path('again.csv')))
  for (const name of ['again.xlsx', 'again.csv']) {
    const reading = await readSheet(tools, folder.path(name))
    assert.ok(reading.ok, JSON.stringify(reading))
    assert.deepEqual(reading.bad, [])
    assert.deepEqual(
      reading.rows.map((row) => row.value),
      plain,
    )
    assert.deepEqual(reading.otherSheets, [])
  }
})

test('a text longer than a cell is cut with a word about it', async () => {
  await exportSheet(table([{ name: '长'.repeat(40_000) }], folder.path('long.xlsx')))
  const book = new Excel.Workbook()
  await book.xlsx.readFile(folder.path('long.xlsx'))
  const text = String(book.worksheets[0]!.getCell('A4').value)
  assert.equal(text.length, 32_767)
  assert.match(text, /截断）$/)
  assert.match(JSON.stringify(book.worksheets[1]!.getSheetValues()), /有 1 个单元格/)
})

for (const write of [exportSheet, exportCsv]) {
  test(`${write.name} waits for a slow output instead of filling memory`, async () => {
    let release = (): void => {}
    const out = new Writable({
      write: (_chunk, _encoding, done) => {
        release = done
      },
    })
    let taken = 0
    const rows = async function* (): AsyncGenerator<Tool> {
      for (; taken < 200_000; taken++) yield { name: crypto.randomUUID() + crypto.randomUUID() }
    }
    const writing = write(table(rows(), out))
    // Until nothing moves for a while; a busy machine only makes that take longer.
    for (let before = -1; taken === 0 || taken !== before; ) {
      before = taken
      await sleep(500)
    }
    assert.ok(taken < 100_000, `${taken} rows were taken`)
    out.destroy(new Error('the browser left'))
    release()
    await assert.rejects(writing, /the browser left/)
  })

  test(`${write.name} leaves no half file when the rows end in an error`, async () => {
    const out = folder.path(`broken-${write.name}`)
    const rows = async function* (): AsyncGenerator<Tool> {
      yield { name: '卷尺' }
      throw new Error('the query was cancelled')
    }
    await assert.rejects(write(table(rows(), out)), /the query was cancelled/)
    assert.ok(!existsSync(out) && !existsSync(`${out}.part`))
  })
}
