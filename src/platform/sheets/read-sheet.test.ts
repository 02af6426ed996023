import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tool } from './fixtures/tools.ts'
import { temporaryFolder, toolHeadings, tools } from './fixtures/tools.ts'
import { sheetRow, workbookParts, zipByHand } from './fixtures/zip-by-hand.ts'
import { readSheet, type SheetReading } from './read-sheet.ts'

const folder = temporaryFolder()
type Read = Extract<SheetReading<Tool>, { ok: true }>

async function read(data: string | Uint8Array): Promise<Read> {
  const reading = await readSheet(tools, await folder.save('table', data))
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading
}
const readRows = (...rows: string[]): Promise<Read> =>
  read(zipByHand(workbookParts(sheetRow(...toolHeadings) + rows.join(''))))
const values = (reading: Read): Tool[] => reading.rows.map((row) => row.value)

test('headings may stand in any order, below a title, with marks, in traditional characters', async () => {
  const rows =
    sheetRow('二〇二六年清單') + sheetRow('說明', '数 量 *', '工具名稱（必填）') + sheetRow('好用', 3, '卷尺')
  const reading = await read(zipByHand(workbookParts(rows)))
  assert.deepEqual(reading.rows, [{ line: 3, value: { note: '好用', count: 3, name: '卷尺' }, key: '卷尺|' }])
  assert.equal(reading.sheet, '一')
})

test('dates come in every usual writing and as serials', async () => {
  const due = ['2026-03-01', '2026/3/1', '2026年3月1日', '20260301', 20260301, 46082, 46082.5]
  const reading = await readRows(...due.map((date, at) => sheetRow(`尺${at}`, date)))
  assert.deepEqual(
    values(reading).map((tool) => tool.due),
    due.map(() => '2026-03-01'),
  )
  const wrong = await readRows(sheetRow('尺', '2026-02-30'), sheetRow('尺', 2026))
  assert.deepEqual(
    wrong.bad.map((cell) => [cell.line, cell.column, cell.value, cell.code]),
    [
      [2, '归还时限', '2026-02-30', 'not_a_date'],
      [3, '归还时限', '2026', 'not_a_date'],
    ],
  )
  assert.match(wrong.bad[0]!.reason, /^第2行「归还时限」不是日期，请写成/)
})

test('styles decide what a number in a text column is, wherever they stand in the file; so does the 1904 calendar', async () => {
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="31"/></cellXfs></styleSheet>'
  const rows =
    sheetRow(...toolHeadings) +
    sheetRow('<c s="1"><v>46082</v></c>') +
    sheetRow('<c s="2"><v>46083.5</v></c>') +
    sheetRow(46084)
  const parts = workbookParts(rows, { 'xl/styles.xml': { data: styles } })
  assert.deepEqual(values(await read(zipByHand(parts))), [
    { name: '2026-03-01' },
    { name: '2026-03-02 12:00' },
    { name: '46084' },
  ])
  const book =
    '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="一" r:id="r1"/></sheets></workbook>'
  const old = workbookParts(sheetRow(...toolHeadings) + sheetRow('尺', 44620), {
    'xl/workbook.xml': { data: book },
  })
  assert.equal(values(await read(zipByHand(old)))[0]?.due, '2026-03-01')
})

test('shared strings: runs joined, readings left out, escapes decoded, prefixes of any kind', async () => {
  const strings =
    '<x:sst xmlns:x="m"><x:si><x:t>卷</x:t>\n<x:rPh><x:t>juǎn</x:t></x:rPh></x:si>' +
    '<x:si><x:r><x:t>一</x:t></x:r><x:r><x:t xml:space="preserve"> &lt;b&gt;</x:t></x:r></x:si>' +
    '<x:si><x:t>一_x000A_二 _x005F_x0041_ &amp;lt;</x:t></x:si></x:sst>'
  const cell = (index: number) => `<c t="s"><v>${index}</v></c>`
  const rows = sheetRow('工具名称', '说明') + sheetRow(cell(0), cell(2)) + sheetRow(cell(1))
  const parts = workbookParts(rows, { 'xl/sharedStrings.xml': { data: strings } })
  assert.deepEqual(values(await read(zipByHand(parts))), [
    { name: '卷', note: '一\n二 _x0041_ &lt;' },
    { name: '一 <b>' },
  ])
})

test('formulas are refused cell by cell, also those that an array formula fills', async () => {
  const reading = await readRows(
    sheetRow('尺', '2026-03-01', '<c><f>1+1</f><v>2</v></c>'),
    sheetRow('锤', '', '<c r="C3"><f t="array" ref="C3:C4">A1:A2</f><v>3</v></c>'),
    sheetRow('锯', '', '<c r="C4"><v>4</v></c>'),
    sheetRow('刨', '', '<c t="e"><v>#N/A</v></c>'),
  )
  assert.deepEqual(
    reading.bad.map((cell) => [cell.line, cell.column, cell.value, cell.code]),
    [
      [2, '数量', '2', 'formula'],
      [3, '数量', '3', 'formula'],
      [4, '数量', '4', 'formula'],
      [5, '数量', '#N/A', 'error_value'],
    ],
  )
  assert.match(reading.bad[0]!.reason, /请改为数值或文字/)
  assert.deepEqual(reading.rows, [])
})

test('choices are taken by label or code, without regard to 简/繁, width and spaces', async () => {
  const said = ['在库', 'out', '借出未還', ' 在 庫 ', 'ＯＵＴ']
  const reading = await readRows(...said.map((state, at) => sheetRow(`尺${at}`, '', '', state)))
  assert.deepEqual(
    values(reading).map((tool) => tool.state),
    ['in', 'out', 'out', 'in', 'out'],
  )
  const wrong = await readRows(sheetRow('尺', '', '', '丢了'))
  assert.match(wrong.bad[0]!.reason, /第2行「状态」不在可选范围内.*在库、借出未还/)
})

test('integers are plain numbers; long numbers that lost their tail are caught', async () => {
  const good = ['２', '1,200', '3.0', 4]
  const reading = await readRows(...good.map((count, at) => sheetRow(`尺${at}`, '', count)))
  assert.deepEqual(
    values(reading).map((tool) => tool.count),
    [2, 1200, 3, 4],
  )
  const wrong = await readRows(
    sheetRow('尺', '', '3件'),
    sheetRow('锤', '', 2.5),
    sheetRow('<c><v>1.1010119900101E+17</v></c>'),
  )
  assert.deepEqual(
    wrong.bad.map((cell) => cell.code),
    ['not_an_integer', 'not_an_integer', 'precision_lost'],
  )
})

test('text: trimmed, required, not too long, without controls and damage, nowhere beside the headings', async () => {
  const reading = await readRows(
    sheetRow('　卷尺　２ 米 '),
    sheetRow('', '2026-03-01'),
    sheetRow('长'.repeat(10_001)),
    sheetRow('a_x0007_b'),
    sheetRow('整\ufffd改'),
    sheetRow('尺', '', '', '', '', '', '旁注'),
  )
  assert.deepEqual(values(reading), [{ name: '卷尺 2 米' }])
  assert.deepEqual(
    reading.bad.map((cell) => [cell.line, cell.column, cell.code]),
    [
      [3, '工具名称', 'required'],
      [4, '工具名称', 'too_long'],
      [5, '工具名称', 'control_characters'],
      [6, '工具名称', 'damaged_text'],
      [7, 'G 列', 'no_heading'],
    ],
  )
  assert.ok(reading.bad[1]!.value!.length <= 41)
})

test("the row's schema speaks Chinese, once per column, with the example", async () => {
  const reading = await readRows(sheetRow('尺', '某天', 0), sheetRow('长'.repeat(201)))
  assert.deepEqual(
    reading.bad.map((cell) => cell.reason),
    [
      '第2行「归还时限」不是日期，请写成 2026-03-01 的样子（年月日都要有）',
      '第2行「数量」不能小于 1，请改正，例如：2',
      '第3行「工具名称」最多 200 个字，现在超过了，请精简，例如：卷尺',
    ],
  )
})

test('a second row about the same thing is a duplicate, and reading twice gives the same keys', async () => {
  const rows = [
    sheetRow('卷尺', '2026/3/1'),
    sheetRow('锤'),
    sheetRow(' 卷尺', 46082),
    sheetRow('卷尺', '2026年3月1日'),
  ]
  const reading = await readRows(...rows)
  assert.deepEqual(reading.duplicates, [{ key: '卷尺|2026-03-01', lines: [2, 4, 5] }])
  assert.deepEqual(
    reading.bad.map((cell) => cell.reason),
    ['第4行与第2行重复，请删去其中一行，或改正内容', '第5行与第2行重复，请删去其中一行，或改正内容'],
  )
  assert.deepEqual((await readRows(...rows)).rows, reading.rows)
})

test('other visible sheets are named, so that nobody believes them imported', async () => {
  const book =
    '<workbook xmlns:r="r"><sheets><sheet name="一月" r:id="r1"/><sheet name="二月" r:id="r1"/></sheets></workbook>'
  const parts = workbookParts(sheetRow(...toolHeadings) + sheetRow('尺'), {
    'xl/workbook.xml': { data: book },
  })
  const reading = await read(zipByHand(parts))
  assert.deepEqual([reading.sheet, reading.otherSheets], ['一月', ['二月']])
})
