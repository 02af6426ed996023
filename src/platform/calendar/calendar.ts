import { DAY_MS, dayNumber, HOUR_MS, type LocalDate, toInstant, toLocal, weekdayOf } from './local-time.ts'

/** What a day is when it is not what its weekday says: a day off, or a make-up day 调休 that is worked. */
export type DayKind = 'holiday' | 'workday'

/** One exception to the week, as the State Council's yearly notice or the county lists it. */
export type CalendarDay = { date: LocalDate; kind: DayKind }

/** Local wall times 'HH:MM'; `to` is exclusive. */
export type OfficeHours = { from: string; to: string }

export type CalendarInput = {
  /** IANA zone of the county, e.g. 'Asia/Shanghai'. */
  zone: string
  overrides: ReadonlyMap<LocalDate, DayKind>
  /** Years whose holidays are announced. In any other year only weekends are known. */
  years: readonly number[]
  /** In order, without overlap. */
  officeHours: readonly OfficeHours[]
}

/** A county's working calendar. Build it with `buildCalendar`; read it with the functions of this folder. */
export type Calendar = {
  readonly zone: string
  /** By days since 1970-01-01: counting through a year then parses no text. */
  readonly overrides: ReadonlyMap<number, DayKind>
  readonly years: ReadonlySet<number>
  /** Milliseconds since local midnight. */
  readonly officeHours: readonly { fromMs: number; toMs: number }[]
}

function timeOfDay(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  if (!hours) throw new RangeError(`not a time as HH:MM: ${text}`)
  return Number(hours) * HOUR_MS + Number(minutes) * 60_000
}

/**
 * Checks and freezes a county's calendar.
 * Throws RangeError: unknown zone, an override that is no day, no office hours, or hours out of order.
 */
export function buildCalendar(input: CalendarInput): Calendar {
  new Intl.DateTimeFormat('en-US', { timeZone: input.zone })
  const overrides = new Map([...input.overrides].map(([date, kind]) => [dayNumber(date), kind]))
  if (input.officeHours.length === 0) throw new RangeError('a calendar needs office hours')
  let earlier = -1
  const officeHours = input.officeHours.map(({ from, to }) => {
    const hours = { fromMs: timeOfDay(from), toMs: timeOfDay(to) }
    if (hours.fromMs <= earlier || hours.toMs <= hours.fromMs) {
      throw new RangeError(`office hours out of order: ${from}-${to}`)
    }
    earlier = hours.toMs
    return hours
  })
  return { zone: input.zone, overrides, years: new Set(input.years), officeHours }
}

/** The day on the county's wall at this instant. */
export function localDate(calendar: Calendar, instant: Date): LocalDate {
  return toLocal(calendar.zone, instant).date
}

/** True on worked days: Monday to Friday unless a holiday, and make-up Saturdays and Sundays. */
export function isWorkday(calendar: Calendar, date: LocalDate): boolean {
  return isWorkdayNumber(calendar, dayNumber(date))
}

/** The same for a day counted from 1970-01-01. */
export function isWorkdayNumber(calendar: Calendar, day: number): boolean {
  const override = calendar.overrides.get(day)
  if (override) return override === 'workday'
  const weekday = weekdayOf(day)
  return weekday !== 0 && weekday !== 6
}

/**
 * The last instant of a local day, 23:59:59.999. A deadline "on" a day is kept at this instant and not at the
 * next midnight, so that its local date is the day people were told; whoever acts at the instant is in time.
 */
export function endOfDay(calendar: Calendar, date: LocalDate): Date {
  return toInstant(calendar.zone, date, DAY_MS - 1)
}

/** The same time of day on another local day. */
export function onDay(calendar: Calendar, instant: Date, date: LocalDate): Date {
  return toInstant(calendar.zone, date, toLocal(calendar.zone, instant).timeMs)
}

/** Are the holidays of every year from `first` to `last` announced? */
export function isAnnounced(calendar: Calendar, first: LocalDate, last: LocalDate): boolean {
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year++) {
    if (!calendar.years.has(year)) return false
  }
  return true
}

/** The last day up to which holidays are announced without a gap, or undefined when no year is. */
export function knownThrough(calendar: Calendar): LocalDate | undefined {
  if (calendar.years.size === 0) return undefined
  let year = Math.min(...calendar.years)
  while (calendar.years.has(year + 1)) year++
  return `${year}-12-31`
}
