import { appealCounts, figuresIn, NOT_TOLD, rateNames, rectification } from '../figures.ts'
import type { Issue, IssueFigures } from './issues.ts'

/** The figures of one issue, in the order of their columns; null: not told by itself. */
export type MonthFigures = { issue: Issue; counts: (number | null)[]; rates: string[] }

type Columns = {
  counts: readonly string[]
  rates: readonly string[]
  unit: string
  charted: readonly number[]
}

/** What is told of each kind; `charted`: which of the counts make the chart. */
export const columnsOf: Record<Issue['kind'], Columns> = {
  appeals: { counts: Object.values(appealCounts), rates: rateNames, unit: '件', charted: [0, 1] },
  month: { counts: Object.values(rectification), rates: [], unit: '个', charted: [0, 2] },
}

export function monthFigures(issue: Issue, { facts, rates }: IssueFigures): MonthFigures {
  const labels: Record<string, string> = issue.kind === 'appeals' ? appealCounts : rectification
  const found = figuresIn(facts, labels)
  return {
    issue,
    counts: Object.keys(labels).map((key) => found[key] ?? null),
    rates: columnsOf[issue.kind].rates.map(
      (name) => rates?.find(([first]) => first === name)?.[1] ?? NOT_TOLD,
    ),
  }
}
