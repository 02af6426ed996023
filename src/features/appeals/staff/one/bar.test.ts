import assert from 'node:assert/strict'
import { test } from 'node:test'
import { barOf } from './bar.ts'

const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`
const clock = (over: Partial<Parameters<typeof barOf>[0]> = {}) => ({
  ...{ kind: 'handle', startedAt: day(1), dueAt: day(11), pausedAt: null, basis: null },
  ...{ pauses: [], extensions: [], ...over },
})

test('half way through, half of it is gone and nothing is late', () => {
  const bar = barOf(clock(), new Date(day(6)))
  assert.deepEqual([bar.gone, bar.due, bar.late], [0.5, 1, null])
})

test('late, the deadline moves inward and the delay fills the rest', () => {
  const bar = barOf(clock(), new Date(day(21)))
  assert.deepEqual([bar.due, bar.late], [0.5, { from: 0.5, to: 1 }])
})

test('while it waits for the resident it is not late, however long that takes', () => {
  const bar = barOf(clock({ pausedAt: day(6) }), new Date(day(21)))
  assert.deepEqual([bar.gone, bar.late, bar.pauses], [0.25, null, [{ from: 0.25, to: 1 }]])
})

test('an extension keeps the former deadline in sight', () => {
  const bar = barOf(clock({ dueAt: day(21), extensions: [{ from: day(11), to: day(21) }] }), new Date(day(6)))
  assert.deepEqual(bar.formerDues, [0.5])
})
