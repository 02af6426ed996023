import assert from 'node:assert/strict'
import { test } from 'node:test'
import Excel from 'exceljs'
import fc from 'fast-check'
import { choiceSheet, guideSheet, markSheet } from './definition.ts'
import { temporaryFolder, tools } from './fixtures/tools.ts'
import { readSheet } from './read-sheet.ts'
import { writeTemplate } from './template.ts'
import { normaliseText } from './text.ts'

const folder = temporaryFolder()

const textsOf = (row: Excel.Row): unknown[] => (row.values as unknown[]).slice(1)

async function opened(file: string): Promise<Excel.Workbook> {
  const book = new Excel.Workbook()
  await book.xlsx.readFile(file)
  return book
}

test('the template shows, explains and limits what is to be written', async () => {
  const long = Array.from({ length: 200 }, (_, at) => ({ code: `c${at}`, label: `选项,"${at}"号` }))
  const columns = tools.columns.map((column) =>
    column.key === 'state' ? { ...column, choices: long } : column,
  )
  await writeTemplate({ ...tools, columns }, folder.path('template.xlsx'))
  const book = await opened(folder.path('template.xlsx'))
  const sheet = book.getWorksheet('工具清单')!
  assert.deepEqual(textsOf(sheet.getRow(1)), ['工具名称 *', '归还时限', '数量', '状态', '说明'])
  assert.deepEqual(
    sheet.views.map((view) => [view.state, (view as { ySplit?: number }).ySplit]),
    [['frozen', 1]],
  )
  assert.deepEqual(
    [1, 2, 3, 4, 5].map((at) => sheet.getColumn(at).numFmt),
    ['@', 'yyyy-mm-dd', '0', '@', '@'],
  )
  const list = sheet.getCell('D50001').dataValidation
  assert.deepEqual([list.type, list.formulae], ['list', [`'${choiceSheet}'!$A$1:$A$200`]])
  assert.equal(sheet.getCell('B2').dataValidation.type, 'date')
  assert.equal(sheet.getCell('C2').dataValidation.type, 'whole')
  assert.equal(sheet.getCell('A2').dataValidation.prompt, '写全称')
  assert.equal(book.getWorksheet(choiceSheet)!.getCell('A200').value, '选项,"199"号')
  assert.equal(book.getWorksheet(choiceSheet)!.state, 'veryHidden')
  assert.equal(book.getWorksheet(markSheet)!.state, 'veryHidden')
  assert.equal(book.getWorksheet(markSheet)!.getCell('B2').value, '3')

  const guide: unknown[][] = []
  book.getWorksheet(guideSheet)!.eachRow((row) => guide.push(textsOf(row)))
  assert.deepEqual(guide.at(-5), ['工具名称', '必填', '写全称', '文字', '卷尺'])
  assert.match(String(guide.at(-2)?.[3]), /^选项,"0"号、/)
})

test('an empty template is no import; a filled one is', async () => {
  await writeTemplate(tools, folder.path('empty.xlsx'))
  const empty = await readSheet(tools, folder.path('empty.xlsx'))
  assert.ok(!empty.ok && empty.problem.code === 'no_rows')

  const known = [
    { name: '卷尺', due: '2026-03-01', count: 2, state: 'out', note: '一\n二' },
    { name: '0012' },
  ]
  await writeTemplate(tools, folder.path('filled.xlsx'), known)
  const book = await opened(folder.path('filled.xlsx'))
  assert.equal(book.worksheets[0]!.getCell('D2').value, '借出未还')
  const reading = await readSheet(tools, folder.path('filled.xlsx'))
  assert.ok(reading.ok)
  assert.deepEqual(
    reading.rows.map((row) => row.value),
    known,
  )
  assert.deepEqual([reading.sheet, reading.otherSheets, reading.bad], ['工具清单', [], []])
})

test('a template saved again by another program is still read', async () => {
  await writeTemplate(tools, folder.path('before.xlsx'), [{ name: '卷尺', due: '2026-03-01', state: 'in' }])
  const book = await opened(folder.path('before.xlsx'))
  book.worksheets[0]!.getCell('A3').value = {
    richText: [{ text: '锤' }, { text: '子', font: { bold: true } }],
  }
  book.worksheets[0]!.getCell('B3').value = new Date('2026-04-02T00:00:00Z')
  await book.xlsx.writeFile(folder.path('after.xlsx'))
  const reading = await readSheet(tools, folder.path('after.xlsx'))
  assert.ok(reading.ok)
  assert.deepEqual(
    reading.rows.map((row) => row.value),
    [
      { name: '卷尺', due: '2026-03-01', state: 'in' },
      { name: '锤子', due: '2026-04-02' },
    ],
  )
})

test('any row of texts comes back as it was, normalised', async () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'=+-@\'"&<>;_x0041_　０９ \n\r,整改這裡') }),
  )
  // Controls and damage are refused (refusals have their own tests); here is what must survive.
  const clean = word.map((text) => text.toWellFormed().replace(/[^\P{C}\n]|[\ufffd\ufffe\uffff]/gu, ''))
  const row = fc.record({ name: clean.filter((text) => normaliseText(text) !== ''), note: clean })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const unique = rows.map(({ name, note }, at) => ({ name: `${at}.${name}`, note }))
      await writeTemplate(tools, folder.path('any.xlsx'), unique)
      const reading = await readSheet(tools, folder.path('any.xlsx'))
      assert.ok(reading.ok)
      assert.deepEqual(reading.bad, [])
      assert.deepEqual(
        reading.rows.map(({ value }) => [value.name, value.note ?? '']),
        unique.map(({ name, note }) => [normaliseText(name), normaliseText(note, { multiline: true })]),
      )
    }),
    { numRuns: 15 },
  )
})
