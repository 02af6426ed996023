import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openIdentity } from '#features/appeals/identity.ts'
import { appealSheet, openAppealKeys } from '#features/appeals/index.ts'
import { listOrganizations } from '#features/organizations/index.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { type TemplateRow, writeTemplate } from '#platform/sheets/template.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { sampleOf } from './answers.ts'
import { importFile, previewFile } from './import-file.ts'
import { importingAs } from './kinds.ts'

/** A registrar's book of appeals, brought in as a workbook. */
let base: TestDatabase
let county: SmallCounty
let folder: string
let appealKeys: ReturnType<typeof openAppealKeys>
const NOW = new Date('2026-06-10T02:00:00Z')

before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
  folder = mkdtempSync(join(tmpdir(), 'import-appeals-'))
  appealKeys = openAppealKeys(folder)
})
after(async () => {
  await base.close()
  rmSync(folder, { recursive: true, force: true })
})

const row = (given: TemplateRow = {}): TemplateRow => ({
  ...{ externalKey: '册-1', organizationName: '上河村', channel: 'phone', receivedOn: '2026-06-01' },
  ...{ openness: 'registrar', name: '周德福', phone: '13800001234', title: '村口路灯不亮' },
  ...{ cause: '周德福说村口三盏路灯坏了半个月，电话13800001234。', nature: 'help', fieldCode: 'roads' },
  ...given,
})

async function order(rows: TemplateRow[], by: PersonName = 'townRegistrar') {
  const path = join(folder, `${newId()}.xlsx`)
  const world = await county.world(NOW)
  const organizations = await county.deps.database.read(county.countyId, (tx) =>
    listOrganizations(tx, county.countyId, NOW),
  )
  const definition = appealSheet(world, organizations)
  await writeTemplate(definition, path, rows)
  return {
    definition,
    ...{ countyId: county.countyId, by: importingAs(county.actor(by), 'appeals'), kind: 'appeals' as const },
    ...{ world, appealKeys, path, fileName: '登记册.xlsx', fileHash: newId().replaceAll('-', '') },
    ...{ confirmed: new Set<string>(), commandId: newId(), goodOnly: false },
  }
}

const run = async (rows: TemplateRow[], given: { goodOnly?: boolean } = {}, by?: PersonName) => {
  const imported = await importFile(county.deps.database, { ...(await order(rows, by)), ...given })
  assert.ok(!('problem' in imported), JSON.stringify(imported))
  return imported
}

test('rows are registered with receipts and histories; the same keys again change nothing', async () => {
  const rows = [
    row(),
    row({ externalKey: '册-2', organizationName: '下河村', name: '', phone: '', cause: '水塔漏水。' }),
  ]
  const { answer } = await run(rows)
  assert.deepEqual(answer, { created: 2, changed: 0, unchanged: 0, rejected: 0 })
  const again = await run([row({ title: '另一个标题' }), row({ externalKey: '册-2', cause: '水塔漏水。' })])
  assert.deepEqual(again.answer, { created: 0, changed: 0, unchanged: 2, rejected: 0 })
  const { rows: appeals } = await base.owner.query(
    `SELECT a.title, a.state, a.nature, a.received_on::text, h.length, (SELECT count(*)::int FROM appeal_receipts r WHERE r.appeal_id = a.id)
       AS receipts FROM appeals a JOIN case_chains h ON h.case_id = a.id ORDER BY a.number`,
  )
  assert.equal(appeals.length, 2)
  assert.deepEqual(appeals[0], {
    ...{
      title: '村口路灯不亮',
      state: 'registered',
      nature: 'help',
      received_on: '2026-06-01',
      length: 1,
      receipts: 1,
    },
  })
})

test('names and numbers are sealed, and stand nowhere else: not in the ledger, the history, the import’s own rows', async () => {
  const { rows: tables } = await base.owner.query(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
  )
  for (const { table_name } of tables)
    for (const said of ['周德福', '13800001234']) {
      const { rows } = await base.owner.query(
        `SELECT 1 FROM ${table_name} t WHERE t::text LIKE '%${said}%' LIMIT 1`,
      )
      assert.deepEqual(rows, [], `${said} in ${table_name}`)
    }
  const { rows } = await base.owner.query("SELECT id FROM appeals WHERE external_key = '册-1'")
  const deps = { ...county.deps, ...appealKeys }
  const opened = await openIdentity(
    deps,
    await county.world(NOW),
    county.actor('townRegistrar'),
    rows[0].id,
    {
      ...{ commandId: newId(), reason: '回访核实' },
    },
  )
  assert.deepEqual([opened.name, opened.phone], ['周德福', '13800001234'])
})

test('what is wrong is told by line and column, and the good rows may go on without it', async () => {
  const rows = [
    row({ externalKey: '册-3', organizationName: '柳岸村' }),
    row({ externalKey: '册-4', phone: '12345' }),
    row({ externalKey: '册-5', receivedOn: '2027-01-01' }),
    row({ externalKey: '册-6', fieldCode: undefined as never }),
    row({ externalKey: '册-7' }),
  ]
  const given = await order(rows)
  const reading = await previewFile(county.deps.database, given)
  assert.ok(!('problem' in reading))
  assert.deepEqual(reading.good.length, 1)
  assert.deepEqual([...new Set(reading.bad.map(({ line }) => line))], [2, 3, 4, 5])
  assert.match(reading.bad[0]?.reason ?? '', /不在您登记的范围内/)
  const sample = sampleOf(reading.definition, reading.good[0]?.value as object)
  assert.deepEqual([sample.姓名, sample.电话], ['已读到（不显示）', '已读到（不显示）'])
  assert.equal((await run(rows)).answer, null)
  assert.deepEqual((await run(rows, { goodOnly: true })).answer, {
    created: 1,
    changed: 0,
    unchanged: 0,
    rejected: 4,
  })
})

test('only a registrar brings appeals in, and nobody at the terminal without one', async () => {
  for (const by of ['office', 'townSecretary', 'villageClerk', 'systemAdmin'] as const)
    await assert.rejects(
      order([row()], by),
      (error) => error instanceof Refused && error.refusal.code === 'not_yours',
    )
  const given = { ...(await order([row({ externalKey: '册-8' })])), by: { personId: null, as: 'operator' } }
  const imported = await importFile(county.deps.database, given)
  assert.ok('reading' in imported)
  assert.match(imported.reading?.bad[0]?.reason ?? '', /登记/)
})
