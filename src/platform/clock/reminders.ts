import { type Calendar, lastOfficeOpening, nextOfficeMoment } from '../calendar/index.ts'
import type { Clock, Instant } from './clock.ts'
import { clockState } from './clock-view.ts'

/**
 * The reminders still to come, in order: one per fraction of the clock's running time (0.5 half way, 1 at the
 * deadline, 1.5 half as much again after it), each moved into office hours of a working day, never at midnight.
 * What would then come after the deadline although it was meant before is sent at the last opening before instead,
 * if there is one since the start. None while the clock waits, none after it was stopped. Ask again after every
 * pause, resumption and extension, and throw away what was planned before.
 */
export function nextReminders(
  clock: Clock,
  fractions: readonly number[],
  calendar: Calendar,
  now: Instant,
): Date[] {
  if (clockState(clock) !== 'running') return []
  const after = new Date(now).getTime()
  const moments = fractions.map((fraction) => decentMoment(clock, momentOf(clock, fraction), calendar))
  const coming = new Set(moments.map((moment) => moment.getTime()).filter((moment) => moment > after))
  return [...coming].sort((a, b) => a - b).map((moment) => new Date(moment))
}

/** The instant at which that fraction of the running time has passed: pauses stretch it, they do not use it up. */
function momentOf(clock: Clock, fraction: number): Date {
  const due = Date.parse(clock.dueAt)
  const pauses = clock.pauses.map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
  const waited = pauses.reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, due) - from), 0)
  let from = Date.parse(clock.startedAt)
  let left = fraction * (due - from - waited)
  for (const pause of pauses) {
    if (left <= pause.from - from) break
    left -= pause.from - from
    from = pause.to
  }
  return new Date(from + left)
}

function decentMoment(clock: Clock, moment: Date, calendar: Calendar): Date {
  const due = new Date(clock.dueAt)
  const next = nextOfficeMoment(calendar, moment)
  if (moment >= due || next <= due) return next
  const before = lastOfficeOpening(calendar, moment)
  return before > new Date(clock.startedAt) ? before : next
}
