import type { Clock } from '#platform/clock/clock.ts'
import { useFormat } from '#ui/format.ts'
import { usePageWords } from '../kit.tsx'
import { barOf } from './clocks.ts'

const percent = (share: number) => `${(share * 100).toFixed(2)}%`

/** The planned span as a line: gone by, pauses hatched, the first and later deadlines ticked, today, the delay. */
export function Bar({ clock, now }: { clock: Clock; now: Date }) {
  const t = usePageWords().deadline
  const format = useFormat()
  const bar = barOf(clock, now)
  const gone = Math.min(bar.today, bar.due)
  return (
    <div className="pp-bar-frame" aria-hidden>
      <div className="pp-bar">
        <span className="pp-bar-gone" style={{ width: percent(gone) }} />
        {bar.today > bar.due && bar.late && (
          <span
            className="pp-bar-late"
            style={{ left: percent(bar.due), width: percent(bar.today - bar.due) }}
          />
        )}
        {bar.pauses.map((pause) => (
          <span
            key={pause.from}
            className="pp-bar-pause"
            style={{ left: percent(pause.from), width: percent(Math.max(0.004, pause.to - pause.from)) }}
            title={t.paused}
          />
        ))}
        {bar.extensions.map((extension) => (
          <span
            key={extension.from}
            className="pp-bar-tick pp-bar-first"
            style={{ left: percent(extension.from) }}
            title={t.firstDue}
          />
        ))}
        <span className="pp-bar-tick" style={{ left: percent(bar.due) }} />
        {!clock.stoppedAt && <span className="pp-bar-today" style={{ left: percent(bar.today) }} />}
      </div>
      <div className="pp-bar-words">
        <span>{format.shortDate(clock.startedAt)}</span>
        {!clock.stoppedAt && bar.today > 0.12 && bar.today < 0.88 && (
          <span className="pp-bar-word" style={{ left: percent(bar.today) }}>
            {t.today}
          </span>
        )}
        <span>{format.shortDate(bar.late && !clock.stoppedAt ? now.toISOString() : clock.dueAt)}</span>
      </div>
    </div>
  )
}
