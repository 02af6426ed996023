import type { ClockKind } from './lifecycle.ts'
import type { AppealRow } from './row.ts'

type Judged = Pick<AppealRow, 'track' | 'nature' | 'urgency' | 'is_complex'>

/** Which rule counts a clock: petitions by the law, what is urgent sooner, everything else by what it is. */
export function ruleKeyOf(clock: ClockKind, { track, nature, urgency, is_complex }: Judged): string {
  const isUrgent = urgency !== 'ordinary'
  if (clock === 'handle') {
    if (track === 'petition') return 'appeal.handle.petition'
    if (isUrgent) return 'appeal.handle.urgent'
    return is_complex ? 'appeal.handle.complex' : `appeal.handle.${nature ?? 'help'}`
  }
  if (track === 'petition' && (clock === 'dispatch' || clock === 'window')) return `appeal.${clock}.petition`
  if (isUrgent && (clock === 'dispatch' || clock === 'sign' || clock === 'contact'))
    return `appeal.${clock}.urgent`
  return `appeal.${clock}`
}
