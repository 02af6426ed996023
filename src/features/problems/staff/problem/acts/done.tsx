import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useFormat } from '#ui/format.ts'
import type { Acted } from '../../../api.ts'
import { type ProblemAct, problemLifecycle } from '../../../lifecycle.ts'
import { useProblem } from '../data.ts'
import { ProblemLink, usePageWords, useProblemWords } from '../kit.tsx'
import { expectedWay } from '../loop/expected-way.ts'
import { usePartyName } from '../owner.ts'
import { offersOf } from './offers.ts'

type DoneProps = {
  acted: Acted
  act: ProblemAct
  close: () => void
  open: (act: ProblemAct, problemId: string) => void
}

/** After the act: what happened, who is told, what comes next. */
export function Done({ acted, act, close, open }: DoneProps) {
  const words = usePageWords()
  const t = words.done
  const { acts, states } = useProblemWords()
  const partyName = usePartyName()
  const format = useFormat()
  const fresh = useProblem(acted.id).data
  const problem = fresh && fresh.version >= acted.version ? fresh : undefined
  const owner = problemLifecycle.states[acted.state].owner
  const awaited = expectedWay(problemLifecycle, acted.state)[0]
  // The state stayed: nobody new was told, and whoever had it, often the reader, goes on.
  const unmoved = stays(act, acted.state) ? owner : null
  const title = useFocus()
  // What leads on, or goes on with the same; leading back is not suggested.
  const next = (problem ? offersOf(problem).main : []).filter(
    (offer) => offer.missing.length === 0 && (offer.act === awaited?.act || stays(offer.act, acted.state)),
  )
  return (
    <div className="pp-done">
      <h2 ref={title} tabIndex={-1}>
        {t.title(acts[act])}
      </h2>
      <h3>{t.what}</h3>
      <p>
        <ProblemLink id={acted.id}>{acted.number}</ProblemLink> {t.state(states[acted.state])}{' '}
        {t.recorded(acted.seq)}
      </p>
      <h3>{t.who}</h3>
      <p>
        {unmoved
          ? t.unmoved(partyName(unmoved, fresh))
          : owner
            ? t.told(partyName(owner, fresh))
            : t.toldNobody}{' '}
        {problem?.dueAt && t.by(format.date(problem.dueAt))}
      </p>
      {((awaited && !unmoved) || next.length > 0) && <h3>{t.next}</h3>}
      {awaited && owner && !unmoved && (
        <p>
          {isTheirs(awaited.act, acted.state)
            ? t.awaits(partyName(owner, fresh), acts[awaited.act])
            : t.awaitsThem(partyName(owner, fresh))}
        </p>
      )}
      {next.length > 0 && (
        <>
          <p>{t.still}</p>
          <ul className="pp-done-next">
            {next.map((offer) => (
              <li key={offer.act}>
                <Button onClick={() => open(offer.act, acted.id)}>{acts[offer.act]}</Button>
              </li>
            ))}
          </ul>
        </>
      )}
      <Button type="primary" onClick={close}>
        {words.panel.close}
      </Button>
    </div>
  )
}

/** The step that leads on may be somebody else's than whose turn it is (立行立改: first they fix, then others verify). */
const isTheirs = (act: ProblemAct, state: Acted['state']): boolean =>
  problemLifecycle.table[state][act]?.by.some((party) => party === problemLifecycle.states[state].owner) ??
  false

const stays = (act: ProblemAct, state: Acted['state']): boolean =>
  problemLifecycle.table[state][act]?.to === state

/** The outcome is read out: the cursor was on a button that is gone. */
function useFocus() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return heading
}
