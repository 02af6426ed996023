import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { Part, Prose } from '../part.tsx'

/** Who answers for a closure that was refused; nothing is shown where none was. */
export function Attributions({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.attributions
  const format = useFormat()
  if (problem.attributions.length === 0) return null
  return (
    <Part id="attributions" title={t.title}>
      <ul className="pp-entries">
        {problem.attributions.map((a) => (
          <li key={a.id}>
            <p className="pp-entry-head">
              <strong>{t.levels[a.level]}</strong>
              <span>{a.organizationName}</span>
              <span>{t.followUp(words.countersigns.bodies[a.followUpBody])}</span>
              <time dateTime={a.enteredAt}>{format.date(a.enteredAt)}</time>
              <span>{words.page.round(a.round)}</span>
            </p>
            <Prose>{a.opinion}</Prose>
          </li>
        ))}
      </ul>
    </Part>
  )
}
