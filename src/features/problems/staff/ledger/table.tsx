import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { useLanguage, useWords } from '#ui/language.tsx'
import type { ProblemLine } from '../../views.ts'
import { type ColumnKey, isFigure, useCells, widthOf } from './columns.tsx'
import { Row } from './row.tsx'
import { useIsNarrow, useIsPrinting } from './surroundings.ts'
import { ledgerWords } from './words.ts'

/** So few rows are simply all there. */
const FEW = 60
const ROW = 40
const CARD = 132
const CHECK = 40
const LEAST_TITLE = 240

export type Choosing = { chosen: ReadonlySet<string>; choose: (id: string) => void; head: ReactNode }

type Props = {
  pane: HTMLElement
  rows: readonly ProblemLine[]
  columns: readonly ColumnKey[]
  /** Asked when the end of what is loaded comes near. */
  more?: (() => void) | undefined
  choosing?: Choosing | undefined
  /** How many skeleton rows stand below while more is loading. */
  waiting: number
}

/** The rows in sight, of however many; the rest is only height. All of them on paper, cards on a phone. */
export function LedgerTable({ pane, rows, columns, more, choosing, waiting }: Props) {
  const words = useWords(ledgerWords)
  const { language } = useLanguage()
  const cells = useCells()
  const narrow = useIsNarrow()
  const printing = useIsPrinting()
  const table = useRef<HTMLTableElement>(null)
  const margin = useTopIn(pane, table)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => pane,
    estimateSize: () => (narrow ? CARD : ROW),
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 12,
    scrollMargin: margin,
    initialOffset: () => pane.scrollTop,
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useLayoutEffect(() => {
    if (more && !printing && rows.length > 0 && last >= rows.length - 40) more()
  }, [more, printing, last, rows.length])
  const whole = printing || rows.length <= FEW
  const above = whole ? 0 : (items[0]?.start ?? margin) - margin
  const below = whole ? 0 : virtual.getTotalSize() - (items.at(-1)?.end ?? margin) + margin
  const visible = whole ? rows.map((_, index) => index) : items.map((item) => item.index)
  const width = columns.reduce(
    (sum, key) => sum + (widthOf(key, language) ?? LEAST_TITLE),
    choosing ? CHECK : 0,
  )
  const span = columns.length + (choosing ? 1 : 0)
  return (
    <table
      ref={table}
      className={narrow ? 'ledger-table ledger-cards' : 'ledger-table'}
      style={narrow || printing ? undefined : { minWidth: width }}
      aria-rowcount={rows.length}
      onKeyDown={walk}
    >
      <colgroup>
        {choosing && <col style={{ width: CHECK }} />}
        {columns.map((key) => (
          <col key={key} style={printing ? undefined : { width: widthOf(key, language) }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {choosing && <th scope="col">{choosing.head}</th>}
          {columns.map((key) => (
            <th key={key} scope="col" className={isFigure(key) ? 'ledger-figure' : undefined}>
              {words.columns[key]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Gap height={above} span={span} />
        {visible.map((index) => {
          const row = rows[index]
          return (
            row && (
              <Row
                key={row.id}
                index={index}
                measure={virtual.measureElement}
                row={row}
                columns={columns}
                cells={cells}
                card={narrow && !printing}
                check={choosing && { on: choosing.chosen.has(row.id), toggle: choosing.choose }}
              />
            )
          )
        })}
        <Gap height={below} span={span} />
        <Waiting rows={waiting} cells={narrow ? 1 : span} />
      </tbody>
    </table>
  )
}

const Gap = ({ height, span }: { height: number; span: number }) =>
  height > 0 ? (
    <tr className="ledger-gap">
      <td colSpan={span} style={{ height }} />
    </tr>
  ) : null

/** The skeleton of the same table. */
const Waiting = ({ rows, cells }: { rows: number; cells: number }) =>
  Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
    <tr key={row} className="ledger-waiting">
      {Array.from({ length: cells }, (_, cell) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <td key={cell}>
          <span />
        </td>
      ))}
    </tr>
  ))

/** How far below the top of the pane's content the rows begin: filters above them may wrap. */
function useTopIn(pane: HTMLElement, table: RefObject<HTMLTableElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => {
      const body = table.current?.tBodies[0]
      if (!body) return
      const y = body.getBoundingClientRect().top - pane.getBoundingClientRect().top
      setTop(Math.round(y + pane.scrollTop))
    }
    measure()
    const observer = new ResizeObserver(measure)
    for (const child of pane.children) if (!child.contains(table.current)) observer.observe(child)
    return () => observer.disconnect()
  }, [pane, table])
  return top
}

/** The arrow keys go from title to title. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const row = (event.target as HTMLElement).closest('tr')
  if (!step || !row || (event.target as HTMLElement).tagName !== 'A') return
  const next = step > 0 ? row.nextElementSibling : row.previousElementSibling
  const link = next?.querySelector<HTMLAnchorElement>('a')
  if (!link) return
  event.preventDefault()
  link.focus()
}
