import assert from 'node:assert/strict'
import { truncate } from 'node:fs/promises'
import { test } from 'node:test'
import { temporaryFolder, toolHeadings, tools } from './fixtures/tools.ts'
import { sheetRow, workbookParts, zipByHand } from './fixtures/zip-by-hand.ts'
import type { SheetLimits } from './limits.ts'
import type { ProblemCode } from './problems.ts'
import { readSheet } from './read-sheet.ts'
import { writeTemplate } from './template.ts'

const folder = temporaryFolder()

async function refused(
  data: string | Uint8Array,
  code: ProblemCode,
  limits: Partial<SheetLimits> = {},
): Promise<string> {
  // Whatever the file is called: only its content counts.
  const reading = await readSheet(tools, await folder.save(`${code}.xlsx`, data), { limits })
  assert.ok(!reading.ok, `${code}: read without complaint`)
  assert.equal(reading.problem.code, code)
  assert.match(reading.problem.message, /\p{Script=Han}.*。$/u)
  return reading.problem.message
}

const good = sheetRow(...toolHeadings) + sheetRow('卷尺', '2026-03-01', 2, '在库')
const workbook = (...args: Parameters<typeof workbookParts>) => zipByHand(workbookParts(...args))
const named = (name: string, data: Buffer | string = 'x') => ({ [name]: { data } })

test('the workbook that the refusals below are made from is itself accepted', async () => {
  const reading = await readSheet(tools, await folder.save('good.xlsx', workbook(good)))
  assert.ok(reading.ok)
  assert.deepEqual(reading.bad, [])
  assert.deepEqual(reading.rows[0]?.value, { name: '卷尺', due: '2026-03-01', count: 2, state: 'in' })
})

test('files that are something else are told apart by content, with what to do', async () => {
  const ole = Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(70_000),
  ])
  assert.match(await refused(ole, 'old_excel'), /另存为/)
  ole.write('EncryptedPackage', 65_530, 'utf16le')
  assert.match(await refused(ole, 'encrypted'), /取消密码/)
  await refused('', 'empty_file')
  await refused('\ufeff\n<html><table><tr><td>工具名称</td></tr></table>', 'web_page')
  await refused('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', 'xml_spreadsheet')
  await refused('<?xml version="1.0"?><svg/>', 'not_a_table')
  await refused('%PDF-1.7\n', 'not_a_table')
  await refused(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0]), 'not_a_table')
  await refused(zipByHand([{ name: '照片.jpg', data: 'x' }]), 'not_a_workbook')
  await refused(zipByHand([]), 'not_a_workbook')
  await refused(workbook(good, { 'xl/workbook.xml': { data: '<document/>' } }), 'not_a_workbook')
  await refused(
    zipByHand([
      { name: 'mimetype', data: 'x' },
      { name: 'content.xml', data: 'x' },
    ]),
    'open_document',
  )
  await refused(workbook(good, named('xl/workbook.bin')), 'binary_workbook')
})

test('macros, links to elsewhere and passwords are refused', async () => {
  assert.match(await refused(workbook(good, named('xl/vbaProject.bin')), 'macros'), /不含宏/)
  await refused(workbook(good, named('xl/macrosheets/sheet1.xml')), 'macros')
  const types =
    '<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
  await refused(workbook(good, named('[Content_Types].xml', types)), 'macros')
  assert.match(
    await refused(workbook(good, named('xl/externalLinks/externalLink1.xml')), 'external_links'),
    /断开链接/,
  )
  await refused(workbook(good, named('xl/connections.xml')), 'external_links')
  await refused(workbook(good, { 'xl/workbook.xml': { encrypted: true } }), 'encrypted')
})

test('damaged and truncated files are refused', async () => {
  const whole = workbook(good)
  await refused(whole.subarray(0, whole.length - 30), 'damaged')
  await refused(whole.subarray(0, 200), 'damaged')
  await refused(workbook(good, { 'xl/worksheets/sheet1.xml': { crc: 1 } }), 'damaged')
  await refused(workbook('<row><c></row>'), 'damaged')
  await refused(workbook(sheetRow(...toolHeadings) + sheetRow('<c t="s"><v>9</v></c>')), 'damaged')
  await refused(workbook('<row r="9999999"/>'), 'damaged')
  await refused(workbook('<row r="2"/><row r="1"/>'), 'damaged')
  await refused(workbook('<row><c r="XFE1"><v>1</v></c></row>'), 'damaged')
  await refused(zipByHand([...workbookParts(good), { name: 'XL/workbook.xml', data: 'x' }]), 'damaged')
  await refused(zipByHand([...workbookParts(good), { name: '../up.xml', data: 'x' }]), 'damaged')

  await writeTemplate(tools, folder.path('cut.xlsx'))
  await truncate(folder.path('cut.xlsx'), 3_000)
  const reading = await readSheet(tools, folder.path('cut.xlsx'))
  assert.ok(!reading.ok && reading.problem.code === 'damaged')
})

test('entities that would expand without end never start to', async () => {
  const bomb =
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>'
  await refused(workbook(good, named('xl/worksheets/sheet1.xml', bomb)), 'damaged')
})

test('zip bombs: honest, lying low, lying high, and in many parts', async () => {
  const limits = { unpackedBytes: 4 * 1024 * 1024 }
  const sheet = 'xl/worksheets/sheet1.xml'
  const spaces = Buffer.alloc(6 * 1024 * 1024, ' ')
  const packed = workbook(good, { [sheet]: { data: spaces } })
  assert.ok(spaces.length / packed.length > 500, 'ratio of the bomb')
  await refused(packed, 'unpacked_too_large', limits)
  await refused(workbook(good, { [sheet]: { data: spaces, claims: 1_000 } }), 'size_mismatch', limits)
  await refused(workbook(good, { [sheet]: { claims: 4_000_000_000 } }), 'unpacked_too_large')
  await refused(workbook(good, { [sheet]: { claims: 5_000 } }), 'size_mismatch')
  const nested = workbook(good, named('xl/media/inner.zip', workbook(good, { [sheet]: { data: spaces } })))
  const reading = await readSheet(tools, await folder.save('nested.xlsx', nested), { limits })
  assert.ok(reading.ok, 'an inner zip is never opened')
  const many = Array.from({ length: 30 }, (_, at) => ({ name: `xl/media/${at}`, data: '' }))
  await refused(zipByHand([...workbookParts(good), ...many]), 'too_many_parts', { parts: 20 })
})

test('limits of size, rows, columns, faults and memory', async () => {
  await refused(workbook(good), 'file_too_large', { fileBytes: 100 })
  const rows = Array.from({ length: 11 }, (_, at) => sheetRow(`尺${at}`)).join('')
  await refused(workbook(sheetRow(...toolHeadings) + rows), 'too_many_rows', { rows: 10 })
  await refused(workbook(good + sheetRow(...toolHeadings)), 'too_many_columns', { columns: 4 })
  await refused(`${toolHeadings.join(',')}\n${'甲,'.repeat(300)}甲`, 'too_many_columns')
  const wrong = Array.from({ length: 11 }, () => sheetRow('尺', '某天')).join('')
  await refused(workbook(sheetRow(...toolHeadings) + wrong), 'too_many_bad', { bad: 10 })
  const huge = sheetRow(...toolHeadings) + sheetRow('尺'.repeat(30_000_000))
  await refused(workbook(huge), 'too_much_memory', { memoryMegabytes: 16 })
})

test('a reading that takes too long is stopped', async () => {
  assert.match(await refused(workbook(good), 'timeout', { milliseconds: 1 }), /停止/)
})

test('an abandoned reading rejects with the reason of the one who abandoned it', async () => {
  const file = await folder.save('abandoned.xlsx', workbook(good))
  const controller = new AbortController()
  const reading = readSheet(tools, file, { signal: controller.signal })
  controller.abort(new Error('left the page'))
  await assert.rejects(reading, /left the page/)
  await assert.rejects(readSheet(tools, file, { signal: AbortSignal.abort(new Error('before')) }), /before/)
})

test('headings: none, double, missing, unknown; sheets hidden; nothing below', async () => {
  assert.match(await refused(workbook(sheetRow('甲', '乙')), 'no_header'), /工具名称/)
  assert.match(
    await refused(workbook(sheetRow('工具名称', '数量', '数 量*')), 'duplicate_headings'),
    /「数量」/,
  )
  assert.match(
    await refused(workbook(sheetRow('数量', '状态', '名字')), 'missing_columns'),
    /「工具名称」.*「名字」/,
  )
  assert.match(await refused(workbook(sheetRow('工具名称', '数量', '颜色')), 'unknown_columns'), /「颜色」/)
  await refused(workbook(sheetRow(...toolHeadings)), 'no_rows')
  await refused(workbook(sheetRow(...toolHeadings) + sheetRow('　', ' ')), 'no_rows')
  const hidden =
    '<workbook xmlns:r="r"><sheets><sheet name="一" state="hidden" r:id="r1"/></sheets></workbook>'
  await refused(workbook(good, named('xl/workbook.xml', hidden)), 'no_sheet')
})

test('templates of another kind or version are recognised', async () => {
  await writeTemplate({ ...tools, kind: 'people', title: '人员' }, folder.path('people.xlsx'), [
    { name: '甲' },
  ])
  await writeTemplate({ ...tools, version: 2 }, folder.path('old.xlsx'), [{ name: '甲' }])
  const people = await readSheet(tools, folder.path('people.xlsx'))
  assert.ok(!people.ok && people.problem.code === 'wrong_template')
  const old = await readSheet(tools, folder.path('old.xlsx'))
  assert.ok(!old.ok && old.problem.code === 'outdated_template')
  assert.match(old.problem.message, /第 2 版.*第 3 版/)
})

test('text that is no table, in no known encoding, or with an open quote', async () => {
  await refused(Buffer.from([0x41, 0xff, 0x30, 0x30, 0x0a]), 'encoding')
  await refused(`${toolHeadings.join(',')}\n"卷尺,2026-03-01,2\n锤子`, 'csv_quotes')
  await refused('没有表格，只有一句话', 'no_header')
})
