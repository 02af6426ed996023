import type { AppealDetail } from '../../views.ts'

type Running = NonNullable<AppealDetail['clock']>
type Span = { from: number; to: number }

/** Shares of the bar's length, 0 to 1. */
export type Bar = { gone: number; due: number; late: Span | null; pauses: Span[]; formerDues: number[] }

/** A deadline on a line that begins when it began and ends at its end, or at the end of the delay. Pure. */
export function barOf(clock: Running, now: Date): Bar {
  const start = Date.parse(clock.startedAt)
  const due = Date.parse(clock.dueAt)
  // What stands still is judged by the moment at which it came to stand.
  const at = Date.parse(clock.pausedAt ?? now.toISOString())
  const length = Math.max(due, now.getTime(), start + 1) - start
  const share = (moment: number) => Math.min(1, Math.max(0, (moment - start) / length))
  const pauses = clock.pauses.map(({ from, to }) => ({
    from: share(Date.parse(from)),
    to: share(Date.parse(to)),
  }))
  if (clock.pausedAt) pauses.push({ from: share(at), to: share(now.getTime()) })
  return {
    gone: share(Math.min(at, due)),
    due: share(due),
    late: at > due ? { from: share(due), to: share(at) } : null,
    pauses,
    formerDues: clock.extensions.map(({ from }) => share(Date.parse(from))),
  }
}
