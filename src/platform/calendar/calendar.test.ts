import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  addTime,
  buildCalendar,
  buildCountyCalendar,
  endOfDay,
  isWorkday,
  lastOfficeOpening,
  localDate,
  nextOfficeMoment,
  officeTimeBetween,
  type TimeUnit,
  workdaysBetween,
} from './index.ts'
import { toInstant, toLocal } from './local-time.ts'

const hours = {
  zone: 'Asia/Shanghai',
  officeHours: [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ],
}
const calendar = buildCountyCalendar({ ...hours, countyDays: [] })
const at = (local: string) => new Date(`${local}+08:00`)
const due = (from: string, amount: number, unit: TimeUnit) => addTime(calendar, at(from), { amount, unit })

test('the local day is the county’s, wherever the server stands', () => {
  assert.equal(localDate(calendar, new Date('2026-11-22T15:59:59.999Z')), '2026-11-22')
  assert.equal(localDate(calendar, new Date('2026-11-22T16:00:00Z')), '2026-11-23')
  assert.deepEqual(endOfDay(calendar, '2026-11-22'), new Date('2026-11-22T15:59:59.999Z'))
})

test('local time follows a zone that had summer time', () => {
  // Shanghai in the summer of 1990 was at +09:00, Ürümqi of the same county office never left +06:00.
  assert.equal(toLocal('Asia/Shanghai', new Date('1990-07-01T15:30:00Z')).date, '1990-07-02')
  assert.deepEqual(toInstant('Asia/Shanghai', '1990-07-01', 0), new Date('1990-06-30T15:00:00Z'))
  assert.deepEqual(toInstant('Asia/Urumqi', '2026-07-01', 0), new Date('2026-06-30T18:00:00Z'))
})

test('days begin on the day after and end with their last day, whatever the hour of the start', () => {
  assert.deepEqual(due('2026-11-02T00:00', 10, 'days'), at('2026-11-12T23:59:59.999'))
  assert.deepEqual(due('2026-11-02T23:59:59.999', 10, 'days'), at('2026-11-12T23:59:59.999'))
})

test('a last day that is not worked moves to the next working day (民法典 art. 203)', () => {
  assert.deepEqual(due('2026-11-02T10:00', 5, 'days'), at('2026-11-09T23:59:59.999'))
})

test('nought days is today, or the next working day', () => {
  assert.deepEqual(due('2026-11-06T10:00', 0, 'workdays'), at('2026-11-06T23:59:59.999'))
  assert.deepEqual(due('2026-11-07T10:00', 0, 'workdays'), at('2026-11-09T23:59:59.999'))
  assert.deepEqual(due('2026-11-07T10:00', 0, 'days'), at('2026-11-09T23:59:59.999'))
})

test('hours run through the night and the holiday', () => {
  assert.deepEqual(due('2026-09-30T20:00', 24, 'hours'), at('2026-10-01T20:00'))
})

test('working hours run in office hours only', () => {
  assert.deepEqual(due('2026-11-02T11:00', 2, 'workhours'), at('2026-11-02T15:00'))
  assert.deepEqual(due('2026-11-02T03:00', 1.5, 'workhours'), at('2026-11-02T10:00'))
  assert.deepEqual(due('2026-11-06T17:00', 2, 'workhours'), at('2026-11-09T09:30'))
  assert.deepEqual(due('2026-11-06T17:00', 1, 'workhours'), at('2026-11-06T18:00'))
  assert.deepEqual(due('2026-09-30T17:00', 2, 'workhours'), at('2026-10-08T09:30'))
  assert.deepEqual(due('2026-10-09T17:00', 2, 'workhours'), at('2026-10-10T09:30')) // make-up Saturday
})

test('the next office moment is never at night, at noon, on a weekend or a holiday', () => {
  const next = (local: string) => nextOfficeMoment(calendar, at(local))
  assert.deepEqual(next('2026-11-02T00:00'), at('2026-11-02T08:30'))
  assert.deepEqual(next('2026-11-02T09:15'), at('2026-11-02T09:15'))
  assert.deepEqual(next('2026-11-02T12:00'), at('2026-11-02T14:00'))
  assert.deepEqual(next('2026-11-02T18:00'), at('2026-11-03T08:30'))
  assert.deepEqual(next('2026-11-06T19:00'), at('2026-11-09T08:30'))
  assert.deepEqual(next('2026-09-30T23:00'), at('2026-10-08T08:30'))
  assert.deepEqual(next('2026-10-10T03:00'), at('2026-10-10T08:30'))
  assert.deepEqual(lastOfficeOpening(calendar, at('2026-10-05T10:00')), at('2026-09-30T14:00'))
})

test('working days between: the first day does not count, the last does', () => {
  const between = (from: string, to: string) => workdaysBetween(calendar, at(from), at(to))
  assert.equal(between('2026-11-02T09:00', '2026-11-02T17:00'), 0)
  assert.equal(between('2026-11-06T09:00', '2026-11-09T00:00'), 1)
  assert.equal(between('2026-11-09T00:00', '2026-11-06T09:00'), -1)
  assert.equal(between('2026-09-30T09:00', '2026-10-10T09:00'), 3)
})

test('what cannot be a calendar, a day or an amount is refused', () => {
  const good = { ...hours, overrides: new Map(), years: [] }
  assert.throws(() => buildCalendar({ ...good, zone: 'Asia/Nowhere' }), RangeError)
  assert.throws(() => buildCalendar({ ...good, overrides: new Map([['2026-02-30', 'holiday']]) }), RangeError)
  assert.throws(() => buildCalendar({ ...good, officeHours: [] }), RangeError)
  assert.throws(() => buildCalendar({ ...good, officeHours: [{ from: '8:30', to: '12:00' }] }), RangeError)
  assert.throws(() => buildCalendar({ ...good, officeHours: [{ from: '18:00', to: '08:30' }] }), RangeError)
  const overlap = [
    { from: '08:30', to: '12:00' },
    { from: '11:00', to: '18:00' },
  ]
  assert.throws(() => buildCalendar({ ...good, officeHours: overlap }), RangeError)
  assert.throws(() => due('2026-11-02T10:00', -1, 'workdays'), RangeError)
  assert.throws(() => due('2026-11-02T10:00', 1.5, 'days'), RangeError)
  assert.throws(() => due('2026-11-02T10:00', Number.NaN, 'hours'), RangeError)
  assert.throws(() => due('2026-11-02T10:00', 1e9, 'workdays'), RangeError)
})

const moment = fc.date({
  min: new Date('2022-12-01T00:00:00Z'),
  max: new Date('2027-06-30T00:00:00Z'),
  noInvalidDate: true,
})
const unit = fc.constantFrom<TimeUnit>('hours', 'workhours', 'workdays', 'days')
const amount = fc.integer({ min: 0, max: 120 })

test('property: more time, or a later start, never ends earlier', () => {
  fc.assert(
    fc.property(moment, moment, amount, amount, unit, (a, b, m, n, unit) => {
      const [first, second] = a <= b ? [a, b] : [b, a]
      const [less, more] = m <= n ? [m, n] : [n, m]
      assert.ok(
        addTime(calendar, first, { amount: less, unit }) <= addTime(calendar, second, { amount: more, unit }),
      )
      assert.ok(addTime(calendar, first, { amount: less, unit }) >= first)
    }),
  )
})

test('property: n working days later lie n working days between, and the last is worked', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 250 }), (start, n) => {
      const end = addTime(calendar, start, { amount: n, unit: 'workdays' })
      assert.equal(workdaysBetween(calendar, start, end), n)
      assert.ok(isWorkday(calendar, localDate(calendar, end)))
      assert.equal(end.getTime(), endOfDay(calendar, localDate(calendar, end)).getTime())
    }),
  )
})

test('property: a period of days never ends on a day that is not worked', () => {
  fc.assert(
    fc.property(moment, amount, (start, n) => {
      assert.ok(
        isWorkday(calendar, localDate(calendar, addTime(calendar, start, { amount: n, unit: 'days' }))),
      )
    }),
  )
})

test('property: office time adds up, and a reminder moment is at most moved forward', () => {
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 60 * 7 * 60_000 }), (start, ms) => {
      const end = addTime(calendar, start, { amount: ms / 3_600_000, unit: 'workhours' })
      assert.equal(officeTimeBetween(calendar, start, end), ms)
      const open = nextOfficeMoment(calendar, start)
      assert.ok(open >= start)
      assert.equal(officeTimeBetween(calendar, start, open), 0)
      assert.equal(nextOfficeMoment(calendar, open).getTime(), open.getTime())
      assert.ok(lastOfficeOpening(calendar, start) <= start)
    }),
  )
})

test('property: an instant survives the way to local time and back', () => {
  fc.assert(
    fc.property(moment, (instant) => {
      const { date, timeMs } = toLocal('Asia/Shanghai', instant)
      assert.equal(toInstant('Asia/Shanghai', date, timeMs).getTime(), instant.getTime())
    }),
  )
})
