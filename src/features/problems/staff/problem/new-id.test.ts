import assert from 'node:assert/strict'
import { test } from 'node:test'
import { uuid } from '#platform/fields.ts'
import { newId } from './new-id.ts'

test('ids are valid, different and in the order of time', () => {
  const ids = [1, 2, 3].map((second) => newId(1_770_000_000_000 + second * 1000))
  for (const id of ids) assert.equal(uuid.parse(id), id)
  assert.deepEqual(ids.toSorted(), ids)
  assert.notEqual(newId(5), newId(5))
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/)
})
