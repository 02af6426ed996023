import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { Nothing, Part } from '../part.tsx'

const BODIES = ['discipline', 'personnel'] as const

/** 会签 of the two bodies, by application for closure; in the present one whoever has not signed is shown as waiting. */
export function Countersigns({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.countersigns
  const waiting = problem.state === 'countersigning'
  if (problem.countersigns.length === 0 && !waiting)
    return (
      <Part id="countersigns" title={t.title} empty>
        <Nothing what={t.none} why={t.noneWhy} />
      </Part>
    )
  const signed = [...problem.countersigns].sort((a, b) => (a.enteredAt < b.enteredAt ? 1 : -1))
  const missing = waiting ? BODIES.filter((body) => !signedNow(problem, body)) : []
  return (
    <Part id="countersigns" title={t.title}>
      <ul className="pp-entries">
        {missing.map((body) => (
          <li key={body} className="pp-entry-head">
            <strong>{t.bodies[body]}</strong> <span>○ {t.waiting}</span>
          </li>
        ))}
        {signed.map((countersign) => (
          <Countersign key={countersign.id} countersign={countersign} round={problem.round} />
        ))}
      </ul>
    </Part>
  )
}

/** Signed since this state was entered: an earlier application's signature does not count. */
const signedNow = (problem: ProblemDetail, body: (typeof BODIES)[number]) =>
  problem.countersigns.some(
    (c) => c.body === body && c.round === problem.round && c.enteredAt >= problem.enteredStateAt,
  )

function Countersign(props: { countersign: ProblemDetail['countersigns'][number]; round: number }) {
  const words = usePageWords()
  const t = words.countersigns
  const format = useFormat()
  const { body, agrees, note, person, enteredAt, attempt, round } = props.countersign
  return (
    <li>
      <p className="pp-entry-head">
        <strong>{t.bodies[body]}</strong>
        <span className={agrees ? 'pp-good' : 'pp-bad'}>
          {agrees ? '✓' : '✕'} {agrees ? t.agrees : t.objects}
        </span>
        <span>{person?.name}</span>
        <time dateTime={enteredAt}>{format.dateTime(enteredAt)}</time>
        {round !== props.round && <span>{words.page.round(round)}</span>}
        {attempt > 1 && <span>{t.attempt(attempt)}</span>}
      </p>
      {note && <p className="pp-prose">{note}</p>}
    </li>
  )
}
