import { type Calendar, deadline, type TimeUnit } from '../calendar/index.ts'

/** The rule a deadline was counted by, frozen with its version when the clock starts. */
export type ClockRule = {
  key: string
  version: number
  amount: number
  unit: TimeUnit
  /** See `TimeSpan.rollForward`: a last day that is not worked moves on, unless this is false. */
  rollForward?: boolean
  basis?: string
}

/** The deadline was set as a date by a person, not counted by a rule. */
export type FixedRule = { fixed: true }

/** A moment as JSON keeps it (ISO 8601, UTC) or as code holds it. Clocks themselves hold only the former. */
export type Instant = string | Date

/**
 * One deadline's life, plain JSON on the case it belongs to. Values are never changed in place: every act gives
 * a new clock. `dueAt` already includes what pauses gave back and what was extended.
 */
export type Clock = {
  /** What is due, e.g. 'plan'. One case has at most one live clock of a kind. */
  kind: string
  startedAt: string
  dueAt: string
  /** Counted through a year whose holidays are not announced yet; `recountClock` settles it. */
  provisional?: boolean
  rule: ClockRule | FixedRule
  /** Since when it waits; also kept on a clock that was stopped while it waited. */
  pausedAt?: string
  pauses: { from: string; to: string }[]
  extensions: { from: string; to: string; at: string }[]
  /** Set once. A stopped clock never changes again. */
  stoppedAt?: string
}

export const isoOf = (moment: Instant): string => new Date(moment).toISOString()

/** ISO moments in UTC sort as text. Two servers' clocks differ a little: no time is ever kept as running backwards. */
export const later = (a: string, b: string): string => (a < b ? b : a)

/** A deadline counted by a rule from `at` on. Throws RangeError when the rule's amount makes no sense. */
export function startClock(kind: string, rule: ClockRule, at: Instant, calendar: Calendar): Clock {
  const { dueAt, provisional } = deadline(calendar, new Date(at), rule)
  return {
    kind,
    startedAt: isoOf(at),
    dueAt: isoOf(dueAt),
    ...(provisional && { provisional }),
    rule,
    pauses: [],
    extensions: [],
  }
}

/** A deadline that somebody set. For "by that day" pass `endOfDay(calendar, date)`. */
export function startFixedClock(kind: string, dueAt: Instant, at: Instant): Clock {
  return {
    kind,
    startedAt: isoOf(at),
    dueAt: isoOf(dueAt),
    rule: { fixed: true },
    pauses: [],
    extensions: [],
  }
}

/** Ends the clock for good, with whether it was overdue. Stopping a stopped clock changes nothing. */
export function stopClock(clock: Clock, at: Instant): Clock {
  if (clock.stoppedAt) return clock
  return { ...clock, stoppedAt: later(clock.pausedAt ?? clock.startedAt, isoOf(at)) }
}

/**
 * A new deadline in place of the old one, after reassignment or reopening. The old clock is stopped and keeps its
 * own record, or stays as it is when it was stopped before; nothing of it lingers in the new one.
 */
export function restartClock(
  clock: Clock,
  rule: ClockRule,
  at: Instant,
  calendar: Calendar,
): { ended: Clock; started: Clock } {
  return { ended: stopClock(clock, at), started: startClock(clock.kind, rule, at, calendar) }
}
