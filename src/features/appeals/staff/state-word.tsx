import { type AppealState, appealLifecycle } from '../lifecycle.ts'
import { useAppealWords } from './words.ts'

/** The state in words behind a shape: filled while somebody has to act, hollow while time runs, square at an end. */
export function StateWord({ state }: { state: AppealState }) {
  const { states } = useAppealWords()
  const { ends, owner } = appealLifecycle.states[state]
  const shape = ends ? 'ended' : owner === null ? 'held' : 'open'
  return <span className={`ap-state ap-state-${shape}`}>{states[state]}</span>
}
