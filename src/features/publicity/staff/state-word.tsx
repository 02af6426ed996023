import { type PublicationState, publicationLifecycle } from '../lifecycle.ts'
import { usePublicationWords } from './words.ts'

/** The state in words behind a shape: filled while somebody has to act, hollow while time runs, square at an end. */
export function StateWord({ state }: { state: PublicationState }) {
  const { states } = usePublicationWords()
  const { ends, owner } = publicationLifecycle.states[state]
  const shape = ends ? 'ended' : owner === null ? 'held' : 'open'
  return <span className={`pub-state pub-state-${shape}`}>{states[state]}</span>
}
