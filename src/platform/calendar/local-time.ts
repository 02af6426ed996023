/**
 * Local dates and instants of one IANA zone, through Intl only: the zone of the host never leaks in, and the
 * same code runs in Chromium 109, which has no Temporal.
 */

/** A day as people write it, 'YYYY-MM-DD', without a zone of its own. */
export type LocalDate = string

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, made)
  return made
}

const QUARTER_MS = 900_000
/** Since then no zone has changed its offset but at a full quarter of an hour, UTC. */
const QUARTERS_SINCE = Date.UTC(1980)
const MOST_KEPT = 2_000
const offsets = new Map<string, number>()

/** Milliseconds that local wall time is ahead of UTC at this instant. Kept by quarter: Intl takes its time. */
function offsetMs(zone: string, instantMs: number): number {
  if (instantMs < QUARTERS_SINCE) return readOffsetMs(zone, instantMs)
  const key = `${zone} ${Math.floor(instantMs / QUARTER_MS)}`
  const kept = offsets.get(key)
  if (kept !== undefined) return kept
  if (offsets.size >= MOST_KEPT) offsets.clear()
  const offset = readOffsetMs(zone, instantMs)
  offsets.set(key, offset)
  return offset
}

function readOffsetMs(zone: string, instantMs: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatter(zone).formatToParts(instantMs)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  return wall - Math.floor(instantMs / 1000) * 1000
}

/** Whole days since 1970-01-01. Throws RangeError when the text is not a real day ('2026-02-30'). */
export function dayNumber(date: LocalDate): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  // Some engines roll '2026-02-30' over into March instead of refusing it.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`not a day as YYYY-MM-DD: ${date}`)
  }
  return ms / DAY_MS
}

/** The day that many days after 1970-01-01. */
export function dateOfDay(day: number): LocalDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** `date` moved by whole days, forward or back. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayNumber(date) + days)
}

/** 0 = Sunday … 6 = Saturday, of a day counted from 1970-01-01, a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7
}

/** The Sunday that ends the day's week. */
export function endOfWeek(date: LocalDate): LocalDate {
  const day = dayNumber(date)
  return dateOfDay(day + ((7 - weekdayOf(day)) % 7))
}

/** The local day and the milliseconds since its midnight. Throws RangeError on an invalid Date. */
export function toLocal(zone: string, instant: Date): { date: LocalDate; timeMs: number } {
  const ms = instant.getTime()
  const wall = ms + offsetMs(zone, ms)
  const day = Math.floor(wall / DAY_MS)
  return { date: dateOfDay(day), timeMs: wall - day * DAY_MS }
}

/** The instant of a wall time; in a gap of a zone with summer time, the moment just past the gap. */
export function toInstant(zone: string, date: LocalDate, timeMs: number): Date {
  const wall = dayNumber(date) * DAY_MS + timeMs
  const guess = wall - offsetMs(zone, wall)
  return new Date(wall - offsetMs(zone, guess))
}
