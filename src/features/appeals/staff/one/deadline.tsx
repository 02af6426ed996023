import { useEffect, useState } from 'react'
import { useFormat } from '#ui/format.ts'
import type { ClockKind } from '../../lifecycle.ts'
import type { AppealDetail } from '../../views.ts'
import { useAppealWords, useStaffWords } from '../words.ts'
import { type Bar, barOf } from './bar.ts'

const MINUTE_MS = 60_000

/** The time, renewed every minute: a page that stays open over a deadline says so. */
function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), MINUTE_MS)
    return () => clearInterval(tick)
  }, [])
  return now
}

/** The deadline as it runs now, or why it stands still, with everything that moved it. */
export function Deadline({ appeal }: { appeal: AppealDetail }) {
  const words = useStaffWords().deadline
  const { clocks } = useAppealWords()
  const format = useFormat()
  const now = useNow()
  const { clock, state } = appeal
  if (!clock)
    return (
      <section className="ap-deadline" aria-label={words.title}>
        <p className="ap-minor">{words.none}</p>
      </section>
    )
  const stands = state === 'waiting' ? words.waiting : state === 'suspended' ? words.suspended : undefined
  const first = clock.extensions[0]
  const notes = [
    words.since(format.shortDate(clock.startedAt)),
    clock.pausedAt && words.paused(format.shortDate(clock.pausedAt)),
    clock.pauses.length > 0 && words.pauses(clock.pauses.length),
    clock.extensions.length > 0 && words.extended(clock.extensions.length),
    first && words.first(format.shortDate(first.from)),
    clock.basis && words.basis(clock.basis),
  ].filter((note) => typeof note === 'string')
  const { text, tone } = format.due(clock.dueAt, now)
  return (
    <section className="ap-deadline" aria-label={words.title}>
      <p className="ap-line">
        <strong>{clocks[clock.kind as ClockKind] ?? clock.kind}</strong>
        {stands ? (
          <strong className="ap-stands">{stands}</strong>
        ) : (
          <>
            <span className={`ui-due ui-due-${tone}`}>{text}</span>
            <time dateTime={clock.dueAt}>{words.due(format.date(clock.dueAt))}</time>
          </>
        )}
        <span className="ap-minor">{notes.join(' · ')}</span>
      </p>
      <Line bar={barOf(clock, now)} />
    </section>
  )
}

const LENGTH = 1000
const HEIGHT = 10
const x = (share: number) => Math.round(share * LENGTH)

/** Drawn by attributes: the policy of the page allows no style of its own to an element. */
function Line({ bar }: { bar: Bar }) {
  return (
    <svg className="ap-bar" viewBox={`0 0 ${LENGTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="ap-bar-all" width={LENGTH} height={HEIGHT} />
      <rect className="ap-bar-gone" width={x(bar.gone)} height={HEIGHT} />
      {bar.late && (
        <rect
          className="ap-bar-late"
          x={x(bar.late.from)}
          width={x(bar.late.to - bar.late.from)}
          height={HEIGHT}
        />
      )}
      {bar.pauses.map(({ from, to }) => (
        <rect
          key={from}
          className="ap-bar-pause"
          x={x(from)}
          width={Math.max(4, x(to - from))}
          height={HEIGHT}
        />
      ))}
      {bar.formerDues.map((due) => (
        <rect key={due} className="ap-bar-former" x={x(due)} width={3} height={HEIGHT} />
      ))}
      <rect className="ap-bar-due" x={Math.min(LENGTH - 3, x(bar.due))} width={3} height={HEIGHT} />
    </svg>
  )
}
