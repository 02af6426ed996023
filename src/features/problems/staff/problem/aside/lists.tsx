import { BASE } from '#ui/api.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'

const VIEWS = ['problems', 'tasks', 'responsibilities'] as const

/** 三清单 (S1-14): three views of one row set, of this organisation, as workbooks. */
export function Lists({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().aside
  const href = (view: string) =>
    `${BASE}/problems/export?${new URLSearchParams({ view, organization: problem.organizationId })}`
  return (
    <section className="pp-card pp-lists" aria-labelledby="lists-title">
      <h2 id="lists-title">{t.lists}</h2>
      <p className="pp-minor">{t.listsWhy}</p>
      <ul className="pp-list-links">
        {VIEWS.map((view) => (
          <li key={view}>
            <a href={href(view)} download>
              {t[view]}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
