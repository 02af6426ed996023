import type { Clock } from '#platform/clock/clock.ts'
import { type ClockKind, type ProblemState, problemLifecycle } from '../../../lifecycle.ts'

export type KnownClock = Clock & { kind: ClockKind }

const isClock = (value: unknown): value is KnownClock =>
  typeof value === 'object' && value !== null && 'dueAt' in value && 'startedAt' in value && 'kind' in value

/**
 * The clocks of a problem: the one that runs in its present state, and the others, latest first. A clock that
 * starts a second time leaves its finished forerunner under another key.
 */
export function clocksOf(problem: { state: ProblemState; clocks: Record<string, unknown> }): {
  current: KnownClock | null
  others: KnownClock[]
} {
  const running = problemLifecycle.states[problem.state].clock
  const current = running ? problem.clocks[running] : undefined
  const others = Object.values(problem.clocks)
    .filter(isClock)
    .filter((clock) => clock !== current)
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))
  return { current: isClock(current) ? current : null, others }
}

export type Bar = {
  /** Shares of the whole length, 0 to 1. */
  today: number
  due: number
  /** The deadline as it was before it was first extended. */
  firstDue: number | null
  pauses: { from: number; to: number; open: boolean }[]
  /** Deadlines that an extension replaced. */
  extensions: { from: number; to: number }[]
  late: boolean
}

/** Where things stand on a bar that begins when the clock started and ends at the deadline, or at the end of the delay. */
export function barOf(clock: Clock, now: Date): Bar {
  const start = Date.parse(clock.startedAt)
  const due = Date.parse(clock.dueAt)
  const at = Date.parse(clock.stoppedAt ?? now.toISOString())
  // What was judged late is judged at the moment the clock began to wait.
  const judged = Date.parse(clock.pausedAt ?? clock.stoppedAt ?? now.toISOString())
  const length = Math.max(due, at, start + 1) - start
  const share = (moment: number) => Math.min(1, Math.max(0, (moment - start) / length))
  const pauses = clock.pauses.map(({ from, to }) => ({
    from: share(Date.parse(from)),
    to: share(Date.parse(to)),
    open: false,
  }))
  if (clock.pausedAt) pauses.push({ from: share(Date.parse(clock.pausedAt)), to: share(at), open: true })
  const first = clock.extensions[0]
  return {
    today: share(at),
    due: share(due),
    firstDue: first ? share(Date.parse(first.from)) : null,
    pauses,
    extensions: clock.extensions.map(({ from, to }) => ({
      from: share(Date.parse(from)),
      to: share(Date.parse(to)),
    })),
    late: judged > due,
  }
}
