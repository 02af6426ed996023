import { useEffect, useRef } from 'react'
import { useFormat } from '#ui/format.ts'
import type { AppealDetail } from '../../views.ts'
import { useAppealWords, useStaffWords } from '../words.ts'
import { wayOf } from './way.ts'

/** The loop as a line: where it has been, with days, where it is, what comes. */
export function Loop({ appeal }: { appeal: AppealDetail }) {
  const words = useStaffWords().loop
  const { states } = useAppealWords()
  const format = useFormat()
  const { line, left } = wayOf(appeal)
  const frame = useRef<HTMLElement>(null)
  // On a narrow screen the line scrolls; it opens where the appeal is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state is what moves the line
  useEffect(() => {
    const now = frame.current?.querySelector<HTMLElement>('[aria-current="step"]')
    if (frame.current && now) frame.current.scrollLeft = now.offsetLeft - frame.current.clientWidth / 2 + 40
  }, [appeal.state])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, by keyboard too
    <section className="ap-loop-frame" aria-label={words.title} tabIndex={0} ref={frame}>
      <ol className="ap-loop">
        {line.map(({ name, when, at }) => (
          <li
            key={name}
            className={`ap-stop ap-stop-${when}`}
            aria-current={when === 'now' ? 'step' : undefined}
          >
            <span className="ap-stop-shape" aria-hidden />
            <span>{words.stops[name]}</span>
            <span className="ap-minor">
              {when === 'now' && words.now(states[appeal.state])}
              {at && format.shortDate(at)}
              {when === 'ahead' && <span className="ui-hidden">{words.ahead}</span>}
            </span>
          </li>
        ))}
        {left && (
          <li className="ap-stop ap-stop-now" aria-current="step">
            <span className="ap-stop-shape" aria-hidden />
            <span>{states[appeal.state]}</span>
            <span className="ap-minor">{appeal.closedAt && format.shortDate(appeal.closedAt)}</span>
          </li>
        )}
      </ol>
    </section>
  )
}
