import { type Calendar, isWorkday, localDate } from './calendar.ts'
import { addDays, type LocalDate, toInstant } from './local-time.ts'

type Interval = { fromMs: number; toMs: number }

function officeIntervals(calendar: Calendar, date: LocalDate): Interval[] {
  if (!isWorkday(calendar, date)) return []
  return calendar.officeHours.map(({ fromMs, toMs }) => ({
    fromMs: toInstant(calendar.zone, date, fromMs).getTime(),
    toMs: toInstant(calendar.zone, date, toMs).getTime(),
  }))
}

/** Every stretch of office time that ends after `instant`, without end: the caller stops. */
function* officeTimeFrom(calendar: Calendar, instant: Date): Generator<Interval, never> {
  const atMs = instant.getTime()
  for (let date = localDate(calendar, instant); ; date = addDays(date, 1)) {
    for (const { fromMs, toMs } of officeIntervals(calendar, date)) {
      if (toMs > atMs) yield { fromMs: Math.max(fromMs, atMs), toMs }
    }
  }
}

/**
 * The instant itself when it lies in office hours of a working day, else the next opening. Closing time is
 * already outside. People are reminded at such moments only, never at midnight.
 */
export function nextOfficeMoment(calendar: Calendar, instant: Date): Date {
  return new Date(officeTimeFrom(calendar, instant).next().value.fromMs)
}

/** The latest opening of the office at or before the instant. */
export function lastOfficeOpening(calendar: Calendar, instant: Date): Date {
  const atMs = instant.getTime()
  for (let date = localDate(calendar, instant); ; date = addDays(date, -1)) {
    const opening = officeIntervals(calendar, date).findLast(({ fromMs }) => fromMs <= atMs)
    if (opening) return new Date(opening.fromMs)
  }
}

/** The instant after that much office time; used up exactly at closing time, it ends at closing time. */
export function addOfficeTime(calendar: Calendar, start: Date, officeMs: number): Date {
  if (officeMs <= 0) return start
  const stretches = officeTimeFrom(calendar, start)
  let left = officeMs
  let stretch = stretches.next().value
  while (left > stretch.toMs - stretch.fromMs) {
    left -= stretch.toMs - stretch.fromMs
    stretch = stretches.next().value
  }
  return new Date(stretch.fromMs + left)
}

/** Milliseconds of office time in [from, to); 0 when `to` is not later. */
export function officeTimeBetween(calendar: Calendar, from: Date, to: Date): number {
  const endMs = to.getTime()
  const stretches = officeTimeFrom(calendar, from)
  let sum = 0
  let stretch = stretches.next().value
  while (stretch.fromMs < endMs) {
    sum += Math.min(stretch.toMs, endMs) - stretch.fromMs
    stretch = stretches.next().value
  }
  return sum
}
