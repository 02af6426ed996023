import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONFIRMED_HEADER as looked } from '#platform/boundary/index.ts'
import { CONFIRMED_HEADER as sent } from '#ui/api.ts'

test('what a reader confirmed is sent where the server looks for it', () => {
  assert.equal(sent, looked)
})
