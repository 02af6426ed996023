import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { useFormat } from '#ui/format.ts'
import type { Acted } from '../../../api.ts'
import { type ProblemAct, problemLifecycle } from '../../../lifecycle.ts'
import { useProblem } from '../data.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { offersOf } from './offers.ts'

type DoneProps = { acted: Acted; act: ProblemAct; close: () => void; open: (act: ProblemAct) => void }

/** After the act: what happened, who is told, what comes next. */
export function Done({ acted, act, close, open }: DoneProps) {
  const words = usePageWords()
  const t = words.done
  const { acts, states, parties } = useProblemWords()
  const format = useFormat()
  const fresh = useProblem(acted.id).data
  const problem = fresh && fresh.version >= acted.version ? fresh : undefined
  const owner = problemLifecycle.states[acted.state].owner
  const title = useFocus()
  const next = problem ? offersOf(problem).main.filter((offer) => offer.missing.length === 0) : []
  return (
    <div className="pp-done">
      <h2 ref={title} tabIndex={-1}>
        {t.title(acts[act])}
      </h2>
      <h3>{t.what}</h3>
      <p>
        {acted.number} {t.state(states[acted.state])} {t.recorded(acted.seq)}
      </p>
      <h3>{t.who}</h3>
      <p>
        {owner ? t.told(parties[owner]) : t.toldNobody} {problem?.dueAt && t.by(format.date(problem.dueAt))}
      </p>
      {next.length > 0 && (
        <>
          <h3>{t.next}</h3>
          <p>{t.still}</p>
          <ul className="pp-done-next">
            {next.map((offer) => (
              <li key={offer.act}>
                <Button onClick={() => open(offer.act)}>{acts[offer.act]}</Button>
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

/** The outcome is read out: the cursor was on a button that is gone. */
function useFocus() {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return heading
}
