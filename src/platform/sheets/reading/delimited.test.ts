import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryFolder, tools } from '../fixtures/tools.ts'
import { readSheet } from '../read-sheet.ts'

const folder = temporaryFolder()

async function read(data: string | Uint8Array) {
  const reading = await readSheet(tools, await folder.save('table.csv', data))
  assert.ok(reading.ok, JSON.stringify(reading))
  return reading
}

const table = '工具清单,,\r\n工具名称,数量,说明\r\n卷尺,2,"一行\r\n又一行"\r\n,,\r\n锤子,3,\r\n'
const expected = [
  { line: 3, value: { name: '卷尺', count: 2, note: '一行\n又一行' }, key: '卷尺|' },
  { line: 5, value: { name: '锤子', count: 3 }, key: '锤子|' },
]

/** 工具名称,数量 / 卷尺,2 / 镕基,4 in GB18030; 镕 needs GBK, 㐂 four bytes. */
const gb18030 = Buffer.from(
  'b9a4bedfc3fbb3c62ccafdc1bf0d0abeedb3df2c320d0ae946bbf92c340d0a8139ee392c350d0a'.replaceAll(' ', ''),
  'hex',
)

test('UTF-8 with and without mark, and UTF-16', async () => {
  assert.deepEqual((await read(table)).rows, expected)
  assert.deepEqual((await read(`\ufeff${table}`)).rows, expected)
  assert.deepEqual(
    (await read(Buffer.from(`\ufeff${table.replaceAll(',', '\t')}`, 'utf16le'))).rows,
    expected,
  )
})

test('GB18030 is recognised', async () => {
  const { rows, bad } = await read(gb18030)
  assert.deepEqual(bad, [])
  assert.deepEqual(
    rows.map((row) => row.value),
    [
      { name: '卷尺', count: 2 },
      { name: '镕基', count: 4 },
      { name: new TextDecoder('gb18030').decode(Buffer.from('8139ee39', 'hex')), count: 5 },
    ],
  )
})

test('comma, semicolon or tab, whichever makes the headings', async () => {
  for (const delimiter of [',', ';', '\t']) {
    assert.deepEqual((await read(table.replaceAll(',', delimiter))).rows, expected)
  }
  const title = await read('关于工具,清点,借用,归还的情况\n工具名称;数量\n卷尺;1,200\n')
  assert.deepEqual(title.rows[0]?.value, { name: '卷尺', count: 1200 })
})

test('what Excel would compute is refused, guarded text comes back without its guard', async () => {
  const { rows, bad } = await read(
    '工具名称,数量\n=1+1,1\n"=""001""",1\n\'=1+1,1\n\'\'=x,1\n\'平凡,1\n-尺,1\n',
  )
  assert.deepEqual(
    bad.map((cell) => [cell.line, cell.code]),
    [
      [2, 'formula'],
      [3, 'formula'],
    ],
  )
  assert.deepEqual(
    rows.map((row) => row.value.name),
    ['=1+1', "'=x", "'平凡", '-尺'],
  )
})

test('a long number that Excel saved as it showed it has lost its tail', async () => {
  const { bad } = await read('工具名称,数量\n1.10101E+17,1\n')
  assert.equal(bad[0]?.code, 'precision_lost')
})
