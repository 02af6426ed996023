import { useWords } from '#ui/language.tsx'
import type { ProblemLine } from '../../views.ts'
import { problemWords } from '../../words.ts'

/** What sets a problem apart in a list: 挂牌, 反弹, its round, 立行立改. */
export function Marks({ problem }: { problem: ProblemLine }) {
  const words = useWords(problemWords)
  const marks = [
    problem.listed && words.listed,
    problem.relapses > (problem.state === 'relapsed' ? 1 : 0) && words.relapses(problem.relapses),
    problem.track === 'immediate' && problem.state !== 'immediate' && words.tracks.immediate,
    problem.secrecy === 'work_secret' && words.secrecy.work_secret,
  ].filter((mark) => typeof mark === 'string')
  return marks.map((mark) => (
    <span key={mark} className="mark">
      {mark}
    </span>
  ))
}
