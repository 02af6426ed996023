import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import Excel from 'exceljs'
import { boundarySeed } from '#features/files/index.ts'
import type { FiguresAnswer } from '#features/problems/index.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOperator, type Operator } from '#tests/support/operator.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Command } from './command.ts'
import { command as figures } from './figures.ts'
import { command as import_ } from './import.ts'
import { command as template } from './template.ts'
import { command as verify } from './verify.ts'

/** Sheets in and figures out as an operator does it, on a server of the operator's. */

let base: TestDatabase
let county: SmallCounty
let operator: Operator
const root = resolve(import.meta.dirname, '../../..')
const villages = Array.from({ length: 10 }, (_, i) => `V${i}`)

before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
  await county.deps.database.write(1, (tx) => seedRules(tx, 1, boundarySeed))
  await base.owner.query("UPDATE people SET username = 'xcb' WHERE id = $1", [county.people.office])
  await base.owner.query("UPDATE people SET username = 'shuji' WHERE id = $1", [
    county.people.villageSecretary,
  ])
  operator = await createOperator(base, 'sheets', ['bihuan_app', 'bihuan_owner', 'bihuan_portal'])
})
after(async () => {
  await operator.close()
  await base.close()
})

const run = (command: Command, ...args: string[]) => operator.run(command, args)
const at = (name: string) => join(operator.dir, name)

test('organisations come in from a CSV file, once', async () => {
  const lines = villages.map((code, i) => `${code},第${i + 1}村,村,C1-stoneBridge`)
  writeFileSync(at('units.csv'), `编码,名称,类别,上级编码\n${lines.join('\n')}\n`)
  const first = await run(import_, 'organizations', at('units.csv'))
  assert.deepEqual(
    [first.code, first.out.split(' · ')[0]],
    [0, '新增 10 行，更改 0 行，原已有 0 行，未导入 0 行'],
  )
  const again = await run(import_, 'organizations', at('units.csv'))
  assert.match(again.out, /0 created, 0 changed, 10 unchanged, 0 not imported$/)
})

test('a workbook of 170 problems over ten villages comes in, once, and the figures say so', async () => {
  assert.deepEqual(await run(template, 'problems', at('empty.xlsx')), {
    ...{ code: 0, out: at('empty.xlsx'), err: '' },
  })
  execFileSync(
    process.execPath,
    [
      join(root, 'examples/import-170.ts'),
      at('empty.xlsx'),
      at('filled.xlsx'),
      '--villages',
      villages.join(','),
    ],
    { cwd: root },
  )
  const tried = await run(import_, 'problems', at('filled.xlsx'), '--dry-run', '--as', 'xcb')
  assert.deepEqual([tried.code, tried.err], [0, ''], tried.out)
  assert.match(tried.out, /^试导入 dry run：新增 170 行/)
  assert.equal(JSON.parse((await run(figures, '--json')).out).total.n, 0)

  const first = await run(import_, 'problems', at('filled.xlsx'), '--as', 'xcb')
  assert.equal(first.code, 0, first.out)
  assert.match(first.out, /170 created, 0 changed, 0 unchanged, 0 not imported$/)
  const told = await run(figures, '--json')
  const again = await run(import_, 'problems', at('filled.xlsx'))
  assert.match(again.out, /0 created, 0 changed, 170 unchanged/)
  assert.equal((await run(figures, '--json')).out, told.out)

  const answer = JSON.parse(told.out) as FiguresAnswer
  assert.deepEqual([answer.total.n, answer.total.unit, answer.closed.n, answer.relapsed.n], [170, '个', 0, 0])
  const sum = (rows: { n: number }[]) => rows.reduce((total, { n }) => total + n, 0)
  for (const rows of [answer.bySource, answer.byState, answer.byTownship, answer.byClass])
    assert.equal(sum(rows), 170)
  assert.deepEqual(
    answer.byTownship.map(({ label, n }) => [label, n]),
    [['石桥镇', 170]],
  )
  const plain = await run(figures, '--as-of', answer.asOf)
  assert.match(plain.out, /问题总数\t170\n/)
  const before = JSON.parse((await run(figures, '--as-of', '2026-01-01', '--json')).out) as FiguresAnswer
  assert.deepEqual([before.total, before.bySource], [{ ...before.total, n: 0, asOf: '2026-01-01' }, []])
})

test('what was imported verifies', async () => {
  const { code, out } = await run(verify)
  assert.equal(code, 0, out)
})

test('bad rows are listed line by line, nothing is written, and they can be had as a workbook', async () => {
  const good = '巡察,2026,人居环境,一般问题,个性,新问题'
  writeFileSync(
    at('own.csv'),
    `单位名称,问题来源,年度,问题类别,性质,范围,新老,问题标题,反馈原文,反馈日期\n` +
      `第1村,${good},甲,原文甲,2026-03-01\n第1村,${good},乙,原文乙,三月一日\n不存在村,${good},丙,原文丙,2026-03-01\n`,
  )
  const refused = await run(import_, 'problems', at('own.csv'), '--bad', at('bad.xlsx'))
  assert.equal(refused.code, 1)
  const [first, second] = refused.out.split('\n')
  assert.match(first!, /^第3行「反馈日期」不是日期/)
  assert.match(second!, /^第4行「单位名称」本县没有叫「不存在村」的单位/)
  assert.match(refused.err, /有 2 行不能导入，一行都没有写入/)
  assert.equal(JSON.parse((await run(figures, '--json')).out).total.n, 170)
  const book = new Excel.Workbook()
  await book.xlsx.readFile(at('bad.xlsx'))
  assert.equal(book.worksheets[0]?.rowCount, 3)

  const taken = await run(import_, 'problems', at('own.csv'), '--good-only')
  assert.equal(taken.code, 1)
  assert.match(taken.out, /1 created, 0 changed, 0 unchanged, 2 not imported$/)
})

test('what cannot be done is told in words, with an exit code that says which', async () => {
  const told = async (command: Command, code: number, text: RegExp, ...args: string[]) => {
    const said = await run(command, ...args)
    assert.equal(said.code, code, `${args.join(' ')}: ${said.err}`)
    assert.match(said.err, text)
  }
  await told(template, 1, /已存在，未覆盖/, 'problems', at('empty.xlsx'))
  await told(template, 2, /bihuan template/, 'everything', at('x.xlsx'))
  await told(import_, 1, /没有文件/, 'problems', at('none.xlsx'))
  await told(import_, 2, /bihuan import/, 'problems')
  await told(import_, 2, /bihuan import/, 'problems', at('own.csv'), '--force')
  await told(import_, 1, /没有登录名为 nobody/, 'problems', at('own.csv'), '--as', 'nobody')
  await told(
    import_,
    1,
    /须在县一级有巡察办或验收、巡察人员的角色/,
    'problems',
    at('own.csv'),
    '--as',
    'shuji',
  )
  await told(import_, 1, /没有找到列名/, 'problems', at('units.csv'))
  writeFileSync(at('机密★五年.csv'), '单位名称\n')
  await told(import_, 1, /文件名触及录入边界/, 'problems', at('机密★五年.csv'))
  await told(figures, 2, /bihuan figures/, '--as-of', '2026-02-30')
  await told(figures, 1, /不能统计/, '--as-of', '2999-01-01')
  assert.ok(!existsSync(at('x.xlsx')))
})
