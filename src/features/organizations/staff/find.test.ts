import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OrganizationLine } from '../api.ts'
import { above, familyOf, find } from './find.ts'

const line = (
  id: string,
  parentId: string | null,
  given: Partial<OrganizationLine> = {},
): OrganizationLine => ({
  ...{ id, code: `C-${id}`, kind: 'village', name: `名${id}`, shortName: id, parentId, townshipId: null },
  ...{ status: 'active', secretaryName: null },
  ...given,
})
const rows = [
  line('county', null, { name: '东山县' }),
  line('bridge', 'county', { name: '石桥镇', secretaryName: '陈立新' }),
  line('old', 'bridge', { name: '上河旧村', status: 'merged' }),
  line('upper', 'bridge', { name: '上河村' }),
]
const ids = (found: readonly OrganizationLine[]) => found.map(({ id }) => id)

test('names, codes and secretaries are found by parts of them, active ones first', () => {
  assert.deepEqual(ids(find(rows, '上河')), ['upper', 'old'])
  assert.deepEqual(ids(find(rows, 'c-BRI')), ['bridge'])
  assert.deepEqual(ids(find(rows, '石桥 立新')), ['bridge'])
  assert.deepEqual(ids(find(rows, ' ')), [])
  assert.deepEqual(ids(find(rows, '没有')), [])
})

test('the tree shows what is active, and opens down to the one that is read', () => {
  assert.deepEqual(ids(familyOf(rows).get('bridge') ?? []), ['upper'])
  assert.deepEqual(above(rows, 'upper'), ['bridge', 'county'])
  assert.deepEqual(above(rows, undefined), [])
  assert.deepEqual(above([line('a', 'b'), line('b', 'a')], 'a'), ['b', 'a'])
})

test('three thousand organisations are searched in a blink', () => {
  const many = Array.from({ length: 3_000 }, (_, i) => line(`v${i}`, 'county'))
  const begun = performance.now()
  for (let i = 0; i < 20; i++) find(many, `名v29${i}`)
  assert.ok((performance.now() - begun) / 20 < 50)
})
