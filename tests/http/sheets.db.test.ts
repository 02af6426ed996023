import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Excel from 'exceljs'
import type { Preview } from '#features/imports/api.ts'
import { newId } from '#platform/ids.ts'
import { inTemporaryFolder } from '#platform/temporary-folder.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { day, type House, openHouse } from './house.ts'

/** Lists go in and out over HTTP: template, upload, preview, import, bad rows, export. */

let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const as = (name: PersonName) => ({ token: house.east.tokens[name] })

async function upload(name: string, content: Buffer, by: PersonName = 'office'): Promise<string> {
  const answer = await house.ask('/api/v1/uploads', {
    ...{ method: 'POST', payload: content, ...as(by) },
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-length': String(content.length) },
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
  })
  assert.equal(answer.statusCode, 201, answer.body)
  return String(answer.headers.location).split('/').at(-1)!
}

const HEADINGS = '单位名称,问题来源,年度,问题类别,性质,范围,新老,问题标题,反馈原文,反馈日期'
const line = (place: string, title: string, text = `原文：${title}`, on = day(-1)) =>
  `${place},巡察,2025,人居环境,一般问题,个性,新问题,${title},${text},${on}`
const csv = (...lines: string[]) => Buffer.from(`${HEADINGS}\n${lines.join('\n')}\n`)

const preview = async (uploadId: string, by: PersonName = 'office', headers = {}) =>
  house.api('/imports/problems/preview', { body: { uploadId }, headers, ...as(by) })
const confirm = (uploadId: string, given: object = {}) =>
  house.api('/imports/problems', { body: { commandId: newId(), uploadId, goodOnly: false, ...given } })

async function workbook(bytes: Buffer): Promise<Excel.Workbook> {
  return inTemporaryFolder(async (folder) => {
    writeFileSync(join(folder, 'book.xlsx'), bytes)
    const book = new Excel.Workbook()
    await book.xlsx.readFile(join(folder, 'book.xlsx'))
    return book
  })
}

test('a filled list is looked at, imported once, and taken out again by whoever may see it', async () => {
  const template = await house.api('/imports/problems/template')
  assert.equal(template.statusCode, 200)
  assert.match(String(template.headers['content-disposition']), /filename\*=UTF-8''%E9%97%AE%E9%A2%98/)
  const book = await workbook(template.rawPayload)
  assert.equal(book.worksheets[0]?.getCell('B1').text, '单位名称')

  const uploadId = await upload(
    '问题.csv',
    csv(line('上河村', '甲'), line('下河村', '乙'), line('柳岸村', '丙')),
  )
  const looked = (await preview(uploadId)).json<Preview>()
  assert.deepEqual(
    [looked.total, looked.good, looked.changed, looked.unchanged, looked.bad, looked.kept, looked.fileName],
    [3, 3, 0, 0, [], true, '问题.csv'],
  )
  assert.deepEqual(
    [looked.sample[0]?.问题来源, looked.sample[0]?.问题标题, looked.sample[0]?.密级],
    ['巡察', '甲', '内部'],
  )
  const commandId = newId()
  const done = await confirm(uploadId, { commandId })
  assert.deepEqual(done.json(), { created: 3, changed: 0, unchanged: 0, rejected: 0 })
  assert.deepEqual((await confirm(uploadId, { commandId })).json(), done.json())
  assert.deepEqual((await confirm(uploadId)).json(), { created: 0, changed: 0, unchanged: 3, rejected: 0 })

  const taken = async (by: PersonName) => {
    const answer = await house.api('/problems/export?year=2025', as(by))
    assert.equal(answer.statusCode, 200, answer.body)
    const { worksheets } = await workbook(answer.rawPayload)
    const sheet = worksheets[0]!
    return sheet.getColumn(4).values.slice(4)
  }
  assert.deepEqual(await taken('office'), ['上河村', '下河村', '柳岸村'])
  assert.deepEqual(await taken('villageSecretary'), ['上河村'])
})

test('bad rows stop the file, are listed, and come back as a workbook', async () => {
  const uploadId = await upload(
    '错.csv',
    csv(line('上河村', '丁'), line('无名村', '戊'), line('上河村', '己', '原文己', '某天')),
  )
  const { bad, good } = (await preview(uploadId)).json<Preview>()
  assert.equal(good, 1)
  assert.deepEqual(
    bad.map((row) => [row.line, row.column, row.value, row.confirm]),
    [
      [3, '单位名称', '无名村', null],
      [4, '反馈日期', '某天', null],
    ],
  )
  assert.match(bad[0]!.reason, /^本县没有叫「无名村」的单位/)
  const refused = await confirm(uploadId)
  assert.equal(refused.statusCode, 422)
  assert.deepEqual(
    refused.json().error.issues.map(({ path, reason }: { path: string; reason: string }) => [path, reason]),
    [
      ['rows.3', 'bad_row'],
      ['rows.4', 'bad_row'],
    ],
  )
  const rows = await house.api(`/imports/problems/bad-rows?upload=${uploadId}`)
  assert.equal(rows.statusCode, 200)
  assert.equal((await workbook(rows.rawPayload)).worksheets[0]?.rowCount, 3)
  assert.deepEqual((await confirm(uploadId, { goodOnly: true })).json(), {
    ...{ created: 1, changed: 0, unchanged: 0, rejected: 2 },
  })
})

test('a list that holds what may not be here is deleted, and an asking rule can be answered', async () => {
  const secret = csv(line('上河村', '庚', '保管的文件标注机密★五年'), line('上河村', '辛'))
  const uploadId = await upload('清单.csv', secret)
  const { bad, kept } = (await preview(uploadId)).json<Preview>()
  assert.equal(kept, false)
  assert.match(bad[0]!.reason, /^触及录入边界：.*不得录入/)
  assert.equal((await confirm(uploadId, { goodOnly: true })).statusCode, 422)
  const { rows } = await house.test.owner.query(
    'SELECT count(*)::int AS n FROM uploads u WHERE id = $1 UNION ALL SELECT count(*)::int FROM refused_attempts WHERE act = $2',
    [uploadId, 'import'],
  )
  assert.deepEqual(rows, [{ n: 0 }, { n: 1 }])

  const asked = await upload('问.csv', csv(line('上河村', '组织学习机密级文件管理规定')))
  const first = (await preview(asked)).json<Preview>()
  assert.deepEqual([first.kept, first.bad[0]?.confirm], [true, 'secret.grade'])
  const headers = { 'x-boundary-confirmed': 'secret.grade' }
  assert.deepEqual((await preview(asked, 'office', headers)).json<Preview>().bad, [])
})

test('who may not import is told so, and nobody reads another’s upload', async () => {
  const uploadId = await upload('我的.csv', csv(line('上河村', '壬')))
  assert.equal((await preview(uploadId, 'villageSecretary')).statusCode, 403)
  assert.equal((await preview(uploadId, 'inspector')).statusCode, 422)
  assert.equal((await preview(newId())).statusCode, 422)
  assert.equal((await house.api('/imports/people/template', as('inspector'))).statusCode, 403)
  assert.equal((await house.api('/imports/everything/template')).statusCode, 404)
  const west = { token: house.west.tokens.office, county: house.west }
  assert.equal(
    (await house.api('/imports/problems/preview', { body: { uploadId }, ...west })).statusCode,
    422,
  )
})

test('what is no table is refused in words that say what to do', async () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
    'base64',
  )
  const refused = await preview(await upload('图.png', png))
  assert.equal(refused.statusCode, 422)
  const [issue] = refused.json().error.issues
  assert.deepEqual([issue.path, issue.reason], ['uploadId', 'sheet_not_a_table'])
  assert.match(issue.detail, /这不是表格文件/)
})
