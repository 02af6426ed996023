import type { Calendar } from '../calendar/index.ts'
import { type Clock, type Instant, isoOf, later } from './clock.ts'
import { giveBack } from './give-back.ts'

/**
 * From now on the clock waits, e.g. for the citizen's papers: it does not run, is not overdue and reminds nobody.
 * A clock that waits already, or was stopped, is given back unchanged.
 */
export function pauseClock(clock: Clock, at: Instant): Clock {
  if (clock.stoppedAt || clock.pausedAt) return clock
  const ranSince = clock.pauses.at(-1)?.to ?? clock.startedAt
  return { ...clock, pausedAt: later(ranSince, isoOf(at)) }
}

/**
 * The clock runs again and the time it waited is given back (see `giveBack`). A clock that does not wait, or was
 * stopped, is given back unchanged.
 */
export function resumeClock(clock: Clock, at: Instant, calendar: Calendar): Clock {
  const { pausedAt, ...running } = clock
  if (!pausedAt || clock.stoppedAt) return clock
  const pause = { from: pausedAt, to: later(pausedAt, isoOf(at)) }
  const span = { from: new Date(pause.from), to: new Date(pause.to) }
  const { dueAt, provisional } = giveBack(new Date(clock.dueAt), clock.rule, span, calendar)
  return {
    ...running,
    dueAt: isoOf(dueAt),
    ...(provisional && { provisional }),
    pauses: [...clock.pauses, pause],
  }
}
