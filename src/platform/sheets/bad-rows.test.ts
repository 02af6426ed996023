import assert from 'node:assert/strict'
import { test } from 'node:test'
import Excel from 'exceljs'
import { writeBadRows } from './bad-rows.ts'
import { temporaryFolder, tools } from './fixtures/tools.ts'
import { readSheet } from './read-sheet.ts'

const folder = temporaryFolder()

/** A filled table with a title above, one good row, and four bad ones. */
async function saved(): Promise<string> {
  const book = new Excel.Workbook()
  const sheet = book.addWorksheet('三月')
  sheet.addRow(['三月借出'])
  sheet.addRow(['数量', '工具名称', '归还时限', '状态'])
  sheet.addRow([1, '卷尺', '2026-03-01', '在库'])
  sheet.addRow([{ formula: '1+1', result: 2 }, '锤子', new Date('2026-04-02T00:00:00Z'), '在库'])
  sheet.addRow([3, '', '某天', '丢了'])
  sheet.addRow([4, Number('110101199001010123'), '2026-03-01', '=在库'])
  sheet.addRow([5, '卷尺', '2026/3/1', 'out'])
  await book.xlsx.writeFile(folder.path('source.xlsx'))
  return folder.path('source.xlsx')
}

test('bad rows go out as they were with the reason last, and come in again once put right', async () => {
  const source = await saved()
  const reading = await readSheet(tools, source)
  assert.ok(reading.ok)
  assert.equal(reading.rows.length, 1)
  await writeBadRows(tools, source, reading.bad, folder.path('bad.xlsx'))

  const book = new Excel.Workbook()
  await book.xlsx.readFile(folder.path('bad.xlsx'))
  const sheet = book.getWorksheet('工具清单')!
  assert.equal(sheet.getCell('F1').value, '原因')
  assert.deepEqual((sheet.getRow(2).values as unknown[]).slice(1, 5), [
    '锤子',
    new Date('2026-04-02T00:00:00Z'),
    2,
    '在库',
  ])
  assert.match(String(sheet.getCell('F2').value), /^原第4行：「数量」是公式.*请核对$/)
  assert.match(
    String(sheet.getCell('F3').value),
    /^原第5行：「工具名称」不能为空.*；「归还时限」不是日期.*；「状态」不在/,
  )
  assert.equal((sheet.getCell('B3').fill as Excel.FillPattern).fgColor?.argb, 'FFFFCDD2')
  assert.match(String(sheet.getCell('F5').value), /^原第7行：与第3行重复/)

  const again = await readSheet(tools, folder.path('bad.xlsx'))
  assert.ok(again.ok, JSON.stringify(again))
  assert.deepEqual(
    again.rows.map((row) => row.value),
    [
      { name: '锤子', due: '2026-04-02', count: 2, state: 'in' },
      { name: '卷尺', due: '2026-03-01', count: 5, state: 'out' },
    ],
  )
  const codes = (line: number) => again.bad.filter((cell) => cell.line === line).map((cell) => cell.code)
  assert.deepEqual(codes(3), ['required', 'not_a_date', 'not_a_choice'])
  assert.deepEqual(codes(4), ['precision_lost', 'not_a_choice'], 'the lost digits stay lost')
  assert.deepEqual(
    again.bad.filter((cell) => cell.line === 3).map((cell) => cell.reason.replace('第3行', '')),
    reading.bad.filter((cell) => cell.line === 5).map((cell) => cell.reason.replace('第5行', '')),
  )

  sheet.getCell('A3').value = '锯子'
  sheet.getCell('B3').value = '2026年5月1日'
  sheet.getCell('D3').value = '在库'
  sheet.getCell('A4').value = '刨子'
  sheet.getCell('D4').value = 'in'
  await book.xlsx.writeFile(folder.path('right.xlsx'))
  const right = await readSheet(tools, folder.path('right.xlsx'))
  assert.ok(right.ok)
  assert.deepEqual([right.rows.length, right.bad.length], [4, 0])
})

test('bad rows of a CSV file', async () => {
  const source = await folder.save('source.csv', '工具名称,数量\n卷尺,两件\n锤子,1\n=1+1,2\n')
  const reading = await readSheet(tools, source)
  assert.ok(reading.ok)
  await writeBadRows(tools, source, reading.bad, folder.path('bad-csv.xlsx'))
  const again = await readSheet(tools, folder.path('bad-csv.xlsx'))
  assert.ok(again.ok)
  assert.deepEqual(
    again.bad.map((cell) => [cell.line, cell.code]),
    [
      [2, 'not_an_integer'],
      [3, 'required'],
    ],
  )
})
