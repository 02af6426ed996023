import { useWords } from '#ui/language.tsx'
import { type ProblemState, problemLifecycle } from '../../lifecycle.ts'
import { problemWords } from '../../words.ts'
import './shared.css'

/** The state in words behind a shape; green only for what is closed and verified. */
export function StateWord({ state }: { state: ProblemState }) {
  const { states } = useWords(problemWords)
  const { ends, owner } = problemLifecycle.states[state]
  const shape = ends ? 'ended' : owner === null ? 'held' : 'open'
  return <span className={`state state-${shape}`}>{states[state]}</span>
}
