import { addDays, isWorkday, toInstant, toLocal, workdayFrom } from '#platform/calendar/index.ts'
import type { World } from '#platform/world.ts'
import { type Hours, hoursOf } from '../rules.seed.ts'

/** When people may be told: on working days, outside of quiet hours, theirs or the county's. */

/** Somebody's own hours, where they have laid any down. */
export type OwnHours = { digest_at: string | null; quiet_from: string | null; quiet_to: string | null }

const msOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) * 60_000
}

export function hoursFor(world: World, own: OwnHours): Hours {
  const county = hoursOf(world)
  return {
    digestAt: own.digest_at ?? county.digestAt,
    quietFrom: own.quiet_from ?? county.quietFrom,
    quietTo: own.quiet_to ?? county.quietTo,
  }
}

/** Quiet hours usually go over midnight; where they do not, they are a rest in the day. */
export function isQuiet({ calendar, now, today }: World, { quietFrom, quietTo }: Hours): boolean {
  if (!isWorkday(calendar, today)) return true
  const at = toLocal(calendar.zone, now).timeMs
  const [from, to] = [msOf(quietFrom), msOf(quietTo)]
  return from <= to ? at >= from && at < to : at >= from || at < to
}

/** Whether today's digest is to be made by now. */
export const isDigestTime = (world: World, hours: Hours): boolean =>
  !isQuiet(world, hours) && toLocal(world.calendar.zone, world.now).timeMs >= msOf(hours.digestAt)

export const digestToday = ({ calendar, today }: World, { digestAt }: Hours): Date =>
  toInstant(calendar.zone, today, msOf(digestAt))

/** When the next one comes: what is due before it is not told by it. */
export const nextDigest = ({ calendar, today }: World, { digestAt }: Hours): Date =>
  toInstant(calendar.zone, workdayFrom(calendar, addDays(today, 1)), msOf(digestAt))
