import { useFormat } from '#ui/format.ts'
import type { ProblemState } from '../../../lifecycle.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'

type StopProps = { state: ProblemState; when: 'been' | 'now' | 'ahead'; at: string | null }

export function Stop({ state, when, at }: StopProps) {
  const words = usePageWords()
  const format = useFormat()
  const states = useProblemWords().states
  return (
    <li className={`pp-stop pp-stop-${when}`} aria-current={when === 'now' ? 'step' : undefined}>
      <span className="pp-stop-shape" aria-hidden />
      <span className="pp-stop-word">{states[state]}</span>
      <span className="pp-stop-day">
        {when === 'now' && <strong>{words.loop.now} </strong>}
        {at && <time dateTime={at}>{format.shortDate(at)}</time>}
        {when === 'ahead' && <span className="ui-hidden">{words.loop.ahead}</span>}
      </span>
    </li>
  )
}
