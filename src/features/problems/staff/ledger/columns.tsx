import { type ReactNode, useMemo } from 'react'
import { useProblemLabel } from '#features/organizations/staff/index.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { kept } from '#ui/kept.ts'
import { type Language, useWords } from '#ui/language.tsx'
import type { ProblemLine } from '../../views.ts'
import { problemWords } from '../../words.ts'
import { StateWord } from '../shared/state-word.tsx'
import { TitleCell } from './title-cell.tsx'
import type { LedgerWords } from './words.ts'

export type ColumnKey = keyof LedgerWords['columns']

/** Width in pixels in Chinese; the title takes what is left. */
const widths: Record<ColumnKey, number | undefined> = {
  due: 104,
  number: 116,
  state: 116,
  title: undefined,
  organization: 188,
  township: 168,
  source: 80,
  year: 72,
  class: 148,
  severity: 96,
  feedbackOn: 104,
  plannedOn: 104,
  closedAt: 104,
  round: 72,
}

/** English says the same at more length. */
const wider: Partial<Record<ColumnKey, number>> = { due: 132, state: 156 }

export const widthOf = (key: ColumnKey, language: Language): number | undefined =>
  language === 'en' ? (wider[key] ?? widths[key]) : widths[key]

/** Figures stand to the right. */
export const isFigure = (key: ColumnKey): boolean => key === 'year' || key === 'round'

export const allColumns = Object.keys(widths) as ColumnKey[]
export const usualColumns: ColumnKey[] = [
  'due',
  'number',
  'state',
  'title',
  'organization',
  'source',
  'year',
  'class',
  'feedbackOn',
]

export const keptColumns = kept<ColumnKey[]>(
  'ledger.columns',
  usualColumns,
  (value) =>
    Array.isArray(value) &&
    value.includes('title') &&
    value.every((key) => allColumns.includes(key as ColumnKey)),
)

export type Cells = Record<ColumnKey, (row: ProblemLine) => ReactNode>

/** How each column shows a row. The same object while nothing it depends on changes, so that rows can stay. */
export function useCells(): Cells {
  const format = useFormat()
  const words = useWords(problemWords)
  const source = useProblemLabel('source')
  const problemClass = useProblemLabel('class')
  const severity = useProblemLabel('severity')
  return useMemo(() => {
    const day = (value: string | null) => value && format.isoDate(value)
    return {
      due: (row) => <DueChip dueAt={row.dueAt} />,
      number: (row) => row.number,
      state: (row) => <StateWord state={row.state} />,
      title: (row) => <TitleCell row={row} />,
      organization: (row) => row.organizationName,
      township: (row) => row.townshipName,
      source: (row) => source(row.source),
      year: (row) => row.sourceYear,
      class: (row) => problemClass(row.classCode),
      severity: (row) => severity(row.severity),
      feedbackOn: (row) => day(row.feedbackOn),
      plannedOn: (row) => day(row.plannedOn),
      closedAt: (row) => day(row.closedAt),
      round: (row) => (row.round > 1 ? words.round(row.round) : row.round),
    }
  }, [format, words, source, problemClass, severity])
}
