// By file and not through the folder's index: browsers count on by themselves and need no table of holidays.
import type { TimeSpan } from '../calendar/add-time.ts'
import type { Calendar } from '../calendar/calendar.ts'
import { officeTimeBetween } from '../calendar/office-hours.ts'
import { daysBetween, workdaysBetween } from '../calendar/workdays.ts'
import type { Clock, Instant } from './clock.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

export type ClockState = 'running' | 'paused' | 'stopped'

export type ClockView = {
  state: ClockState
  dueAt: string
  provisional: boolean
  /** Missed now, or missed when the clock was paused or stopped. */
  overdue: boolean
  /** Days begun since the deadline, pauses left out: 1 from the first moment after it. 0 when not overdue. */
  overdueDays: number
  /** Milliseconds left, 0 when overdue. Stands still while paused; on a stopped clock, what was left over. */
  remainingMs: number
}

/** Stopped wins over paused: a clock stopped while it waited is stopped. */
export function clockState(clock: Clock): ClockState {
  if (clock.stoppedAt) return 'stopped'
  return clock.pausedAt ? 'paused' : 'running'
}

/** The moment a clock is judged by: when it began to wait or was stopped, and now only while it runs. */
function judgedAt(clock: Clock, now: Instant): Date {
  return new Date(clock.pausedAt ?? clock.stoppedAt ?? now)
}

/** What people see of a clock. Needs no calendar, so that a browser can count on by itself. */
export function clockView(clock: Clock, now: Instant): ClockView {
  const at = judgedAt(clock, now).getTime()
  const due = Date.parse(clock.dueAt)
  const overdue = at > due
  const waited = clock.pauses
    .filter(({ to }) => Date.parse(to) > due)
    .reduce((sum, { from, to }) => sum + Date.parse(to) - Math.max(Date.parse(from), due), 0)
  return {
    state: clockState(clock),
    dueAt: clock.dueAt,
    provisional: clock.provisional ?? false,
    overdue,
    overdueDays: overdue ? Math.max(1, Math.ceil((at - due - waited) / DAY_MS)) : 0,
    remainingMs: Math.max(0, due - at),
  }
}

/** What is left in the rule's own unit ("还剩 3 个工作日"), today not counted; 0 when overdue. */
export function remainingSpan(clock: Clock, now: Instant, calendar: Calendar): TimeSpan {
  const at = judgedAt(clock, now)
  const due = new Date(clock.dueAt)
  const unit = 'fixed' in clock.rule ? 'days' : clock.rule.unit
  if (at > due) return { amount: 0, unit }
  switch (unit) {
    case 'hours':
      return { amount: (due.getTime() - at.getTime()) / HOUR_MS, unit }
    case 'workhours':
      return { amount: officeTimeBetween(calendar, at, due) / HOUR_MS, unit }
    case 'workdays':
      return { amount: workdaysBetween(calendar, at, due), unit }
    case 'days':
      return { amount: daysBetween(calendar, at, due), unit }
  }
}

/** The deadline that lists may sort and escalate by: none while the clock waits or after it was stopped. */
export function runningDueAt(clock: Clock): string | null {
  return clockState(clock) === 'running' ? clock.dueAt : null
}
