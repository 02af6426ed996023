import { Link } from '@tanstack/react-router'
import { DueChip } from '#ui/due.tsx'
import { dayOf, daysBetween, useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { ProblemLine } from '../../views.ts'
import { StateWord } from '../shared/state-word.tsx'
import { overviewWords } from './words.ts'

/** The ten that have waited longest since they were fed back. */
export function Oldest({ rows, asOf }: { rows: readonly ProblemLine[]; asOf: string }) {
  const words = useWords(overviewWords).oldest
  const format = useFormat()
  return (
    <section className="overview-part" aria-labelledby="oldest-title">
      <h2 id="oldest-title">{words.title}</h2>
      {rows.length === 0 ? (
        <p className="overview-none">{words.none}</p>
      ) : (
        <table className="oldest">
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="oldest-days">
                  {words.days(format.number(daysBetween(row.feedbackOn, dayOf(asOf))))}
                </td>
                <td className="oldest-title">
                  <Link to="/problems/$id" params={{ id: row.id }} title={row.title}>
                    {row.title}
                  </Link>
                  <span>{row.organizationName}</span>
                </td>
                <td>
                  <StateWord state={row.state} />
                </td>
                <td>
                  <DueChip dueAt={row.dueAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
