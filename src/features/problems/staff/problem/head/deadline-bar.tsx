import { clockView } from '#platform/clock/clock-view.ts'
import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useNow, usePageWords, useProblemWords } from '../kit.tsx'
import { Bar } from './bar.tsx'
import { clocksOf, type KnownClock } from './clocks.ts'
import { useDeadlineWord } from './deadline-word.ts'

/** The deadline of the present state, with everything that moved it; the other clocks can be opened. */
export function DeadlineBar({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().deadline
  const now = useNow()
  const { current, others } = clocksOf(problem)
  return (
    <section className="pp-deadline" aria-label={t.title}>
      {current ? <Deadline clock={current} now={now} /> : <p className="pp-minor">{t.none}</p>}
      {others.length > 0 && (
        <details>
          <summary>{t.others(others.length)}</summary>
          {others.map((clock) => (
            <Deadline key={`${clock.kind} ${clock.startedAt}`} clock={clock} now={now} />
          ))}
        </details>
      )}
    </section>
  )
}

function Deadline({ clock, now }: { clock: KnownClock; now: Date }) {
  const t = usePageWords().deadline
  const format = useFormat()
  const { clocks } = useProblemWords()
  const word = useDeadlineWord()(clock, now)
  const notes = [
    clock.extensions.length > 0 && t.extended(clock.extensions.length),
    clock.extensions[0] && `${t.firstDue} ${format.date(clock.extensions[0].from)}`,
    clock.pausedAt && !clock.stoppedAt && t.pausedSince(format.date(clock.pausedAt)),
    !('fixed' in clock.rule) && t.rule(clock.rule.amount, clock.rule.unit),
    clockView(clock, now).provisional && !clock.stoppedAt && t.provisional,
  ].filter((note) => typeof note === 'string')
  return (
    <div className="pp-clock">
      <p className="pp-clock-head">
        <strong>{clocks[clock.kind]}</strong>
        <span className={word.tone}>
          {word.shape} {word.text}
        </span>
        <span>
          {t.due} <time dateTime={clock.dueAt}>{format.date(clock.dueAt)}</time>
        </span>
        {notes.length > 0 && <span className="pp-minor">{notes.join(' · ')}</span>}
      </p>
      <Bar clock={clock} now={now} />
    </div>
  )
}
