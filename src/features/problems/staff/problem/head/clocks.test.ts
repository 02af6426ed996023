import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '#platform/clock/clock.ts'
import { barOf, clocksOf } from './clocks.ts'

const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`
const clock = (over: Partial<Clock> = {}): Clock => ({
  kind: 'rectify',
  startedAt: day(1),
  dueAt: day(11),
  rule: { fixed: true },
  pauses: [],
  extensions: [],
  ...over,
})

test('half way through, today stands in the middle and the deadline at the end', () => {
  const bar = barOf(clock(), new Date(day(6)))
  assert.deepEqual([bar.today, bar.due, bar.late], [0.5, 1, false])
})

test('when it is late the deadline moves inward and today stands at the end', () => {
  const bar = barOf(clock(), new Date(day(21)))
  assert.deepEqual([bar.today, bar.due, bar.late], [1, 0.5, true])
})

test('an extension keeps the first deadline in sight', () => {
  const bar = barOf(
    clock({ dueAt: day(21), extensions: [{ from: day(11), to: day(21), at: day(5) }] }),
    new Date(day(6)),
  )
  assert.deepEqual([bar.firstDue, bar.due, bar.today], [0.5, 1, 0.25])
})

test('a clock that waits is not late, however long it waits', () => {
  const bar = barOf(clock({ pausedAt: day(6) }), new Date(day(21)))
  assert.equal(bar.late, false)
  assert.deepEqual(bar.pauses, [{ from: 0.25, to: 1, open: true }])
})

test('the clock of the present state comes first, finished forerunners after it', () => {
  const running = clock({ kind: 'plan_review' })
  const old = clock({ kind: 'plan_review', stoppedAt: day(3) })
  const { current, others } = clocksOf({
    state: 'plan_review',
    clocks: { plan_review: running, [`plan_review#${day(1)}`]: old, junk: 1 },
  })
  assert.equal(current, running)
  assert.deepEqual(others, [old])
})
