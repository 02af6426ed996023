import { Link } from '@tanstack/react-router'
import { urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { exportProblems } from '../../api.ts'
import { BeginTools } from '../problem/begin.tsx'
import { ColumnMenu } from './column-menu.tsx'
import type { ColumnKey } from './columns.tsx'
import { type Filters, searchOf } from './filters.ts'
import { ledgerWords } from './words.ts'

type Props = {
  filters: Filters
  grouped: boolean
  group: (on: boolean) => void
  columns: ColumnKey[]
  setColumns: (columns: ColumnKey[]) => void
  /** How many wait to be issued, for those who issue. */
  toIssue: number
}

export function Tools({ filters, grouped, group, columns, setColumns, toIssue }: Props) {
  const words = useWords(ledgerWords).tools
  const format = useFormat()
  return (
    <div className="ledger-tools">
      <BeginTools />
      {toIssue > 0 && (
        <Link className="tool tool-act" to="/ledger" search={{ state: 'reported' }}>
          {words.toIssue(format.number(toIssue))}
        </Link>
      )}
      <button
        type="button"
        className={grouped ? 'tool tool-on' : 'tool'}
        aria-pressed={grouped}
        onClick={() => group(!grouped)}
      >
        {words.group}
      </button>
      <ColumnMenu columns={columns} change={setColumns} />
      <button type="button" className="tool tool-print" onClick={() => window.print()}>
        <Icon name="print" size={18} />
        <span>{words.print}</span>
      </button>
      <a className="tool" href={urlOf(exportProblems, { query: searchOf(filters) })} download>
        <Icon name="download" size={18} />
        <span>{words.export}</span>
      </a>
    </div>
  )
}
