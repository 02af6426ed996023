import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listPublications } from '#features/publicity/api.ts'
import { publicationWords } from '#features/publicity/staff/index.ts'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import type { ProblemDetail } from '../../../views.ts'
import { useMe } from '../data.ts'
import { usePageWords } from '../kit.tsx'

/** Whoever may draft a publication: others look. The server judges by itself. */
const drafters = ['office', 'secretary', 'clerk']

/** Where this problem is made public, and the way to draft it. */
export function Publicity({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().aside
  const { states, audiences } = useWords(publicationWords)
  const { data: me } = useMe()
  const { data } = useQuery({
    queryKey: ['publications', { problem: problem.id }],
    queryFn: () => call(listPublications, { query: { problem: problem.id } }),
  })
  const rows = data?.rows ?? []
  const mayDraft = me?.grants.some(({ role }) => drafters.includes(role))
  if (rows.length === 0 && !mayDraft) return null
  return (
    <section className="pp-card" aria-labelledby="publicity-title">
      <h2 id="publicity-title">{t.publicity}</h2>
      <ul className="pp-alike">
        {rows.map((row) => (
          <li key={row.id}>
            <Link to="/publicity/$id" params={{ id: row.id }}>
              {row.number} {audiences[row.audience]}
            </Link>
            <span className="pp-minor">{states[row.state]}</span>
          </li>
        ))}
      </ul>
      {mayDraft && (
        <p className="pp-list-links">
          <Link to="/publicity/new" search={{ problem: problem.id }}>
            {t.draftPublication}
          </Link>
        </p>
      )}
    </section>
  )
}
