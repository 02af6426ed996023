import { maskKinds } from '../hit.ts'
import { type Figures, measure, precision, recall } from './measure.ts'
import { halves, readSet } from './read-set.ts'

const HEAD = '| | marked | found | recall | masked | precision |\n|---|--:|--:|--:|--:|--:|'

/** The figures of the masking set, by half and by kind, as a table of Markdown. */
export function figuresTable(): string {
  const whole = measure(halves.flatMap((half) => readSet(half)))
  return [
    HEAD,
    row('**whole set**', whole.all),
    ...halves.map((half) => row(`${half}, ${readSet(half).length} sentences`, measure(readSet(half)).all)),
    ...maskKinds.map((kind) => row(kind, whole.byKind[kind])),
  ].join('\n')
}

const row = (name: string, figures: Figures): string =>
  `| ${[name, figures.marked, figures.found, percent(recall(figures)), figures.masked, percent(precision(figures))].join(' | ')} |`

const percent = (share: number): string => share.toFixed(3)
