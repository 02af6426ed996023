import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONFIRMED_HEADER as read } from '#platform/boundary/index.ts'
import { CONFIRMED_HEADER as sent } from './importing.ts'

test('the header is sent under the name it is read by', () => {
  assert.equal(sent, read)
})
