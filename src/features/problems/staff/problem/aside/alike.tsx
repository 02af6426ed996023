import type { ProblemDetail } from '../../../views.ts'
import { useLabels } from '../data.ts'
import { ProblemLink, usePageWords, useProblemWords } from '../kit.tsx'

/** The same organisation and class in other years and from other sources: recurrence (S3-06). */
export function Alike({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().aside
  const { states } = useProblemWords()
  const label = useLabels()
  return (
    <section className="pp-card" aria-labelledby="alike-title">
      <h2 id="alike-title">{t.alike}</h2>
      <p className="pp-minor">{problem.alike.length > 0 ? t.alikeWhy : t.noAlike}</p>
      <ul className="pp-alike">
        {problem.alike.map((other) => (
          <li key={other.id}>
            <ProblemLink id={other.id}>{other.title}</ProblemLink>
            <span className="pp-minor">
              {other.sourceYear} {label('source', other.source)} · {other.number} · {states[other.state]}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
