import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCountyCalendar, endOfDay } from '../calendar/index.ts'
import {
  type Clock,
  type ClockRule,
  clockView,
  dueBounds,
  dueGroup,
  extendClock,
  nextReminders,
  pauseClock,
  recountClock,
  remainingSpan,
  resumeClock,
  startClock,
  startFixedClock,
  stopClock,
} from './index.ts'

const hours = {
  zone: 'Asia/Shanghai',
  officeHours: [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ],
}
const calendar = buildCountyCalendar({ ...hours, countyDays: [] })
const at = (local: string) => new Date(`${local}+08:00`)
const utc = (local: string) => at(local).toISOString()
const rule = (amount: number, unit: ClockRule['unit']): ClockRule => ({ key: 'k', version: 1, amount, unit })
const paused = (clock: Clock, from: string, to: string) =>
  resumeClock(pauseClock(clock, at(from)), at(to), calendar)
function extended(clock: Clock, to: string, when: string): Clock {
  const decision = extendClock(clock, at(to), at(when))
  assert.ok(decision.ok)
  return decision.value
}

test('a clock is plain JSON and freezes its rule', () => {
  const frozen = { key: 'plan', version: 3, amount: 30, unit: 'days' as const, basis: '条例' }
  const clock = startClock('plan', frozen, at('2026-03-02T10:00'), calendar)
  assert.deepEqual(JSON.parse(JSON.stringify(clock)), clock)
  assert.deepEqual(clock, {
    kind: 'plan',
    startedAt: '2026-03-02T02:00:00.000Z',
    dueAt: '2026-04-01T15:59:59.999Z',
    rule: frozen,
    pauses: [],
    extensions: [],
  })
})

test('each unit gives back what was waited, in its own measure', () => {
  const started = at('2026-11-02T10:00')
  const after = (amount: number, unit: ClockRule['unit'], from: string, to: string) =>
    paused(startClock('k', rule(amount, unit), started, calendar), from, to).dueAt
  assert.equal(after(48, 'hours', '2026-11-03T10:00', '2026-11-03T13:30'), utc('2026-11-04T13:30'))
  // 10:00–12:00 and 14:00–18:00 used, so one hour is left when the weekend is over.
  assert.equal(after(7, 'workhours', '2026-11-02T19:00', '2026-11-07T19:00'), utc('2026-11-09T09:30'))
  // Friday evening to Sunday: no working day was waited.
  assert.equal(after(5, 'workdays', '2026-11-06T18:00', '2026-11-08T10:00'), utc('2026-11-09T23:59:59.999'))
  assert.equal(after(5, 'workdays', '2026-11-06T18:00', '2026-11-10T10:00'), utc('2026-11-11T23:59:59.999'))
  // Eleven days from Thursday 12th: Saturday 14th plus the days waited would be a Saturday, moved to Monday.
  assert.equal(after(10, 'days', '2026-11-10T10:00', '2026-11-12T10:00'), utc('2026-11-16T23:59:59.999'))
  assert.equal(after(10, 'days', '2026-11-10T10:00', '2026-11-10T20:00'), utc('2026-11-12T23:59:59.999'))
})

test('a clock that waited past its last minutes is not overdue when it runs again', () => {
  const clock = startClock('k', rule(1, 'workdays'), at('2026-11-05T10:00'), calendar) // Friday
  assert.equal(paused(clock, '2026-11-06T23:00', '2026-11-07T10:00').dueAt, utc('2026-11-09T23:59:59.999'))
  const noon = startFixedClock('k', at('2026-11-06T12:00'), at('2026-11-05T10:00'))
  assert.equal(paused(noon, '2026-11-06T11:00', '2026-11-06T15:00').dueAt, utc('2026-11-06T23:59:59.999'))
  assert.equal(paused(noon, '2026-11-06T11:00', '2026-11-09T15:00').dueAt, utc('2026-11-09T23:59:59.999'))
})

test('a date set by a person moves by the days waited, at the same time of day, to a working day', () => {
  const fixed = startFixedClock('k', at('2026-11-13T17:00'), at('2026-11-02T10:00'))
  assert.equal(paused(fixed, '2026-11-03T10:00', '2026-11-04T10:00').dueAt, utc('2026-11-16T17:00'))
  assert.equal(paused(fixed, '2026-11-03T10:00', '2026-11-06T10:00').dueAt, utc('2026-11-16T17:00'))
})

test('a pause taken too late does not wash the record, nor does it add to it', () => {
  const late = startClock('k', rule(5, 'workdays'), at('2026-11-02T10:00'), calendar) // due Monday 9th
  const waiting = pauseClock(late, at('2026-11-11T10:00'))
  assert.deepEqual(
    [
      clockView(waiting, at('2026-12-01T10:00')).overdue,
      clockView(waiting, at('2026-12-01T10:00')).overdueDays,
    ],
    [true, 2],
  )
  const resumed = resumeClock(waiting, at('2026-11-21T10:00'), calendar)
  assert.equal(resumed.dueAt, late.dueAt)
  assert.equal(clockView(resumed, at('2026-11-21T11:00')).overdueDays, 2)
  assert.equal(clockView(resumed, at('2026-11-22T11:00')).overdueDays, 3)
})

test('overdue begins after the last instant, and its first day is day 1', () => {
  const clock = startClock('k', rule(5, 'workdays'), at('2026-11-02T10:00'), calendar)
  const seen = (now: string) => {
    const { overdue, overdueDays } = clockView(clock, at(now))
    return [overdue, overdueDays]
  }
  assert.deepEqual(seen('2026-11-09T23:59:59.999'), [false, 0])
  assert.deepEqual(seen('2026-11-10T00:00'), [true, 1])
  assert.deepEqual(seen('2026-11-10T23:59:59.999'), [true, 1])
  assert.deepEqual(seen('2026-11-11T00:00'), [true, 2])
})

test('what is left is told in the rule’s own unit', () => {
  const left = (unit: ClockRule['unit'], amount: number, now: string) =>
    remainingSpan(startClock('k', rule(amount, unit), at('2026-11-02T10:00'), calendar), at(now), calendar)
      .amount
  assert.equal(left('workdays', 5, '2026-11-06T12:00'), 1)
  assert.equal(left('days', 10, '2026-11-06T12:00'), 6)
  assert.equal(left('hours', 48, '2026-11-03T22:00'), 12)
  assert.equal(left('workhours', 8, '2026-11-02T17:00'), 3)
  assert.equal(left('workdays', 5, '2026-12-06T12:00'), 0)
  const fixed = startFixedClock('k', endOfDay(calendar, '2026-11-13'), at('2026-11-02T10:00'))
  assert.deepEqual(remainingSpan(fixed, at('2026-11-10T10:00'), calendar), { amount: 3, unit: 'days' })
})

test('an extension needs a running clock in time and a later date', () => {
  const clock = startClock('k', rule(5, 'workdays'), at('2026-11-02T10:00'), calendar)
  const why = (of: Clock, to: string, when: string) => {
    const decision = extendClock(of, at(to), at(when))
    assert.ok(!decision.ok && decision.refusal.code === 'invalid')
    return decision.refusal.issues
  }
  const fault = (reason: string) => [{ path: 'dueAt', reason, detail: clock.dueAt }]
  const now = '2026-11-04T10:00'
  assert.deepEqual(why(clock, '2026-11-09T23:59:59.999', now), fault('not_later'))
  assert.deepEqual(why(clock, '2026-11-20T18:00', '2026-11-10T00:00'), fault('clock_expired'))
  assert.deepEqual(why(stopClock(clock, at(now)), '2026-11-20T18:00', now), fault('clock_stopped'))
  assert.deepEqual(why(pauseClock(clock, at(now)), '2026-11-20T18:00', now), fault('clock_paused'))
  const longer = extended(clock, '2026-11-20T18:00', now)
  assert.equal(longer.dueAt, utc('2026-11-20T18:00'))
  assert.deepEqual(longer.extensions, [{ from: clock.dueAt, to: longer.dueAt, at: utc(now) }])
  assert.deepEqual(clock.extensions, [])
})

test('a little earlier time of another server never runs a clock backwards', () => {
  const clock = startClock('k', rule(48, 'hours'), at('2026-11-02T10:00'), calendar)
  const waiting = pauseClock(clock, at('2026-11-02T09:59:59.990'))
  assert.equal(waiting.pausedAt, clock.startedAt)
  assert.equal(resumeClock(waiting, at('2026-11-02T09:59:59.995'), calendar).dueAt, clock.dueAt)
  assert.equal(stopClock(clock, at('2026-11-02T09:59:59.990')).stoppedAt, clock.startedAt)
})

test('a provisional deadline is settled when the county enters the year', () => {
  const known = { ...calendar, years: new Set([2026]) }
  const begun = startClock('k', rule(10, 'workdays'), at('2026-12-28T10:00'), known)
  assert.deepEqual([begun.provisional, begun.dueAt], [true, utc('2027-01-11T23:59:59.999')])
  const waited = resumeClock(pauseClock(begun, at('2026-12-29T10:00')), at('2026-12-30T10:00'), known)
  const announced = buildCountyCalendar({
    ...hours,
    countyDays: ['2027-01-01', '2027-10-01'].map((date) => ({ date, kind: 'holiday' })),
    countyYears: [2027],
  })
  const settled = recountClock(waited, announced)
  assert.equal(settled.dueAt, utc('2027-01-13T23:59:59.999')) // one day for the pause, one for New Year
  assert.equal('provisional' in settled, false)
  assert.deepEqual(recountClock(settled, announced), settled)
  // An approved date stands, and what is stopped is history.
  const approved = extended(waited, '2027-02-01T18:00', '2026-12-31T10:00')
  assert.equal(recountClock(approved, announced).dueAt, approved.dueAt)
  const stopped = stopClock(waited, at('2026-12-31T10:00'))
  assert.equal(recountClock(stopped, announced), stopped)
})

test('a set date that a pause moved into an unannounced year is settled too', () => {
  const known = { ...calendar, years: new Set([2026]) }
  const set = startFixedClock('k', at('2026-12-31T18:00'), at('2026-12-01T10:00'))
  const waited = resumeClock(pauseClock(set, at('2026-12-02T10:00')), at('2026-12-03T10:00'), known)
  assert.deepEqual([waited.provisional, waited.dueAt], [true, utc('2027-01-01T18:00')])
  const announced = buildCountyCalendar({
    ...hours,
    countyDays: [{ date: '2027-01-01', kind: 'holiday' }],
    countyYears: [2027],
  })
  const settled = recountClock(waited, announced)
  assert.deepEqual([settled.provisional, settled.dueAt], [undefined, utc('2027-01-04T18:00')])
  assert.equal(recountClock(set, announced), set)
})

test('reminders skip what has passed, and pauses stretch the way to them', () => {
  const clock = startClock('k', rule(40, 'hours'), at('2026-11-02T09:00'), calendar) // due Wednesday 01:00
  const ahead = (of: Clock, now: string, ...fractions: number[]) =>
    nextReminders(of, fractions, calendar, at(now))
  assert.deepEqual(ahead(clock, '2026-11-02T09:00', 0.15, 0.1), [
    at('2026-11-02T14:00'),
    at('2026-11-02T15:00'),
  ])
  assert.deepEqual(ahead(clock, '2026-11-02T15:00', 0.15, 1), [at('2026-11-04T08:30')])
  assert.deepEqual(ahead(clock, '2026-11-02T09:00', 0.99, 1, 1), [
    at('2026-11-03T14:00'),
    at('2026-11-04T08:30'),
  ])
  assert.deepEqual(ahead(pauseClock(clock, at('2026-11-02T10:00')), '2026-11-02T10:00', 0.5, 1), [])
  const resumed = paused(clock, '2026-11-02T10:00', '2026-11-03T10:00') // due Thursday 01:00
  assert.deepEqual(ahead(resumed, '2026-11-02T09:00', 0.025, 0.15, 1), [
    at('2026-11-02T10:00'),
    at('2026-11-03T15:00'),
    at('2026-11-05T08:30'),
  ])
})

test('a reminder meant before the deadline comes before it, or at once after when no office was open', () => {
  const overWeekend = startClock('k', rule(60, 'hours'), at('2026-11-06T09:00'), calendar) // Sunday 21:00
  assert.deepEqual(nextReminders(overWeekend, [0.5], calendar, at('2026-11-06T09:00')), [
    at('2026-11-06T14:00'),
  ])
  const atNight = startClock('k', rule(10, 'hours'), at('2026-11-06T20:00'), calendar)
  assert.deepEqual(nextReminders(atNight, [0.5], calendar, at('2026-11-06T20:00')), [at('2026-11-09T08:30')])
})

test('my work is grouped by the county’s day and its week until Sunday', () => {
  const now = at('2026-11-25T10:00') // Wednesday
  const group = (due: string) => dueGroup(utc(due), dueBounds(now, calendar))
  assert.equal(group('2026-11-25T09:59'), 'overdue')
  assert.equal(group('2026-11-25T10:00'), 'today')
  assert.equal(group('2026-11-25T23:59:59.999'), 'today')
  assert.equal(group('2026-11-26T00:00'), 'week')
  assert.equal(group('2026-11-29T23:59:59.999'), 'week')
  assert.equal(group('2026-11-30T00:00'), 'later')
  assert.equal(dueGroup(at('2026-11-29T20:00'), dueBounds(at('2026-11-29T10:00'), calendar)), 'today') // Sunday itself
})
