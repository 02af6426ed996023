import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'

/** Who answers for it and who checked it, in this round. */
export function People({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().aside
  const named = (part: 'lead' | 'co') =>
    problem.leaders.filter((l) => l.round === problem.round && l.part === part).map((l) => l.person.name)
  const checkers = problem.siteChecks
    .filter((c) => c.round === problem.round)
    .flatMap((c) => c.checkers.map((person) => person.name))
  const lines = [
    // A later plan may name another lead; the last one named answers.
    { label: t.lead, names: named('lead').slice(-1) },
    { label: t.co, names: named('co') },
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
            <dd>{names.join('、')}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
