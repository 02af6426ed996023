import { Button } from 'antd'
import { type Need, type ProblemAct, problemLifecycle } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import { type Offer, offersOf, remedies } from '../acts/offers.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { Notice } from '../notice.tsx'
import { usePartyName } from '../owner.ts'

type Open = (act: ProblemAct) => void

/** What the reader may do now: one obvious act, the others after it, and what each still needs. */
export function Acts({ problem, open }: { problem: ProblemDetail; open: Open }) {
  const words = usePageWords()
  const t = words.aside
  const { main, beside, obvious } = offersOf(problem)
  return (
    <section className="pp-card pp-acts" aria-labelledby="acts-title">
      <h2 id="acts-title">{t.acts}</h2>
      {main.length === 0 && <Waits problem={problem} />}
      <ul className="pp-offers">
        {main.map((offer) => (
          <OfferedAct
            key={offer.act}
            offer={offer}
            obvious={offer.act === obvious}
            problem={problem}
            open={open}
          />
        ))}
      </ul>
      {beside.length > 0 && (
        <details>
          <summary>{t.others}</summary>
          <ul className="pp-offers">
            {beside.map((offer) => (
              <OfferedAct key={offer.act} offer={offer} obvious={false} problem={problem} open={open} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** Nothing to do says so, and who is waited for. */
function Waits({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().aside
  const partyName = usePartyName()
  const { owner, ends } = problemLifecycle.states[problem.state]
  return (
    <>
      <p className="pp-nothing">{ends ? t.ended : t.noActs}</p>
      {!ends && <p className="pp-nothing">{owner ? t.waitsFor(partyName(owner, problem)) : t.timed}</p>}
    </>
  )
}

type OfferedProps = { offer: Offer; obvious: boolean; problem: ProblemDetail; open: Open }

function OfferedAct({ offer: { act, missing }, obvious, problem, open }: OfferedProps) {
  const words = usePageWords()
  const { acts } = useProblemWords()
  const ready = missing.length === 0
  return (
    <li>
      <Button
        block
        type={obvious ? 'primary' : 'default'}
        disabled={!ready}
        aria-describedby={ready ? undefined : `missing-${act}`}
        onClick={() => open(act)}
      >
        {acts[act]}
      </Button>
      {!ready && (
        <div id={`missing-${act}`} className="pp-missing">
          <span>{words.aside.missing}</span>
          <ul>
            {missing.map((need) => (
              <li key={need}>
                <Remedy need={need} problem={problem} open={open} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </li>
  )
}

/** Leads to what fills the need: the act that does it where the reader may do it, else the part that shows it. */
function Remedy({ need, problem, open }: { need: Need; problem: ProblemDetail; open: Open }) {
  const words = usePageWords()
  const remedy = remedies[need]
  const act = remedy?.act
  if (act && problem.can.some((can) => can.act === act && can.missing.length === 0))
    return (
      <button type="button" className="pp-link" onClick={() => open(act)}>
        {words.needs[need]}
      </button>
    )
  return remedy ? <a href={`#${remedy.part}`}>{words.needs[need]}</a> : words.needs[need]
}

type ImpossibleProps = { act: ProblemAct; problem: ProblemDetail; close: () => void }

/** A link led to an act that cannot be done now: says so, and why. */
export function Impossible({ act, problem, close }: ImpossibleProps) {
  const words = usePageWords()
  const t = words.aside
  const { acts, states } = useProblemWords()
  return (
    <Notice urgent title={t.impossible(acts[act], states[problem.state])}>
      <Button size="small" onClick={close}>
        {words.panel.close}
      </Button>
    </Notice>
  )
}
