import { type Calendar, endOfDay, endOfWeek, localDate } from '../calendar/index.ts'
import type { Instant } from './clock.ts'

/** 已逾期 / 今天 / 本周 / 以后 */
export type DueGroup = 'overdue' | 'today' | 'week' | 'later'

/** Where the groups meet: before now, up to todayEnd, up to weekEnd, after it. */
export type DueBounds = { now: Date; todayEnd: Date; weekEnd: Date }

/** Once for a whole list, and for counting in SQL. */
export function dueBounds(now: Date, calendar: Calendar): DueBounds {
  const today = localDate(calendar, now)
  return { now, todayEnd: endOfDay(calendar, today), weekEnd: endOfDay(calendar, endOfWeek(today)) }
}

/** In which group of "my work" a deadline stands. The week ends on Sunday. */
export function dueGroup(dueAt: Instant, bounds: DueBounds): DueGroup {
  const due = new Date(dueAt)
  if (due < bounds.now) return 'overdue'
  if (due <= bounds.todayEnd) return 'today'
  return due <= bounds.weekEnd ? 'week' : 'later'
}
