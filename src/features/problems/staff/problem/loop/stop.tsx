import { dayOf, useFormat } from '#ui/format.ts'
import type { ProblemState } from '../../../lifecycle.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'

type StopProps = { state: ProblemState; when: 'been' | 'now' | 'ahead'; at: string | null }

export function Stop({ state, when, at }: StopProps) {
  const words = usePageWords()
  const states = useProblemWords().states
  const shortest = useShortestDay()
  return (
    <li className={`pp-stop pp-stop-${when}`} aria-current={when === 'now' ? 'step' : undefined}>
      <span className="pp-stop-shape" aria-hidden />
      <span className="pp-stop-word">{states[state]}</span>
      <span className="pp-stop-day">
        {when === 'now' && <strong>{words.loop.now} </strong>}
        {at && <time dateTime={at}>{shortest(at)}</time>}
        {when === 'ahead' && <span className="ui-hidden">{words.loop.ahead}</span>}
      </span>
    </li>
  )
}

/** A date of another year is long in words; stops stand close together. */
export function useShortestDay(): (moment: string) => string {
  const format = useFormat()
  const thisYear = dayOf(new Date()).slice(0, 4)
  return (moment) => (dayOf(moment).startsWith(thisYear) ? format.shortDate(moment) : format.isoDate(moment))
}
