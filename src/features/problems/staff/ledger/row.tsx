import { memo } from 'react'
import { useWords } from '#ui/language.tsx'
import type { ProblemLine } from '../../views.ts'
import { Card } from './card.tsx'
import { type Cells, type ColumnKey, isFigure } from './columns.tsx'
import { ledgerWords } from './words.ts'

type Props = {
  row: ProblemLine
  /** Its place in the whole list, which the virtualiser reads off the element. */
  index: number
  measure: (element: HTMLTableRowElement | null) => void
  columns: readonly ColumnKey[]
  cells: Cells
  card: boolean
  check: { on: boolean; toggle: (id: string) => void } | undefined
}

/** Names can be long: two lines of them. */
const clamped: ReadonlySet<ColumnKey> = new Set(['organization', 'township', 'class'])

export const Row = memo(function Row({ row, index, measure, columns, cells, card, check }: Props) {
  return (
    <tr data-index={index} ref={measure} aria-rowindex={index + 1}>
      {check && <Check row={row} check={check} />}
      {card ? (
        <td>
          <Card row={row} />
        </td>
      ) : (
        columns.map((key) => (
          <td key={key} className={isFigure(key) ? 'ledger-figure' : `ledger-${key}`}>
            {clamped.has(key) ? <div className="ledger-clamp">{cells[key](row)}</div> : cells[key](row)}
          </td>
        ))
      )}
    </tr>
  )
}, sameRow)

/** `check` is made anew each time; what it says is what counts. */
function sameRow(a: Props, b: Props): boolean {
  return (
    a.row === b.row &&
    a.index === b.index &&
    a.columns === b.columns &&
    a.cells === b.cells &&
    a.card === b.card &&
    a.check?.on === b.check?.on &&
    a.check?.toggle === b.check?.toggle
  )
}

function Check({ row, check }: { row: ProblemLine; check: NonNullable<Props['check']> }) {
  const words = useWords(ledgerWords).issue
  return (
    <td className="ledger-check">
      <input
        type="checkbox"
        checked={check.on}
        aria-label={words.choose(row.number)}
        onChange={() => check.toggle(row.id)}
      />
    </td>
  )
}
