import { type Calendar, endOfDay, isAnnounced, localDate } from './calendar.ts'
import { addDays, HOUR_MS } from './local-time.ts'
import { addOfficeTime } from './office-hours.ts'
import { addWorkdays, workdayFrom } from './workdays.ts'

/**
 * - hours      from the moment itself, nights and holidays included (民法典 art. 201 para. 2)
 * - workhours  office hours of working days
 * - workdays   from the next day, only working days
 * - days       from the next day, every day (art. 201 para. 1)
 */
export type TimeUnit = 'hours' | 'workhours' | 'workdays' | 'days'

export type TimeSpan = {
  /** Not negative; a whole number for days and workdays. 0 days is "today". */
  amount: number
  unit: TimeUnit
  /**
   * For days only: a last day that is not worked moves to the next working day (民法典 art. 203), which is
   * the default. False for a rule whose text says otherwise.
   */
  rollForward?: boolean
}

/**
 * `provisional`: the count passed through a year whose holidays are not announced, where only weekends are
 * known. Show it as such, and count again when the year is entered.
 */
export type Deadline = { dueAt: Date; provisional: boolean }

/** A century. Beyond it an amount is a typing error, and counting working days would take long. */
const MOST_DAYS = 36_525

function checkAmount({ amount, unit }: TimeSpan): void {
  const wholeDays = unit === 'days' || unit === 'workdays'
  const most = wholeDays ? MOST_DAYS : MOST_DAYS * 24
  if (!(amount >= 0 && amount <= most) || (wholeDays && !Number.isInteger(amount))) {
    throw new RangeError(`not an amount of ${unit}: ${amount}`)
  }
}

/**
 * When a period that begins at `start` ends. Days and workdays end with their last local day, at
 * 23:59:59.999 (see `endOfDay`): 24:00 of the law, kept on the day it belongs to. In time is `now <= dueAt`.
 * Throws RangeError on an amount that is negative, fractional for days, or beyond a century.
 */
export function deadline(calendar: Calendar, start: Date, span: TimeSpan): Deadline {
  checkAmount(span)
  const { amount, unit } = span
  const first = localDate(calendar, start)
  switch (unit) {
    case 'hours':
      return { dueAt: new Date(start.getTime() + amount * HOUR_MS), provisional: false }
    case 'workhours': {
      const dueAt = addOfficeTime(calendar, start, Math.round(amount * HOUR_MS))
      return { dueAt, provisional: !isAnnounced(calendar, first, localDate(calendar, dueAt)) }
    }
    case 'workdays': {
      const last = addWorkdays(calendar, first, amount)
      return { dueAt: endOfDay(calendar, last), provisional: !isAnnounced(calendar, first, last) }
    }
    case 'days': {
      const last = addDays(first, amount)
      if (span.rollForward === false) return { dueAt: endOfDay(calendar, last), provisional: false }
      const rolled = workdayFrom(calendar, last)
      return { dueAt: endOfDay(calendar, rolled), provisional: !isAnnounced(calendar, last, rolled) }
    }
  }
}

/** The due instant of `deadline`, for those who do not show whether it is provisional. */
export function addTime(calendar: Calendar, start: Date, span: TimeSpan): Date {
  return deadline(calendar, start, span).dueAt
}
