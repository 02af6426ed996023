import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeKey, minutesFor } from './run.ts'

const run = { id: 'r', total: 20_000, done: 0, startedAt: '2026-01-01T00:00:00Z', alive: true }
const at = (seconds: number) => Date.parse(run.startedAt) + seconds * 1_000

test('how long it takes is told before it begins, and then by its own pace', () => {
  assert.equal(minutesFor(20_000, null, at(0)), 34)
  assert.equal(minutesFor(19_000, { ...run, done: 1_000 }, at(50)), 16)
  assert.equal(minutesFor(5, null, at(0)), 1)
})

test('a key is what the API takes, and never the same', () => {
  assert.match(makeKey(), /^[a-p]{64}$/)
  assert.notEqual(makeKey(), makeKey())
})
