import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathBelow } from './base-path.ts'

test('a page knows the path its county lies below', () => {
  assert.equal(pathBelow('/desk/ledger'), '')
  assert.equal(pathBelow('/c/610522/desk/ledger'), '/c/610522')
  assert.equal(pathBelow('/c/tong-guan'), '/c/tong-guan')
  assert.equal(pathBelow('/c/'), '')
  assert.equal(pathBelow('/desk/c/x'), '')
})
