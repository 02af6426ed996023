import { type Calendar, deadline, isAnnounced, localDate, onDay, workdayFrom } from '../calendar/index.ts'
import { type Clock, isoOf } from './clock.ts'
import { giveBack } from './give-back.ts'

/**
 * Counts a live clock again by its own rule, pauses and extensions, after the holidays of a year were announced or
 * corrected. An approved extension stands as it was approved. A stopped clock is history and stays as it is.
 */
export function recountClock(clock: Clock, calendar: Calendar): Clock {
  if (clock.stoppedAt) return clock
  if ('fixed' in clock.rule) return recountSetDate(clock, calendar)
  const { provisional: _, ...rest } = clock
  let { dueAt, provisional } = deadline(calendar, new Date(clock.startedAt), clock.rule)
  for (const event of eventsOf(clock)) {
    if ('extendedTo' in event) {
      dueAt = event.extendedTo
      provisional = false
    } else {
      const moved = giveBack(dueAt, clock.rule, event, calendar)
      dueAt = moved.dueAt
      provisional ||= moved.provisional
    }
  }
  return { ...rest, dueAt: isoOf(dueAt), ...(provisional && { provisional }) }
}

type ClockEvent = { from: Date; to: Date } | { extendedTo: Date }

/** Pauses by their end and extensions, in the order in which they moved the deadline. */
function eventsOf(clock: Clock): ClockEvent[] {
  const pauses = clock.pauses.map(({ from, to }) => ({
    at: to,
    event: { from: new Date(from), to: new Date(to) } as ClockEvent,
  }))
  const extensions = clock.extensions.map(({ to, at }) => ({
    at,
    event: { extendedTo: new Date(to) } as ClockEvent,
  }))
  return [...pauses, ...extensions]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ event }) => event)
}

/** A date set by a person is provisional only when a pause moved it to a day that might turn out a holiday. */
function recountSetDate(clock: Clock, calendar: Calendar): Clock {
  const { provisional, ...rest } = clock
  if (!provisional) return clock
  const due = new Date(clock.dueAt)
  const set = localDate(calendar, due)
  const last = workdayFrom(calendar, set)
  return {
    ...rest,
    dueAt: isoOf(onDay(calendar, due, last)),
    ...(!isAnnounced(calendar, set, last) && { provisional }),
  }
}
