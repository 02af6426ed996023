import { type Decision, decided, refuse } from '../refusal.ts'
import { type Clock, type Instant, isoOf } from './clock.ts'

/** Why a deadline cannot be extended; stands as `reason` of the refusal. */
export type ExtensionFault = 'clock_stopped' | 'clock_paused' | 'clock_expired' | 'not_later'

/**
 * Moves the deadline to a later date that somebody approved. Refused as `invalid` on `dueAt` with the deadline as
 * detail: the clock is stopped; it waits (resume it first, which moves the deadline itself); the deadline has
 * passed (an extension after the fact would hide that it was missed); or the new one is not later.
 */
export function extendClock(clock: Clock, newDue: Instant, at: Instant): Decision<Clock> {
  const fault = extensionFault(clock, isoOf(newDue), isoOf(at))
  if (fault) {
    return refuse({ code: 'invalid', issues: [{ path: 'dueAt', reason: fault, detail: clock.dueAt }] })
  }
  const { provisional: _, ...settled } = clock
  const extension = { from: clock.dueAt, to: isoOf(newDue), at: isoOf(at) }
  return decided({ ...settled, dueAt: extension.to, extensions: [...clock.extensions, extension] })
}

function extensionFault(clock: Clock, newDue: string, at: string): ExtensionFault | undefined {
  if (clock.stoppedAt) return 'clock_stopped'
  if (clock.pausedAt) return 'clock_paused'
  if (at > clock.dueAt) return 'clock_expired'
  if (newDue <= clock.dueAt) return 'not_later'
  return undefined
}
