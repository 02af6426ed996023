import type { HistoryLine, ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { FactList } from '../part.tsx'
import { camel, isKept } from './columns.ts'
import { useShownValue } from './shown-value.ts'

type Row = Record<string, unknown>

/** What an entry wrote, row by row, under the names people know; erased rows say that they were erased. */
export function Contents({ rows, problem }: { rows: HistoryLine['rows']; problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.history
  const show = useShownValue(problem)
  const names = { ...words.fields, ...words.columns } as Record<string, string>
  return Object.entries(rows).map(([ref, row]) => {
    if (row === null) return <p key={ref}>{t.erased}</p>
    const table = ref.split('/')[0] ?? ''
    const facts = flat(table, row)
      .filter(([column]) => isKept(table, column))
      .map(([column, value]) => ({
        label: names[`${table}.${camel(column)}`] ?? names[camel(column)] ?? column,
        value: show(table, column, value),
        wide: typeof value === 'string' && value.length > 24,
      }))
    return <FactList key={ref} facts={facts} />
  })
}

/** What a request asks for stands inside one column. */
const flat = (table: string, row: Row): [string, unknown][] =>
  Object.entries(row).flatMap(([column, value]): [string, unknown][] =>
    table === 'problem_requests' && column === 'asks' ? Object.entries(value as Row) : [[column, value]],
  )
