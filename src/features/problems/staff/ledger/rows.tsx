import { useCallback, useState } from 'react'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen } from '#ui/states.tsx'
import type { ProblemLine } from '../../views.ts'
import type { ColumnKey } from './columns.tsx'
import type { useLedger } from './data.ts'
import type { Filters } from './filters.ts'
import { IssueBar } from './issue-bar.tsx'
import { useIssuing } from './issuing.ts'
import { NothingListed } from './nothing-listed.tsx'
import { type Choosing, LedgerTable } from './table.tsx'
import { ledgerWords } from './words.ts'

type Props = {
  filters: Filters
  ledger: ReturnType<typeof useLedger>
  columns: readonly ColumnKey[]
  pane: HTMLElement
  canIssue: boolean
}

/** The flat list with all it can be: loading, broken, empty, growing, and choosing what to issue. */
export function Rows({ filters, ledger: { list, rows }, columns, pane, canIssue }: Props) {
  const words = useWords(ledgerWords)
  const format = useFormat()
  const issuing = useIssuing()
  // Rows are chosen for issuing only, where nothing but such rows is listed.
  const choosable = canIssue && filters.state?.join() === 'reported'
  const { choosing, chosen, clear } = useChosen(rows, choosable)
  const more = list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError
  if (list.isError && rows.length === 0)
    return <TroubleScreen error={list.error} reset={() => void list.refetch()} />
  if (list.isSuccess && rows.length === 0) return <NothingListed filters={filters} />
  return (
    <>
      <LedgerTable
        pane={pane}
        rows={rows}
        columns={columns}
        more={more ? () => void list.fetchNextPage() : undefined}
        choosing={choosing}
        waiting={list.isPending ? 16 : list.isFetchingNextPage ? 3 : 0}
      />
      {list.isFetchNextPageError && (
        <TroubleScreen error={list.error} reset={() => void list.fetchNextPage()} />
      )}
      {list.isSuccess && !list.hasNextPage && <p className="ledger-note">{words.end}</p>}
      <p className="ledger-print-note">
        {words.printedAt(format.dateTime(new Date().toISOString()))}
        {list.hasNextPage && words.printed(format.number(rows.length))}
      </p>
      <IssueBar chosen={chosen} clear={clear} issuing={issuing} />
    </>
  )
}

function useChosen(rows: readonly ProblemLine[], choosable: boolean) {
  const words = useWords(ledgerWords).issue
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const chosen = choosable ? rows.filter((row) => ids.has(row.id) && row.state === 'reported') : []
  const all = chosen.length > 0 && chosen.length === rows.length
  const toggleOne = useCallback(
    (id: string) =>
      setIds((before) => {
        const next = new Set(before)
        if (!next.delete(id)) next.add(id)
        return next
      }),
    [],
  )
  const choosing: Choosing | undefined = choosable
    ? {
        chosen: ids,
        choose: toggleOne,
        head: (
          <input
            type="checkbox"
            checked={all}
            aria-label={words.all}
            onChange={() => setIds(new Set(all ? [] : rows.map((row) => row.id)))}
          />
        ),
      }
    : undefined
  return { choosing, chosen, clear: () => setIds(new Set()) }
}
