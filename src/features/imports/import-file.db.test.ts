import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import Excel from 'exceljs'
import { boundarySeed } from '#features/files/index.ts'
import { listOrganizations } from '#features/organizations/index.ts'
import { problemSheet } from '#features/problems/index.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { type TemplateRow, writeTemplate } from '#platform/sheets/template.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { type Imported, importFile, type Order, previewFile } from './import-file.ts'
import { importingAs } from './kinds.ts'
import type { Reading } from './reading.ts'
import { writeRejected } from './write-rejected.ts'

let test_: TestDatabase
let county: SmallCounty
let neighbour: SmallCounty
let folder: string
const NOW = new Date('2026-06-10T02:00:00Z')

before(async () => {
  test_ = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'import-test-'))
})
after(async () => {
  await test_.close()
  rmSync(folder, { recursive: true, force: true })
})
let made = 0
beforeEach(async () => {
  made += 2
  county = await createSmallCounty(test_, made)
  neighbour = await createSmallCounty(test_, made + 1)
  await county.deps.database.write(county.countyId, (tx) => seedRules(tx, county.countyId, boundarySeed))
})

const definition = async () => {
  const organizations = await county.deps.database.read(county.countyId, (tx) =>
    listOrganizations(tx, county.countyId, NOW),
  )
  return problemSheet(await county.world(NOW), organizations)
}

const row = (given: TemplateRow = {}): TemplateRow => ({
  organizationName: '上河村',
  source: 'county_inspection',
  sourceYear: 2026,
  sourceRef: '第六轮',
  classCode: 'environment',
  severity: 'ordinary',
  scope: 'single',
  timing: 'new',
  title: '村口排水沟长期堵塞',
  feedbackText: '村口排水沟淤堵三个月，雨天污水漫上路面。',
  feedbackOn: '2026-06-01',
  ...given,
})

async function file(rows: TemplateRow[], name = `${newId()}.xlsx`): Promise<string> {
  const path = join(folder, name)
  await writeTemplate(await definition(), path, rows)
  return path
}

const order = async (
  path: string,
  given: Partial<Order> = {},
  by: PersonName = 'office',
): Promise<Order> => ({
  countyId: county.countyId,
  by: importingAs(county.actor(by), 'problems'),
  kind: 'problems',
  world: await county.world(NOW),
  path,
  fileName: '问题.xlsx',
  fileHash: createHash('sha256').update(readFileSync(path)).digest('hex'),
  confirmed: new Set(),
  commandId: newId(),
  goodOnly: false,
  ...given,
})

const run = async (path: string, given: Partial<Order> = {}) =>
  importFile(county.deps.database, await order(path, given))
const preview = async (path: string): Promise<Reading<unknown>> => {
  const reading = await previewFile(county.deps.database, await order(path))
  assert.ok(!('problem' in reading), JSON.stringify(reading))
  return reading
}
const reasons = (imported: Imported | Reading<unknown>) => {
  assert.ok(!('problem' in imported))
  const reading = 'reading' in imported ? imported.reading : imported
  return reading?.bad.map(({ reason }) => reason) ?? []
}
const answerOf = (imported: Imported) => {
  assert.ok(!('problem' in imported), JSON.stringify(imported))
  return imported.answer
}

const ledger = async (countyId = county.countyId) => {
  const { rows } = await test_.owner.query(
    `SELECT p.*, h.length, h.case_kind FROM problems p JOIN case_chains h ON h.county_id = p.county_id AND h.case_id = p.id
     WHERE p.county_id = $1 ORDER BY p.number`,
    [countyId],
  )
  return rows
}
const count = async (table: string) => {
  const { rows } = await test_.owner.query(`SELECT count(*)::int AS n FROM ${table} WHERE county_id = $1`, [
    county.countyId,
  ])
  return rows[0].n as number
}

test('a filled template becomes problems with numbers in its order, each with its own history', async () => {
  const path = await file([
    row({ amount: '12800.5', households: 46, secrecy: 'public', fieldCode: 'drainage', basis: '方案第三条' }),
    row({ organizationName: '石桥镇下河村', title: '卫生户厕闲置' }),
    row({ organizationName: null, organizationCode: `C${county.countyId}-agriculture`, externalKey: 'XC-1' }),
  ])
  const reading = await preview(path)
  assert.deepEqual(
    { total: reading.total, good: reading.good.length, bad: reading.bad },
    { total: 3, good: 3, bad: [] },
  )
  assert.equal(await count('problems'), 0)
  assert.equal(await count('counters'), 0)

  assert.deepEqual(answerOf(await run(path)), { created: 3, changed: 0, unchanged: 0, rejected: 0 })
  const [first, second, third] = await ledger()
  assert.deepEqual([first.number, second.number, third.number], ['2026-00001', '2026-00002', '2026-00003'])
  assert.equal(first.organization_id, county.organizations.upperVillage)
  assert.equal(first.township_id, county.organizations.stoneBridge)
  assert.deepEqual(
    [first.amount_cents, first.households, first.secrecy, first.state, first.due_kind, first.length],
    [1_280_050, 46, 'public', 'reported', 'issue', 1],
  )
  assert.equal(second.organization_id, county.organizations.lowerVillage)
  assert.equal(second.secrecy, 'internal')
  assert.deepEqual([third.organization_id, third.external_key], [county.organizations.agriculture, 'XC-1'])
  const { rows } = await test_.owner.query(
    `SELECT entry->>'kind' AS kind, entry->>'as' AS acted, entry->>'act' AS act, count(*)::int AS n FROM history
     WHERE county_id = $1 AND entry->>'kind' IN ('import', 'problem') GROUP BY 1, 2, 3 ORDER BY 1`,
    [county.countyId],
  )
  assert.deepEqual(rows, [
    { kind: 'import', acted: 'office', act: 'import', n: 1 },
    { kind: 'problem', acted: 'office', act: 'report', n: 3 },
  ])
})

test('an imported problem goes on like one that was reported, and its search finds it', async () => {
  await run(await file([row()]))
  const [problem] = await ledger()
  const walk = new ProblemWalk(county, '2026-06-11T02:00:00Z')
  walk.acted = { id: problem.id, number: problem.number, version: 1, state: 'reported', round: 1, seq: 1 }
  await walk.act('office', 'issue', {})
  assert.equal(walk.acted.state, 'awaiting_claim')
  const { rows } = await test_.owner.query(
    'SELECT 1 FROM problem_search WHERE problem_id = $1 AND search @@ $2::tsquery',
    [problem.id, `'${county.countyId} 排水沟'`],
  )
  assert.equal(rows.length, 1)
})

test('a second import of the same file changes nothing at all', async () => {
  const path = await file([row(), row({ feedbackText: '户厕建成后无人管护。', externalKey: 'A-7' })])
  await run(path)
  const tables = [
    'problems',
    'history',
    'row_versions',
    'problem_spans',
    'imports',
    'commands',
    'problem_count_deltas',
  ]
  const before = await Promise.all(tables.map(count))
  assert.deepEqual(answerOf(await run(path)), { created: 0, changed: 0, unchanged: 2, rejected: 0 })
  assert.deepEqual(await Promise.all(tables.map(count)), before)
  const reading = await preview(path)
  assert.deepEqual([reading.outcome.created, reading.outcome.unchanged], [0, 2])
})

test('the same command sent again is answered as it was, and its id cannot carry another file', async () => {
  const path = await file([row()])
  const commandId = newId()
  assert.equal(answerOf(await run(path, { commandId }))?.created, 1)
  assert.deepEqual(answerOf(await run(path, { commandId })), {
    created: 1,
    changed: 0,
    unchanged: 0,
    rejected: 0,
  })
  const other = await file([row({ title: '别的' })])
  await assert.rejects(
    run(other, { commandId }),
    (e) => e instanceof Refused && e.refusal.code === 'command_reused',
  )
})

test('one number with another text is told apart, and says what to do', async () => {
  await run(await file([row({ externalKey: 'A-7' })]))
  const again = await run(await file([row({ externalKey: 'A-7', title: '改了标题', amount: '5' })]))
  assert.equal(answerOf(again), null)
  assert.match(
    reasons(again)[0]!,
    /^第2行「问题标题」.*2026-00001.*「问题标题」「涉及金额」不同.*换一个外部编号/,
  )
})

test('a problem that was corrected or handed on since is still the one of the old file', async () => {
  const path = await file([row()])
  await run(path)
  const [problem] = await ledger()
  const walk = new ProblemWalk(county, '2026-06-11T02:00:00Z')
  walk.acted = { id: problem.id, number: problem.number, version: 1, state: 'reported', round: 1, seq: 1 }
  await walk.act('office', 'requestCorrection', { newText: '村口排水沟淤堵四个月。', reason: '原文笔误' })
  await walk.act('office2', 'confirmCorrection', {})
  assert.deepEqual(answerOf(await run(path)), { created: 0, changed: 0, unchanged: 1, rejected: 0 })
})

test('every fault of every row is listed, and nothing is written unless the good rows are asked for', async () => {
  const path = await file([
    row(),
    row({ organizationName: '没有的村', feedbackOn: '某天', amount: '一万', title: 'x'.repeat(121) }),
    row({ organizationName: null, source: '道听途说' }),
    row({ feedbackOn: '2026-06-11', amount: '3.005', sourceYear: 2027, feedbackText: null }),
    row({ organizationName: '柳岸村', title: '另一件' }),
  ])
  const refused = await run(path)
  assert.equal(answerOf(refused), null)
  assert.equal(await count('problems'), 0)
  const said = reasons(refused)
  for (const expected of [
    /^第3行「单位名称」本县没有叫「没有的村」的单位/,
    /^第3行「反馈日期」不是日期/,
    /^第3行「涉及金额（元）」不是金额/,
    /^第3行「问题标题」最多 120 个字/,
    /^第4行「单位名称」不能为空，单位编码和单位名称至少填一个/,
    /^第4行「问题来源」不在可选范围内/,
    /^第5行「反馈日期」还没到这一天/,
    /^第5行「涉及金额（元）」最多两位小数/,
    /^第5行「年度」不能大于 2026/,
    /^第5行「反馈原文」不能为空/,
  ])
    assert.ok(
      said.some((reason) => expected.test(reason)),
      `${expected} in\n${said.join('\n')}`,
    )
  assert.equal(said.length, 10, said.join('\n'))

  const taken = await run(path, { goodOnly: true })
  assert.deepEqual(answerOf(taken), { created: 2, changed: 0, unchanged: 0, rejected: 3 })

  assert.ok(!('problem' in taken) && taken.reading)
  const out = join(folder, 'bad.xlsx')
  await writeRejected(await order(path), taken.reading, out)
  const book = new Excel.Workbook()
  await book.xlsx.readFile(out)
  const sheet = book.getWorksheet('问题')!
  assert.equal(sheet.rowCount, 4)
  assert.match(String(sheet.getRow(3).getCell(sheet.columnCount).value), /^原第4行：/)
})

test('organisations are found by code, name, short form, and refused when several fit', async () => {
  await test_.owner.query(
    `INSERT INTO organizations (county_id, id, code, kind, name, short_name, parent_id, township_id, status)
     VALUES ($1, $2, 'twin', 'village', '上河村', '上河', $3, $3, 'active'),
            ($1, $4, 'gone', 'village', '旧村', '旧村', $3, $3, 'merged')`,
    [county.countyId, newId(), county.organizations.willow, newId()],
  )
  const said = reasons(
    await run(
      await file([
        row(),
        row({ organizationName: '柳林镇上河村', title: '甲' }),
        row({ organizationName: '旧村', title: '乙' }),
        row({ organizationCode: 'twin', organizationName: '下河村', title: '丙' }),
        row({ organizationName: null, organizationCode: `C${neighbour.countyId}-upperVillage`, title: '丁' }),
      ]),
    ),
  )
  assert.equal(said.length, 4)
  assert.match(
    said[0]!,
    new RegExp(
      `有 2 个同名单位.*石桥镇上河村（编码 C${county.countyId}-upperVillage）.*柳林镇上河村（编码 twin）`,
    ),
  )
  assert.match(said[1]!, /「旧村」已撤并/)
  assert.match(said[2]!, /编码「twin」是「上河村」，与单位名称「下河村」不符/)
  assert.match(said[3]!, /本县没有编码为/)
})

test('what may not be here is refused by rule, recorded without the text, and never handed back', async () => {
  const secret = '该文件标注机密★五年，已锁入柜中。'
  const path = await file([
    row({ feedbackText: secret }),
    row({ title: '学习了机密级文件管理规定' }),
    row({ feedbackText: secret, title: 'x'.repeat(121) }),
  ])
  const refused = await run(path)
  const shown = JSON.stringify(refused)
  assert.ok(!shown.includes('机密★') && !shown.includes('锁入柜中'), shown)
  const said = reasons(refused)
  assert.match(said[0]!, /^第2行「反馈原文」触及录入边界：.*不得录入/)
  assert.match(said[1]!, /^第3行「问题标题」触及录入边界：.*请确认/)
  const { rows } = await test_.owner.query(
    `SELECT a.act, a.reason, a.person_id, r.key FROM refused_attempts a JOIN rules r ON r.county_id = a.county_id AND r.id = a.rule_id
     WHERE a.county_id = $1 ORDER BY r.key`,
    [county.countyId],
  )
  assert.deepEqual(rows, [
    { act: 'import', reason: 'boundary', person_id: county.people.office, key: 'secret.grade' },
    { act: 'import', reason: 'boundary', person_id: county.people.office, key: 'secret.star' },
  ])
  assert.ok(!('problem' in refused) && refused.reading)
  const out = join(folder, 'withheld.xlsx')
  await writeRejected(await order(path), refused.reading, out)
  const book = new Excel.Workbook()
  await book.xlsx.readFile(out)
  assert.ok(!JSON.stringify(book.getWorksheet('问题')!.getSheetValues()).includes('锁入柜中'))

  const confirmed = new Set(['secret.grade', 'secret.star'])
  const answered = await run(path, { confirmed, goodOnly: true })
  assert.deepEqual(answerOf(answered), { created: 1, changed: 0, unchanged: 0, rejected: 2 })
  const { rows: confirmedBy } = await test_.owner.query(
    "SELECT person_id FROM refused_attempts WHERE county_id = $1 AND reason = 'boundary_confirmed'",
    [county.countyId],
  )
  assert.deepEqual(confirmedBy, [{ person_id: county.people.office }])
})

test('only the office and the inspectors import problems, only administrators and the office the rest', async () => {
  for (const name of ['leader', 'villageSecretary', 'viewer', 'systemAdmin', 'townSecretary'] as const)
    assert.throws(() => importingAs(county.actor(name), 'problems'), Refused, name)
  for (const name of ['inspector', 'villageClerk', 'discipline', 'securityAdmin', 'auditAdmin'] as const)
    assert.throws(() => importingAs(county.actor(name), 'people'), Refused, name)
  assert.equal(importingAs(county.actor('inspector'), 'problems').as, 'inspector')
  assert.equal(importingAs(county.actor('systemAdmin'), 'organizations').as, 'system_admin')
})

test('nobody gives themselves a role, and only administrators make administrators', async () => {
  await test_.owner.query("UPDATE people SET username = 'xcb' WHERE id = $1", [county.people.office])
  const root = `C${county.countyId}-county`
  const path = join(folder, `people-${county.countyId}.csv`)
  const lines = [
    `人office,xcb,${root},纪检机关`,
    `新管理员,xinguan,${root},系统管理员`,
    `新人,xinren,${root},只读查看`,
  ]
  writeFileSync(path, `姓名,登录名,单位编码,角色\n${lines.join('\n')}\n`)
  const people = { kind: 'people', by: importingAs(county.actor('office'), 'people') } as const
  const said = reasons(await run(path, people))
  assert.equal(said.length, 2)
  assert.match(said[0]!, /^第2行「角色」不能给自己加角色/)
  assert.match(said[1]!, /^第3行「角色」管理员只能由系统管理员增加/)
  const taken = await run(path, { ...people, goodOnly: true })
  assert.deepEqual(answerOf(taken), { created: 1, changed: 0, unchanged: 0, rejected: 2 })
})

test('roles that come with a workbook wait, as one batch, for somebody else to confirm them', async () => {
  const path = join(folder, `roles-${county.countyId}.csv`)
  const root = `C${county.countyId}-county`
  const lines = [`甲某,jiamou,${root},纪检机关`, `乙某,yimou,${root},只读查看`, `乙某,yimou,${root},巡察办`]
  writeFileSync(path, `姓名,登录名,单位编码,角色\n${lines.join('\n')}\n`)
  const people = { kind: 'people', by: importingAs(county.actor('systemAdmin'), 'people') } as const
  assert.deepEqual(answerOf(await run(path, people)), { created: 3, changed: 0, unchanged: 0, rejected: 0 })
  const { rows } = await test_.owner.query(
    `SELECT count(*)::int AS n, count(DISTINCT batch_id)::int AS batches, min(asked_as) AS "as",
       (SELECT count(*)::int FROM role_grants g WHERE g.county_id = $1 AND g.person_id IN
         (SELECT id FROM people WHERE county_id = $1 AND username IN ('jiamou', 'yimou'))) AS granted
     FROM grant_requests WHERE county_id = $1 AND status = 'pending' AND asked_by = $2`,
    [county.countyId, county.people.systemAdmin],
  )
  assert.deepEqual(rows, [{ n: 3, batches: 1, as: 'system_admin', granted: 0 }])
  assert.deepEqual(answerOf(await run(path, people)), { created: 0, changed: 0, unchanged: 3, rejected: 0 })
})

test('the same file imported by many at once is imported once', async () => {
  const path = await file(
    Array.from({ length: 40 }, (_, i) => row({ title: `第${i}件`, feedbackText: `原文${i}` })),
  )
  const answers = await Promise.all(Array.from({ length: 6 }, () => run(path)))
  const created = answers.map((imported) => answerOf(imported)?.created)
  assert.deepEqual(created.sort(), [0, 0, 0, 0, 0, 40])
  assert.equal((await ledger()).length, 40)
})

test('a problem reported by hand with the same number while the import runs is not entered twice', async () => {
  const path = await file([row({ externalKey: 'RACE' })])
  const walk = new ProblemWalk(county, NOW.toISOString())
  const settled = await Promise.allSettled([run(path), walk.report('upperVillage', { externalKey: 'RACE' })])
  assert.equal((await ledger()).length, 1, settled.map(({ status }) => status).join(' '))
})

test('nothing that is no table gets through', async () => {
  const path = join(folder, 'no.xlsx')

  writeFileSync(path, 'PK\u0003\u0004 not a workbook')
  const refused = await run(path)
  assert.ok('problem' in refused)
})
