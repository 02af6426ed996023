import { useFormat } from '#ui/format.ts'
import type { Need, ProblemAct } from '../../../lifecycle.ts'
import { problemLifecycle } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { FactList, Prose } from '../part.tsx'
import { SiteCheckEntry } from '../sections/checks.tsx'
import { Measures } from '../sections/measures.tsx'
import { PlanFacts } from '../sections/plan.tsx'
import { RequestEntry } from '../sections/requests.tsx'
import { WhyHere } from '../sections/why-here.tsx'

type KnownProps = { problem: ProblemDetail; act: ProblemAct }

/** What is known already is shown and not asked: the problem's own line, and what is to be judged. */
export function Known({ problem, act }: KnownProps) {
  const words = usePageWords()
  const format = useFormat()
  return (
    <section className="pp-known" aria-label={words.panel.known}>
      <p className="pp-known-title">
        <span className="pp-number">{problem.number}</span> {problem.title}
      </p>
      <FactList
        inline
        facts={[
          { label: words.page.organization, value: problem.organizationName },
          { label: words.deadline.due, value: problem.dueAt && format.date(problem.dueAt) },
        ]}
      />
      {act === 'submitPlan' && <WhyHere problem={problem} />}
      <Judged problem={problem} act={act} />
    </section>
  )
}

/** What the decision is about, beside the fields that decide it. */
function Judged({ problem, act }: KnownProps) {
  const request = problem.requests.find((r) => r.status === 'pending' && r.kind === requestOf(problem, act))
  const check = problem.siteChecks.filter((c) => c.round === problem.round).at(-1)
  const measures = problem.measures.filter((m) => m.round === problem.round && !m.dropped)
  if (request) return <RequestEntry request={request} title={problem.title} />
  if (act === 'approvePlan' || act === 'returnPlan' || act === 'requestClosure')
    return (
      <>
        <PlanFacts problem={problem} />
        <Measures measures={measures} of={problem.organizationId} />
      </>
    )
  if (act === 'passSiteCheck' && check) return <SiteCheckEntry check={check} round={null} />
  if (act === 'claim' || act === 'dispute' || act === 'submitPlan')
    return (
      <blockquote className="pp-original">
        <Prose>{problem.feedbackText}</Prose>
      </blockquote>
    )
  return null
}

/** The kind of request an act decides, read off what the lifecycle says it needs. */
function requestOf(problem: ProblemDetail, act: ProblemAct): string | undefined {
  const need = problemLifecycle.table[problem.state][act]?.needs?.find((n: Need) => n.endsWith('Pending'))
  return need?.replace('Pending', '')
}
