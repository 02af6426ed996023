import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  buildCountyCalendar,
  type Calendar,
  isWorkday,
  localDate,
  nextOfficeMoment,
} from '../calendar/index.ts'
import {
  type Clock,
  type ClockRule,
  clockView,
  extendClock,
  nextReminders,
  pauseClock,
  recountClock,
  remainingSpan,
  resumeClock,
  runningDueAt,
  startClock,
  startFixedClock,
  stopClock,
} from './index.ts'

const calendar: Calendar = buildCountyCalendar({
  zone: 'Asia/Shanghai',
  officeHours: [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ],
  countyDays: [],
})
const MINUTE = 60_000
const start = fc.date({ min: new Date('2023-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
const rule: fc.Arbitrary<ClockRule> = fc
  .tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.constantFrom<ClockRule['unit']>('hours', 'workhours', 'workdays', 'days'),
    fc.boolean(),
  )
  .map(([amount, unit, rollForward]) => ({ key: 'k', version: 1, amount, unit, rollForward }))
const begun: fc.Arbitrary<Clock> = fc.oneof(
  fc.tuple(rule, start).map(([rule, at]) => startClock('k', rule, at, calendar)),
  fc
    .tuple(start, fc.integer({ min: 0, max: 90 * 24 * 60 }))
    .map(([at, minutes]) => startFixedClock('k', new Date(at.getTime() + minutes * MINUTE), at)),
)

type Act = { act: 'pause' | 'resume' | 'extend' | 'recount'; afterMinutes: number }
const acts = fc.array(
  fc.record({
    act: fc.constantFrom<Act['act']>('pause', 'resume', 'extend', 'recount'),
    afterMinutes: fc.integer({ min: 0, max: 20 * 24 * 60 }),
  }),
  { maxLength: 8 },
)

function perform(clock: Clock, act: Act['act'], at: Date): Clock {
  switch (act) {
    case 'pause':
      return pauseClock(clock, at)
    case 'resume':
      return resumeClock(clock, at, calendar)
    case 'recount':
      return recountClock(clock, calendar)
    case 'extend': {
      const extended = extendClock(clock, new Date(Date.parse(clock.dueAt) + 1000 * MINUTE), at)
      return extended.ok ? extended.value : clock
    }
  }
}

/** The clock after any acts, with the moment of the last. */
const lived = fc.tuple(begun, acts).map(([clock, acts]) => {
  let now = new Date(clock.startedAt)
  let then = clock
  for (const { act, afterMinutes } of acts) {
    now = new Date(now.getTime() + afterMinutes * MINUTE)
    then = perform(then, act, now)
  }
  return { clock: then, now }
})

const span = fc.integer({ min: 0, max: 60 * 24 * 60 })

test('property: a pause never shortens what is left, never makes late, never washes lateness', () => {
  fc.assert(
    fc.property(lived, span, span, ({ clock, now }, before, waited) => {
      const from = new Date(now.getTime() + before * MINUTE)
      const to = new Date(from.getTime() + waited * MINUTE)
      const running = resumeClock(clock, now, calendar)
      const waiting = pauseClock(running, from)
      const resumed = resumeClock(waiting, to, calendar)
      assert.ok(resumed.dueAt >= running.dueAt)
      assert.equal(clockView(resumed, to).overdue, clockView(running, from).overdue)
      assert.equal(clockView(waiting, to).overdue, clockView(running, from).overdue)
      assert.ok(
        remainingSpan(resumed, to, calendar).amount >= remainingSpan(running, from, calendar).amount - 1e-9,
      )
      if (clockView(running, from).overdue) assert.equal(resumed.dueAt, running.dueAt)
    }),
  )
})

test('property: a pause of no length changes no deadline', () => {
  fc.assert(
    fc.property(begun, span, (clock, after) => {
      const at = new Date(Date.parse(clock.startedAt) + after * MINUTE)
      assert.equal(resumeClock(pauseClock(clock, at), at, calendar).dueAt, clock.dueAt)
    }),
  )
})

test('property: pausing, resuming and stopping twice is doing it once', () => {
  fc.assert(
    fc.property(lived, span, ({ clock, now }, after) => {
      const later = new Date(now.getTime() + after * MINUTE)
      const paused = pauseClock(clock, now)
      assert.equal(pauseClock(paused, later), paused)
      const resumed = resumeClock(paused, now, calendar)
      assert.equal(resumeClock(resumed, later, calendar), resumed)
      const stopped = stopClock(clock, now)
      assert.equal(stopClock(stopped, later), stopped)
    }),
  )
})

test('property: stopping is final', () => {
  fc.assert(
    fc.property(lived, acts, ({ clock, now }, after) => {
      const stopped = stopClock(clock, now)
      const record = clockView(stopped, now)
      let at = now
      for (const { act, afterMinutes } of after) {
        at = new Date(at.getTime() + afterMinutes * MINUTE)
        assert.equal(perform(stopped, act, at), stopped)
        assert.deepEqual(clockView(stopped, at), record)
        assert.deepEqual(nextReminders(stopped, [0.5, 1, 3], calendar, at), [])
      }
      assert.equal(runningDueAt(stopped), null)
      assert.equal(record.overdue, clockView(clock, now).overdue)
    }),
  )
})

test('property: an extension never shortens, and never touches a missed deadline', () => {
  fc.assert(
    fc.property(lived, start, ({ clock, now }, to) => {
      const extended = extendClock(clock, to, now)
      if (extended.ok) {
        assert.ok(extended.value.dueAt > clock.dueAt)
        assert.equal(clockView(clock, now).overdue, false)
      }
    }),
  )
})

test('property: counting again without news changes nothing', () => {
  fc.assert(fc.property(lived, ({ clock }) => assert.deepEqual(recountClock(clock, calendar), clock)))
})

test('property: a clock survives being stored', () => {
  fc.assert(fc.property(lived, ({ clock }) => assert.deepEqual(JSON.parse(JSON.stringify(clock)), clock)))
})

test('property: reminders are ahead, in order, and in office hours of a working day', () => {
  const fractions = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 6 })
  fc.assert(
    fc.property(lived, fractions, ({ clock, now }, fractions) => {
      const moments = nextReminders(clock, fractions, calendar, now)
      if (runningDueAt(clock) === null) assert.deepEqual(moments, [])
      let before = now
      for (const moment of moments) {
        assert.ok(moment > before)
        assert.ok(isWorkday(calendar, localDate(calendar, moment)))
        assert.equal(nextOfficeMoment(calendar, moment).getTime(), moment.getTime())
        before = moment
      }
    }),
  )
})
