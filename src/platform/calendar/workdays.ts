import { type Calendar, isWorkdayNumber, localDate } from './calendar.ts'
import { dateOfDay, dayNumber, type LocalDate } from './local-time.ts'

/** Local midnights between the two instants; negative when `to` lies on an earlier day. */
export function daysBetween(calendar: Calendar, from: Date, to: Date): number {
  return dayNumber(localDate(calendar, to)) - dayNumber(localDate(calendar, from))
}

/**
 * Working days after the day of `from`, up to and including the day of `to`: the day on which something
 * happens does not count (民法典 art. 201). Negative when `to` lies on an earlier day.
 */
export function workdaysBetween(calendar: Calendar, from: Date, to: Date): number {
  if (from > to) return 0 - workdaysBetween(calendar, to, from)
  const last = dayNumber(localDate(calendar, to))
  let count = 0
  for (let day = dayNumber(localDate(calendar, from)) + 1; day <= last; day++) {
    if (isWorkdayNumber(calendar, day)) count++
  }
  return count
}

/** The day itself when it is worked, else the first working day after it. */
export function workdayFrom(calendar: Calendar, date: LocalDate): LocalDate {
  return addWorkdays(calendar, date, 0)
}

/** The n-th working day after `date`; for 0 the day itself, or the next working day when it is not worked. */
export function addWorkdays(calendar: Calendar, date: LocalDate, workdays: number): LocalDate {
  let day = dayNumber(date)
  for (let left = workdays; left > 0; ) if (isWorkdayNumber(calendar, ++day)) left--
  while (!isWorkdayNumber(calendar, day)) day++
  return dateOfDay(day)
}
