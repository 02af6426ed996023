import { Link } from '@tanstack/react-router'
import type { Answer } from '#platform/http/endpoint.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { getOverview } from '../../api.ts'
import { problemWords } from '../../words.ts'
import { overviewWords } from './words.ts'

type Figure = Answer<typeof getOverview>['figures'][number]

/** At most eight, each with its unit, each opening the rows it counts. */
const MOST = 8

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <div className="figures">
      {figures.slice(0, MOST).map((figure) => (
        <FigureBox key={figure.key} figure={figure} />
      ))}
    </div>
  )
}

function FigureBox({ figure: { key, n, of, query } }: { figure: Figure }) {
  const words = useWords(overviewWords)
  const unit = useWords(problemWords).unit(n)
  const format = useFormat()
  const name = words.figures[key] ?? key
  const share = of ? format.percent(n, of) : undefined
  const tone = key === 'overdue' && n > 0 ? 'late' : key === 'closed' && n > 0 ? 'verified' : 'calm'
  return (
    <Link
      className={`figure figure-${tone}`}
      to="/ledger"
      search={Object.fromEntries(new URLSearchParams(query))}
      title={words.openRows(name, format.count(n, unit))}
    >
      <span className="figure-name">
        {name}
        {share && <small>{key === 'overdue' ? words.ofOpen(share) : words.ofAll(share)}</small>}
      </span>
      <span className="figure-n">
        {format.number(n)}
        <small>{unit}</small>
      </span>
    </Link>
  )
}
