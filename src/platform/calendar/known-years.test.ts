import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addTime,
  buildCountyCalendar,
  deadline,
  isWorkday,
  knownThrough,
  localDate,
  shippedCalendarDays,
} from './index.ts'

/**
 * Typed from the State Council's notices and not from the package, in their own words: 放假 from–to, 上班.
 * 国办发明电〔2022〕16号, 〔2023〕7号, 〔2024〕12号, 〔2025〕7号.
 */
const notices: Record<number, { off: [string, string][]; makeUp: string[]; workdays: number }> = {
  2023: {
    off: [
      ['01-01', '01-02'],
      ['01-21', '01-27'],
      ['04-05', '04-05'],
      ['04-29', '05-03'],
      ['06-22', '06-24'],
      ['09-29', '10-06'],
    ],
    makeUp: ['01-28', '01-29', '04-23', '05-06', '06-25', '10-07', '10-08'],
    workdays: 249,
  },
  2024: {
    off: [
      ['01-01', '01-01'],
      ['02-10', '02-17'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-10', '06-10'],
      ['09-15', '09-17'],
      ['10-01', '10-07'],
    ],
    makeUp: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
    workdays: 251,
  },
  2025: {
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    makeUp: ['01-26', '02-08', '04-27', '09-28', '10-11'],
    workdays: 248,
  },
  2026: {
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    makeUp: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
    workdays: 248,
  },
}

const hours = {
  zone: 'Asia/Shanghai',
  officeHours: [
    { from: '08:30', to: '12:00' },
    { from: '14:00', to: '18:00' },
  ],
}
const calendar = buildCountyCalendar({ ...hours, countyDays: [] })
const at = (local: string) => new Date(`${local}+08:00`)
const workdays = (amount: number) => ({ amount, unit: 'workdays' as const })
const days = (amount: number) => ({ amount, unit: 'days' as const })
const lastDay = (from: string, span: Parameters<typeof addTime>[2], on = calendar) =>
  localDate(on, addTime(on, at(from), span))

function* daysOf(year: number) {
  for (let day = new Date(`${year}-01-01T00:00:00Z`); day.getUTCFullYear() === year; ) {
    yield { date: day.toISOString().slice(0, 10), weekday: day.getUTCDay() }
    day = new Date(day.getTime() + 86_400_000)
  }
}

for (const [year, { off, makeUp, workdays: expected }] of Object.entries(notices)) {
  test(`every day of ${year} is what the notice says`, () => {
    let count = 0
    for (const { date, weekday } of daysOf(Number(year))) {
      const monthDay = date.slice(5)
      const isOff = off.some(([from, to]) => from <= monthDay && monthDay <= to)
      const isMadeUp = makeUp.includes(monthDay)
      const worked = isMadeUp || (!isOff && weekday >= 1 && weekday <= 5)
      assert.equal(isWorkday(calendar, date), worked, date)
      if (worked) count++
    }
    assert.equal(count, expected)
    assert.deepEqual(
      shippedCalendarDays(Number(year))
        ?.filter(({ kind }) => kind === 'workday')
        .map(({ date }) => date.slice(5)),
      makeUp,
    )
  })
}

test('2023: five working days before Spring Festival end after it, on a make-up Sunday', () => {
  // 18, 19, 20 | festival 21–27 | Sat 28, Sun 29 worked
  assert.equal(lastDay('2023-01-17T10:00', workdays(5)), '2023-01-29')
})

test('2024: working days over Qingming and the make-up Sunday 7 April', () => {
  // Wed 3 | 4–6 off | Sun 7, Mon 8, Tue 9, Wed 10
  assert.equal(lastDay('2024-04-02T17:59', workdays(5)), '2024-04-10')
})

test('2024: a period of days that ends on Saturday 12 October ends there, because it is worked', () => {
  assert.equal(lastDay('2024-09-12T09:00', days(30)), '2024-10-12')
})

test('2024: new year’s eve 9 February is a working day, however many took leave', () => {
  assert.equal(isWorkday(calendar, '2024-02-09'), true)
})

test('2025: a period of days that ends in the long National Day holiday ends on 9 October', () => {
  assert.equal(lastDay('2025-09-03T09:00', days(30)), '2025-10-09')
  assert.equal(lastDay('2025-09-03T09:00', { ...days(30), rollForward: false }), '2025-10-03')
})

test('2026: fifteen working days across Spring Festival', () => {
  // Feb 10–14 (Sat worked) = 5 | 15–23 off | 24–28 (Sat worked) = 10 | Mar 2–6 = 15
  assert.equal(lastDay('2026-02-09T08:30', workdays(15)), '2026-03-06')
})

test('2026: one working day after Saturday 19 September is the make-up Sunday', () => {
  assert.equal(lastDay('2026-09-19T12:00', workdays(1)), '2026-09-20')
})

test('the year that is not announced counts weekends only, and says so', () => {
  assert.equal(shippedCalendarDays(2099), undefined)
  const { dueAt, provisional } = deadline(calendar, at('2099-01-27T10:00'), workdays(5))
  assert.deepEqual([localDate(calendar, dueAt), provisional], ['2099-02-03', true])
})

test('a deadline is provisional only where an unannounced day was asked about', () => {
  const known = { ...calendar, years: new Set([2026]) }
  const provisional = (from: string, span: Parameters<typeof deadline>[2]) =>
    deadline(known, at(from), span).provisional
  assert.equal(provisional('2026-12-24T10:00', workdays(5)), false) // ends Thu 31 December
  assert.equal(provisional('2026-12-24T10:00', workdays(6)), true)
  assert.equal(provisional('2026-12-01T10:00', days(60)), true)
  assert.equal(provisional('2026-12-01T10:00', { ...days(60), rollForward: false }), false)
  assert.equal(provisional('2026-12-31T17:00', { amount: 48, unit: 'hours' }), false)
  assert.equal(provisional('2026-12-31T17:00', { amount: 2, unit: 'workhours' }), true)
})

test('a county enters 2027 itself, its own local holiday included', () => {
  const countyDays = [
    ...['2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-10-01'].map(
      (date) => ({ date, kind: 'holiday' as const }),
    ),
    { date: '2027-02-20', kind: 'workday' as const }, // Saturday
    { date: '2027-04-09', kind: 'holiday' as const }, // Friday, local festival
  ]
  const county = buildCountyCalendar({ ...hours, countyDays })
  assert.equal(knownThrough(county), '2027-12-31')
  // Thu 4 | 5–11 off | Fri 12 | Mon 15–Fri 19 | Sat 20 worked
  const { dueAt, provisional } = deadline(county, at('2027-02-03T10:00'), workdays(8))
  assert.deepEqual([localDate(county, dueAt), provisional], ['2027-02-20', false])
  assert.equal(lastDay('2027-04-08T10:00', workdays(1), county), '2027-04-12')
})

test('a county’s row wins over the shipped one, and a few days do not make a year known', () => {
  const county = buildCountyCalendar({
    ...hours,
    countyDays: [
      { date: '2026-05-01', kind: 'workday' },
      { date: '2028-03-01', kind: 'holiday' },
    ],
  })
  assert.equal(isWorkday(county, '2026-05-01'), true)
  assert.equal(isWorkday(county, '2028-03-01'), false)
  assert.equal(county.years.has(2028), false)
  assert.equal(buildCountyCalendar({ ...hours, countyDays: [], countyYears: [2028] }).years.has(2028), true)
})

test('known through the last year without a gap', () => {
  assert.equal(knownThrough({ ...calendar, years: new Set([2025, 2024, 2027]) }), '2025-12-31')
  assert.equal(knownThrough({ ...calendar, years: new Set() }), undefined)
})
