import {
  addDays,
  addOfficeTime,
  addWorkdays,
  type Calendar,
  type Deadline,
  daysBetween,
  endOfDay,
  isAnnounced,
  type LocalDate,
  localDate,
  officeTimeBetween,
  onDay,
  workdayFrom,
  workdaysBetween,
} from '../calendar/index.ts'
import type { Clock } from './clock.ts'

/**
 * The deadline after a pause: what was left when it began, in the rule's own unit (a date set by a person: in days),
 * is left again when it ends. Days are counted as the law does, without the day on which the clock runs again; so
 * a pause within one day gives no day back. Never earlier than before, and never already missed.
 *
 * Only a deadline missed before the pause began stays where it was: otherwise a pause taken too late would wash
 * the record.
 */
export function giveBack(
  dueAt: Date,
  rule: Clock['rule'],
  pause: { from: Date; to: Date },
  calendar: Calendar,
): Deadline {
  const { from, to } = pause
  if (from > dueAt) return { dueAt, provisional: false }
  switch ('fixed' in rule ? 'days' : rule.unit) {
    case 'hours':
      return { dueAt: new Date(dueAt.getTime() + to.getTime() - from.getTime()), provisional: false }
    case 'workhours': {
      const counted = addOfficeTime(calendar, to, officeTimeBetween(calendar, from, dueAt))
      const moved = latest(dueAt, counted)
      return {
        dueAt: moved,
        provisional: !isAnnounced(calendar, localDate(calendar, from), localDate(calendar, moved)),
      }
    }
    case 'workdays': {
      const resumed = localDate(calendar, to)
      if (localDate(calendar, from) === resumed) return sameDay(dueAt, to, calendar)
      const last = addWorkdays(calendar, resumed, workdaysBetween(calendar, from, dueAt))
      return {
        dueAt: onLastDay(dueAt, last, to, calendar),
        provisional: !isAnnounced(calendar, resumed, last),
      }
    }
    case 'days': {
      const resumed = localDate(calendar, to)
      if (localDate(calendar, from) === resumed) return sameDay(dueAt, to, calendar)
      const last = addDays(resumed, daysBetween(calendar, from, dueAt))
      if (!('fixed' in rule) && rule.rollForward === false) {
        return { dueAt: onLastDay(dueAt, last, to, calendar), provisional: false }
      }
      const rolled = workdayFrom(calendar, last)
      return {
        dueAt: onLastDay(dueAt, rolled, to, calendar),
        provisional: !isAnnounced(calendar, last, rolled),
      }
    }
  }
}

const latest = (a: Date, b: Date): Date => (a < b ? b : a)

function sameDay(dueAt: Date, resumed: Date, calendar: Calendar): Deadline {
  return { dueAt: onLastDay(dueAt, localDate(calendar, dueAt), resumed, calendar), provisional: false }
}

/** The deadline's time on its new last day; the end of that day when the time has passed while the clock waited. */
function onLastDay(dueAt: Date, last: LocalDate, resumed: Date, calendar: Calendar): Date {
  const moved = latest(dueAt, onDay(calendar, dueAt, last))
  return moved < resumed ? endOfDay(calendar, last) : moved
}
