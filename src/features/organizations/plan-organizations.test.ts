import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SheetOrganization } from './organization-sheet.ts'
import { type KnownOrganization, planOrganizations } from './plan-organizations.ts'
import { parentsFirst } from './tree.ts'

const place = (id: string, kind: KnownOrganization['kind'], parentId: string | null): KnownOrganization => ({
  ...{
    id,
    code: id.toUpperCase(),
    kind,
    name: `名${id}`,
    shortName: `名${id}`,
    parentId,
    status: 'active',
    sort: 0,
  },
})
const known: KnownOrganization[] = [
  place('c', 'county', null),
  place('t1', 'township', 'c'),
  { ...place('t9', 'township', 'c'), status: 'merged' },
  place('v1', 'village', 't1'),
]
const reasons = (rows: SheetOrganization[]) =>
  planOrganizations(known, rows).outcome.faults.map(
    ({ index, column, reason }) => `${index} ${column} ${reason}`,
  )

test('townships and villages come in whatever order they are written, parents first', () => {
  const { steps, outcome } = planOrganizations(known, [
    { code: 'V5', name: '新村', kind: 'village', parentCode: 'T5' },
    { code: 'T5', name: '新镇', kind: 'township' },
    { code: 'V1', name: '名v1', kind: 'village', parentCode: 'T1' },
  ])
  assert.deepEqual(outcome, { created: 2, changed: 0, unchanged: 1, faults: [] })
  assert.deepEqual(
    steps.map((step) => step.do === 'create' && [step.row.code, step.parentCode]),
    [
      ['T5', 'C'],
      ['V5', 'T5'],
    ],
  )
})

test('another name for a known code renames; a short name of its own stays, one that followed follows', () => {
  const rows: SheetOrganization[] = [{ code: 'V1', name: '改名村', kind: 'village' }]
  const renamed = { do: 'rename' as const, id: 'v1', sort: 0, name: '改名村' }
  assert.deepEqual(planOrganizations(known, rows).steps, [{ ...renamed, shortName: '改名村' }])
  const own = known.map((one) => (one.id === 'v1' ? { ...one, shortName: '村' } : one))
  assert.deepEqual(planOrganizations(own, rows).steps, [{ ...renamed, shortName: '村' }])
})

test('what cannot be is said of the row and column, with what to do', () => {
  assert.deepEqual(
    reasons([
      { code: 'V1', name: '名v1', kind: 'community' },
      { code: 'V1', name: '名v1', kind: 'village', parentCode: 'C' },
      { code: 'T9', name: '名t9', kind: 'township' },
      { code: 'V6', name: '甲村', kind: 'village' },
      { code: 'V7', name: '乙村', kind: 'village', parentCode: 'V1' },
      { code: 'V8', name: '丙村', kind: 'village', parentCode: 'T9' },
      { code: 'V9', name: '丁村', kind: 'village', parentCode: 'NO' },
      { code: 'V10', name: '名v1', kind: 'village', parentCode: 'T1' },
      { code: 'T6', name: '镇', kind: 'township', parentCode: 'T1' },
      { code: 'V11', name: '戊村', kind: 'village', parentCode: 'T6' },
    ]),
    [
      '0 kind 系统里「名v1」是村，类别不能改，请核对编码',
      '1 parentCode 系统里「名v1」的上级编码是 T1，上级不能在这里改，请核对',
      '2 code 编码「T9」属于已撤并的「名t9」，请换一个编码',
      '3 parentCode 村必须填所属乡镇（街道、管委会）的编码',
      '4 parentCode 村不能放在村「名v1」下面，请核对',
      '5 parentCode 上级「名t9」已撤并，请改为接续它的单位',
      '6 parentCode 系统里和表里都没有这个上级编码，或上级那一行有错，请核对',
      '7 name 同一上级下已有「名v1」，编码是 V1，请核对编码',
      '8 parentCode 乡镇不能放在乡镇「名t1」下面，请核对',
      '9 parentCode 系统里和表里都没有这个上级编码，或上级那一行有错，请核对',
    ],
  )
})

const codes = ['C', 'T1', 'T9', 'V1', 'A', 'B', 'D', 'E', 'F']
const anyRow: fc.Arbitrary<SheetOrganization> = fc.record(
  {
    code: fc.constantFrom(...codes),
    name: fc.constantFrom('名v1', '名t1', '甲', '乙', '丙'),
    kind: fc.constantFrom('township', 'street', 'village', 'community', 'department', 'enterprise'),
    parentCode: fc.constantFrom(...codes),
    sort: fc.nat(2),
  },
  { requiredKeys: ['code', 'name', 'kind'] },
)

/** Carries the steps out on plain objects, as the import does on tables. */
function carriedOut(rows: SheetOrganization[]): KnownOrganization[] {
  const after = known.map((one) => ({ ...one }))
  for (const step of planOrganizations(known, rows).steps) {
    if (step.do === 'rename') Object.assign(after.find(({ id }) => id === step.id)!, step)
    else {
      const parent = after.find(({ code }) => code === step.parentCode)
      assert.ok(parent, 'parents come first')
      const { code, kind, name, shortName = name, sort = 0 } = step.row
      after.push({ id: code, code, kind, name, shortName, sort, parentId: parent.id, status: 'active' })
    }
  }
  return after
}

test('the good rows alone are all good, and importing them twice changes nothing', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 12 }), (rows) => {
      const { faults } = planOrganizations(known, rows).outcome
      const bad = new Set(faults.map(({ index }) => index))
      const good = rows.filter((_, index) => !bad.has(index))
      const first = planOrganizations(known, good).outcome
      assert.deepEqual(first.faults, [])
      assert.equal(first.created + first.changed + first.unchanged, good.length)
      assert.deepEqual(planOrganizations(carriedOut(good), good).outcome, {
        ...{ created: 0, changed: 0, unchanged: good.length, faults: [] },
      })
    }),
    { numRuns: 500 },
  )
})

test('parents stand before their children, and nobody gets lost', () => {
  const row = (id: string, parentId: string | null) => ({ id, parentId })
  const ordered = parentsFirst([
    row('v', 't'),
    row('t', 'c'),
    row('x', 'nowhere'),
    row('c', null),
    row('d', 'c'),
  ])
  assert.deepEqual(
    ordered.map(({ id }) => id),
    ['c', 't', 'v', 'd', 'x'],
  )
})
