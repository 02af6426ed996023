import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useLabels } from '../data.ts'
import { usePageWords } from '../kit.tsx'
import { answering } from '../leaders.ts'
import { Notice } from '../notice.tsx'
import { FactList, Nothing, Part } from '../part.tsx'
import { Measures } from './measures.tsx'

/** The plan of this round; plans it replaced and those of earlier rounds can be opened below. */
export function Plan({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.plan
  const current = problem.measures.filter((m) => m.round === problem.round && !m.dropped)
  const dropped = problem.measures.filter((m) => m.round === problem.round && m.dropped)
  const done = current.filter((m) => m.doneOn !== null).length
  return (
    <Part
      id="plan"
      title={t.title}
      empty={current.length === 0 && problem.measures.length === 0}
      beside={current.length > 0 && <span>{t.progressOf(done, current.length)}</span>}
    >
      {current.length === 0 ? (
        <Nothing what={t.none} why={t.noneWhy} />
      ) : (
        <>
          <PlanFacts problem={problem} />
          {onlyMakesRules(current) && <Notice title={t.onlyRules} />}
          <Measures measures={current} of={problem.organizationId} />
        </>
      )}
      <Earlier title={t.dropped(dropped.length)} measures={dropped} of={problem.organizationId} />
      {earlierRounds(problem).map((round) => (
        <Earlier
          key={round}
          title={t.earlierRound(round)}
          measures={problem.measures.filter((m) => m.round === round && !m.dropped)}
          of={problem.organizationId}
        />
      ))}
    </Part>
  )
}

/** A plan that makes rules and does nothing else is warned of (S3-03). */
const onlyMakesRules = (measures: ProblemDetail['measures']) => measures.every((m) => m.kind === 'rules')

const earlierRounds = ({ measures, round }: ProblemDetail) =>
  [...new Set(measures.map((m) => m.round))].filter((r) => r < round).sort((a, b) => b - a)

export function PlanFacts({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const format = useFormat()
  const label = useLabels()
  const { listSeparator } = useWords(commonWords).common
  const { co } = answering(problem)
  return (
    <FactList
      facts={[
        { label: words.plan.goal, value: problem.goal, wide: true },
        { label: words.plan.rootCause, value: label('root_cause', problem.rootCause) },
        { label: words.plan.plannedOn, value: problem.plannedOn && format.date(problem.plannedOn) },
        { label: words.plan.coLeaders, value: co.map((person) => person.name).join(listSeparator) },
      ]}
    />
  )
}

type EarlierProps = { title: string; measures: ProblemDetail['measures']; of: string }

function Earlier({ title, measures, of }: EarlierProps) {
  if (measures.length === 0) return null
  return (
    <details className="pp-earlier">
      <summary>{title}</summary>
      <Measures measures={measures} of={of} />
    </details>
  )
}
