import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import Excel from 'exceljs'
import { boundarySeed } from '#features/files/index.ts'
import { Refused } from '#platform/refusal.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { LedgerQuery } from '../api.ts'
import { prepareExport } from './export-problems.ts'
import type { ExportView } from './views.ts'

let base: TestDatabase
let county: SmallCounty
let folder: string
const NOW = new Date('2026-06-10T02:05:00Z')

before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
  folder = mkdtempSync(join(tmpdir(), 'export-test-'))
  await county.deps.database.write(1, (tx) => seedRules(tx, 1, boundarySeed))
  await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const audit = {
    source: 'audit',
    title: '项目未验收先付款',
    amountCents: 1_280_050,
    externalKey: 'A-7',
  } as const
  await new ProblemWalk(county, '2026-05-06T01:00:00Z').report('agriculture', audit)
  const secret = {
    title: '群众安置名单管理',
    feedbackText: '名单由专人保管。',
    secrecy: 'work_secret',
  } as const
  await new ProblemWalk(county, '2026-06-09T01:00:00Z').report('willowVillage', secret)
  const sibling = { title: '=HYPERLINK("http://x")', feedbackText: '户厕无人管护。' }
  await new ProblemWalk(county, '2026-06-08T01:00:00Z').report('lowerVillage', sibling)
})
after(async () => {
  await base.close()
  rmSync(folder, { recursive: true, force: true })
})

let made = 0
async function exported(by: PersonName, view: ExportView = 'ledger', query: Partial<LedgerQuery> = {}) {
  const asked = { actor: county.actor(by), view, query: query as LedgerQuery }
  const { fileName, make } = await prepareExport(county.deps, await county.world(NOW), asked)
  const path = join(folder, `${++made}.xlsx`)
  await make(path)
  const book = new Excel.Workbook()
  await book.xlsx.readFile(path)
  const [sheet, notes] = book.worksheets
  assert.ok(sheet && notes)
  const cells = (n: number) => ((sheet.getRow(n).values as unknown[]) ?? []).slice(1)
  const headings = cells(3).map(String)
  const rows: Record<string, unknown>[] = []
  for (let n = 4; n <= sheet.rowCount; n++)
    rows.push(Object.fromEntries(headings.map((heading, at) => [heading, cells(n)[at]])))
  const said = Object.fromEntries(
    notes.getSheetValues().flatMap((row) => (Array.isArray(row) ? [[String(row[1]), row[2]]] : [])),
  )
  return { fileName, sheet, title: sheet.name, mark: String(cells(2)[0]), headings, rows, said }
}

test('the ledger goes out by deadline, in the users’ words, with who took it, when and under which number', async () => {
  const { fileName, rows, mark, said } = await exported('office')
  assert.match(fileName, /^问题台账-DC2026-\d{6}\.xlsx$/)
  const number = fileName.slice(5, -5)
  assert.equal(mark, `清溪县　人office（清溪县） 于 2026-06-10 10:05 导出　编号 ${number}`)
  assert.deepEqual(
    [said.导出编号, said.导出人, said.行数, said.筛选条件],
    [number, '人office（清溪县）', 4, '无（本人可见的全部）'],
  )
  assert.deepEqual(
    rows.map((row) => [row.序号, row.单位名称, row.状态, row.逾期 || '']),
    [
      [1, '上河村', '整改中', '是'],
      [2, '农业农村局', '待下发', '是'],
      [3, '下河村', '待下发', ''],
      [4, '柳岸村', '待下发', ''],
    ],
  )
  const [first, second, third, fourth] = rows
  assert.deepEqual(
    [first?.问题类别, first?.牵头领导, first?.当前期限事项, first?.所属乡镇],
    ['人居环境', '人townSecretary', '整改', '石桥镇'],
  )
  assert.deepEqual([second?.['涉及金额（元）'], second?.外部编号, second?.问题来源], [12800.5, 'A-7', '审计'])
  assert.equal(third?.问题标题, '=HYPERLINK("http://x")')
  assert.equal(fourth?.反馈原文, '（工作秘密，请在系统内查看）')
})

test('an export is a row and a history entry of its own, with what was asked and how much it was', async () => {
  const { fileName } = await exported('inspector', 'problems', { state: ['reported'], year: 2026 })
  const number = fileName.slice(5, -5)
  const { rows } = await base.owner.query(
    `SELECT e.kind, e.filter, e.row_count, e.person_id, h.entry->>'kind' AS case_kind, h.entry->>'act' AS act,
       h.entry->>'actor' AS actor
     FROM exports e JOIN history h ON h.county_id = e.county_id AND h.case_id = e.id WHERE e.number = $1`,
    [number],
  )
  const { inspector } = county.people
  assert.deepEqual(rows, [
    {
      ...{ kind: 'problems.problems', row_count: 3, person_id: inspector },
      filter: { view: 'problems', state: ['reported'], year: 2026 },
      ...{ case_kind: 'export', act: 'export', actor: inspector },
    },
  ])
})

test('everybody takes out what they may see, and no more, whatever they ask for', async () => {
  const places = async (by: PersonName, query: Partial<LedgerQuery> = {}) =>
    (await exported(by, 'ledger', query)).rows.map((row) => row.单位名称)
  assert.deepEqual(await places('villageSecretary'), ['上河村'])
  assert.deepEqual(await places('townClerk'), ['上河村', '下河村'])
  assert.deepEqual(await places('departmentSecretary'), ['农业农村局'])
  for (const name of ['systemAdmin', 'securityAdmin', 'auditAdmin'] as const)
    assert.deepEqual(await places(name), [])
  const { upperVillage, willow } = county.organizations
  assert.deepEqual(await places('siblingSecretary', { organization: upperVillage }), [])
  assert.deepEqual(await places('townSecretary', { township: willow }), [])
  assert.deepEqual(await places('viewer', { township: willow }), ['柳岸村'])
})

test('the three lists are views of the same rows', async () => {
  const { organizations } = county
  const only = { organization: organizations.upperVillage }
  const problems = await exported('office', 'problems', only)
  assert.deepEqual(problems.headings, [
    ...['序号', '编号', '反馈问题', '具体表现（反馈原文）', '问题类别', '共性/个性', '涉及单位'],
  ])
  assert.equal(problems.rows.length, 1)
  const tasks = await exported('office', 'tasks', only)
  assert.equal(tasks.title, '任务清单')
  assert.deepEqual(
    tasks.rows.map((row) => [row.序号, row.整改措施, row.措施类型, row['当下改/长久立'], row.阶段节点]),
    [
      [1, '组织清淤，修复沟盖板', '重大措施', '当下改', '整改中'],
      [1, '制定沟渠管护办法，落实管护员', '建章立制', '长久立', '整改中'],
    ],
  )
  assert.ok(tasks.rows[0]?.完成时限 instanceof Date)
  const duties = await exported('office', 'responsibilities', only)
  assert.deepEqual(
    duties.rows.map((row) => [
      row['责任领导（牵头）'],
      row['责任领导（参与）'],
      row['责任单位（牵头）'],
      row.责任人,
      row.监督单位,
    ]),
    [
      ['人townSecretary', '人villageSecretary', '上河村', '人villageSecretary', '石桥镇'],
      ['人townSecretary', '人villageSecretary', '上河村', '人villageSecretary', '石桥镇'],
    ],
  )
})

test('a search word that may not be kept makes no export', async () => {
  await assert.rejects(
    exported('office', 'ledger', { q: '机密★五年' }),
    (e) => e instanceof Refused && e.refusal.code === 'boundary',
  )
  const found = await exported('office', 'ledger', { q: '户厕' })
  assert.deepEqual(
    found.rows.map((row) => row.单位名称),
    ['下河村'],
  )
  assert.equal(found.said.筛选条件, '关键词：户厕')
})

test('pages join without a gap: every problem of a longer ledger is there once', async () => {
  const large = await createSmallCounty(base, 2)
  const walk = new ProblemWalk(large, '2026-06-01T01:00:00Z')
  for (let n = 0; n < 650; n++) {
    if (n % 50) walk.at = new Date(walk.at.getTime() - 3_600_000)
    await walk.report('upperVillage', { title: `第${n}件`, feedbackOn: '2026-06-01' })
  }
  const asked = { actor: large.actor('office'), view: 'ledger' as const, query: {} as LedgerQuery }
  const { make } = await prepareExport(large.deps, await large.world(NOW), asked)
  const path = join(folder, 'large.xlsx')
  await make(path)
  const book = new Excel.Workbook()
  await book.xlsx.readFile(path)
  const numbers = new Set<unknown>()
  const sheet = book.worksheets[0]!
  for (let n = 4; n <= sheet.rowCount; n++) numbers.add(sheet.getCell(n, 2).value)
  assert.deepEqual([sheet.rowCount - 3, numbers.size], [650, 650])
})
