import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { writeDivisionTables } from '#tests/support/division-tables.ts'
import { createOperator, type Operator } from '#tests/support/operator.ts'
import { command } from './county.ts'

/** Counties as an operator makes them, from tables in the form of the national ones. */

let base: TestDatabase
let operator: Operator
let dir: string

before(async () => {
  base = await createTestDatabase()
  operator = await createOperator(base, 'county', ['bihuan_owner', 'bihuan_app', 'bihuan_portal'])
  dir = operator.dir
  writeDivisionTables(dir)
})
after(async () => {
  await operator.close()
  await base.close()
})

const run = (line: string) => operator.run(command, line.split(' '))

const fromTables = () => run(`create --division 610522 --from ${dir}`)

test('tables that cannot be used are told of by file and column, and leave no half county', async () => {
  const wrong: [string, RegExp][] = [
    [`create --division 61052 --from ${dir}`, /6 位数字/],
    [`create --division 999999 --from ${dir}`, /areas\.csv 中没有代码为 999999/],
    [`create --division 610522 --from ${join(dir, 'nowhere')}`, /没有文件 .*areas\.csv/],
  ]
  for (const [line, reason] of wrong) {
    const { code, err } = await run(line)
    assert.equal(code, 1)
    assert.match(err, reason)
  }
  writeDivisionTables(dir, { villages: 'code,name,town\n1,"x",2\n' })
  assert.match((await fromTables()).err, /villages\.csv 的列不对：缺少 streetCode、areaCode/)
  writeDivisionTables(dir, { villages: 'code,name,streetCode,areaCode\n1,"村,610522101,610522\n' })
  assert.match((await fromTables()).err, /villages\.csv 不是完整的 CSV/)
  writeDivisionTables(dir, {
    villages: 'code,name,streetCode,areaCode\n610522999201,"村",610522999,610522\n',
  })
  assert.match((await fromTables()).err, /610522999.*不是同一版本/)
  assert.equal((await run('list')).out, '')
  assert.equal((await run('create --division 610522')).code, 2)
})

test('a county is built with its townships and villages, each with a history of its own, once', async () => {
  writeDivisionTables(dir)
  const made = await fromTables()
  assert.equal(made.code, 0, made.err)
  assert.equal(made.out, '1\t610522\t东山县')
  assert.match(made.err, /乡镇街道 3 个，村社区 3 个/)
  assert.match(made.err, /虚拟社区 1 个没有建立/)
  const { rows } = await base.owner.query(
    `SELECT o.code, o.kind, o.name, o.short_name, p.code AS parent, t.code AS township, h.length
     FROM organizations o LEFT JOIN organizations p ON p.county_id = o.county_id AND p.id = o.parent_id
     LEFT JOIN organizations t ON t.county_id = o.county_id AND t.id = o.township_id
     JOIN case_chains h ON h.county_id = o.county_id AND h.case_id = o.id ORDER BY o.code`,
  )
  assert.deepEqual(
    rows.map((row) => Object.values(row).join(' ')),
    [
      '610522 county 东山县 东山县   1',
      '610522001 street 城关街道 城关 610522 610522001 1',
      '610522001001 community 南新社区 南新社区 610522001 610522001 1',
      '610522101 township 石桥镇 石桥 610522 610522101 1',
      '610522101201 village 上河村 上河村 610522101 610522101 1',
      '610522101202 village 上河村村委会 上河村村委会 610522101 610522101 1',
      '610522400 committee 东山工业园区 东山工业园区 610522 610522400 1',
    ],
  )
  const again = await fromTables()
  assert.deepEqual([again.code, again.out], [1, ''])
  assert.match(again.err, /610522 的县已经建立（东山县），没有改动/)
  const other = await run(`create --division 610521 --from ${dir} --name 邻居县`)
  assert.match(other.out, /^1\t610522\t东山县\n2\t610521\t邻居县$/)
})

test('a county is given a host name or a path, which no other may have', async () => {
  assert.match((await run('host --code 610522 --to Dongshan.gov.test')).out, /东山县\tdongshan\.gov\.test/)
  assert.match((await run('prefix --code 610521 --to linxian')).out, /邻居县\t\/c\/linxian\//)
  for (const [line, reason] of [
    ['host --code 610521 --to dongshan.gov.test', /host：已被使用/],
    ['prefix --code 610522 --to linxian', /prefix：已被使用/],
    ['prefix --code 610522 --to Lin/xian', /prefix：写法不对/],
    ['host --code 610522 --to http://x', /host：写法不对/],
    ['host --code 1 --to x.test', /没有编码为 1 的县/],
  ] as const) {
    const { code, err } = await run(line)
    assert.equal(code, 1, line)
    assert.match(err, reason)
  }
  assert.equal((await run('host --code 610522')).code, 2)
  assert.match((await run('host --code 610522 --none')).out, /东山县$/m)
  const { rows } = await base.owner.query(
    `SELECT v.content FROM history h JOIN row_versions v USING (county_id, case_id, seq)
     WHERE h.entry->>'act' = 'setCountyAddress' ORDER BY h.county_id, h.seq`,
  )
  assert.deepEqual(
    rows.map(({ content }) => content),
    [{ host: 'dongshan.gov.test' }, { host: null }, { prefix: 'linxian' }],
  )
})
