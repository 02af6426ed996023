import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { answering } from '../leaders.ts'

/** Who answers for it, and who checked it in this round. */
export function People({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().aside
  const { listSeparator } = useWords(commonWords).common
  const { lead, co } = answering(problem)
  const checkers = problem.siteChecks
    .filter((c) => c.round === problem.round)
    .flatMap((c) => c.checkers.map((person) => person.name))
  const lines = [
    { label: t.lead, names: lead ? [lead.name] : [] },
    { label: t.co, names: co.map((person) => person.name) },
    { label: t.checkers, names: [...new Set(checkers)] },
  ].filter(({ names }) => names.length > 0)
  return (
    <section className="pp-card" aria-labelledby="people-title">
      <h2 id="people-title">{t.people}</h2>
      {lines.length === 0 && <p className="pp-nothing">{t.nobody}</p>}
      <dl className="pp-people">
        {lines.map(({ label, names }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{names.join(listSeparator)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
