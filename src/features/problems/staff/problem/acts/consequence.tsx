import { type ProblemAct, problemLifecycle } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { Notice } from '../notice.tsx'
import { usePartyName } from '../owner.ts'

/** What submitting does, read off the lifecycle, said before: the next state, who is next, that it stands for good. */
export function Consequence({ act, problem }: { act: ProblemAct; problem: ProblemDetail | null }) {
  const words = usePageWords()
  const t = words.panel
  const { states } = useProblemWords()
  const partyName = usePartyName()
  const to = problem ? problemLifecycle.table[problem.state][act]?.to : problemLifecycle.begins[act]?.to
  if (!to) return null
  const owner = problemLifecycle.states[to].owner
  const moves = problem !== null && to !== problem.state
  const said = [
    problem && (moves ? t.leads(states[problem.state], states[to]) : t.stays),
    (moves || !problem) && owner && t.nextOwner(partyName(owner, problem)),
    t.noUndo,
  ].filter(Boolean)
  const warning = words.warnings[act]
  return (
    <>
      {warning && <Notice title={warning} />}
      <p className="pp-minor">{said.join(t.between)}</p>
    </>
  )
}
