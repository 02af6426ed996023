import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCountyCalendar } from '../calendar/index.ts'
import {
  type Clock,
  type ClockRule,
  clockView,
  nextReminders,
  pauseClock,
  restartClock,
  resumeClock,
  runningDueAt,
  startClock,
  stopClock,
} from './index.ts'

/** One test for each bug that case trackers are known for (docs/architecture.md, the engine). */

const calendar = buildCountyCalendar({
  zone: 'Asia/Shanghai',
  officeHours: [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ],
  countyDays: [],
})
const fiveWorkdays: ClockRule = { key: 'reply', version: 1, amount: 5, unit: 'workdays' }
const at = (local: string) => new Date(`${local}+08:00`)
const utc = (local: string) => at(local).toISOString()
const reply = (since: string) => startClock('reply', fiveWorkdays, at(since), calendar)
const reminders = (clock: Clock, now: string) => nextReminders(clock, [0.5, 1, 2, 5], calendar, at(now))

test('a clock does not run while everybody waits for the citizen', () => {
  // Monday 2 November + 5 working days = Monday 9th. Asked for papers on Wednesday, they come three weeks later.
  const waiting = pauseClock(reply('2026-11-02T10:00'), at('2026-11-04T10:00'))
  const seen = clockView(waiting, at('2026-11-24T10:00'))
  assert.deepEqual([seen.state, seen.overdue, seen.overdueDays], ['paused', false, 0])
  assert.equal(runningDueAt(waiting), null)
  const resumed = resumeClock(waiting, at('2026-11-25T10:00'), calendar)
  assert.equal(resumed.dueAt, utc('2026-11-30T23:59:59.999')) // three working days left: 26, 27, 30
  assert.equal(clockView(resumed, at('2026-11-30T20:00')).overdue, false)
})

test('no stale deadline lives on after reassignment', () => {
  const old = reply('2026-11-02T10:00')
  const { ended, started } = restartClock(old, fiveWorkdays, at('2026-11-06T16:00'), calendar)
  assert.equal(started.dueAt, utc('2026-11-13T23:59:59.999'))
  assert.equal(runningDueAt(ended), null)
  assert.deepEqual(reminders(ended, '2026-11-06T16:00'), [])
  assert.equal(clockView(ended, at('2026-12-01T10:00')).overdue, false)
  assert.deepEqual([started.pauses, started.extensions], [[], []])
})

test('a case merged into another escalates no more', () => {
  const merged = stopClock(reply('2026-11-02T10:00'), at('2026-11-03T10:00'))
  assert.deepEqual(reminders(merged, '2026-11-03T10:00'), [])
  const seen = clockView(merged, at('2027-03-01T10:00'))
  assert.deepEqual([seen.state, seen.overdue, seen.overdueDays], ['stopped', false, 0])
  assert.equal(resumeClock(merged, at('2026-11-05T10:00'), calendar), merged)
})

test('nobody is reminded at midnight, at noon, on a weekend or a holiday', () => {
  // The deadline itself ends at 23:59:59.999; the half of it falls into a Saturday.
  const clock = reply('2026-11-04T23:00') // due Wednesday 11th
  assert.deepEqual(reminders(clock, '2026-11-04T23:00'), [
    at('2026-11-09T08:30'), // half of it: Sunday 8th at 11:30
    at('2026-11-12T08:30'), // the morning after the deadline
    at('2026-11-19T08:30'),
    at('2026-12-10T08:30'),
  ])
  const beforeNationalDay = reply('2026-09-28T10:00') // 29, 30, 8 Oct, 9, Sat 10
  assert.deepEqual(reminders(beforeNationalDay, '2026-09-28T10:00').slice(0, 2), [
    at('2026-10-08T08:30'),
    at('2026-10-12T08:30'),
  ])
})

test('a closed case does not go on nagging', () => {
  const late = stopClock(reply('2026-11-02T10:00'), at('2026-11-12T10:00'))
  assert.deepEqual(reminders(late, '2026-11-12T10:00'), [])
  assert.equal(runningDueAt(late), null)
  // Nor does one that was closed while it waited.
  const waited = stopClock(
    pauseClock(reply('2026-11-02T10:00'), at('2026-11-03T10:00')),
    at('2026-11-20T10:00'),
  )
  assert.deepEqual(reminders(waited, '2026-11-20T10:00'), [])
  assert.equal(clockView(waited, at('2026-12-20T10:00')).overdue, false)
})

test('reopening does not distort the record of the first round', () => {
  const closedLate = stopClock(reply('2026-11-02T10:00'), at('2026-11-11T10:00'))
  const record = structuredClone(closedLate)
  const { ended, started } = restartClock(closedLate, fiveWorkdays, at('2027-01-04T10:00'), calendar)
  assert.equal(ended, closedLate)
  assert.deepEqual(ended, record)
  const first = clockView(ended, at('2027-06-01T10:00'))
  assert.deepEqual([first.overdue, first.overdueDays, first.dueAt], [true, 2, utc('2026-11-09T23:59:59.999')])
  const second = clockView(started, at('2027-01-04T10:00'))
  assert.deepEqual([second.state, second.overdue], ['running', false])
})
