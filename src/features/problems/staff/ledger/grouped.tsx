import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen } from '#ui/states.tsx'
import { problemLifecycle } from '../../lifecycle.ts'
import type { ColumnKey } from './columns.tsx'
import { type StateCount, useLedger } from './data.ts'
import { type Filters, isCounted, searchOf } from './filters.ts'
import { NothingListed } from './nothing-listed.tsx'
import { LedgerTable } from './table.tsx'
import { ledgerWords } from './words.ts'

/** What one opened group shows before "see all". */
const FIRST = 50

type Props = {
  filters: Filters
  counts: readonly StateCount[]
  columns: readonly ColumnKey[]
  pane: HTMLElement
  /** Groups that are towns with villages; the others are single organisations. */
  townships: ReadonlySet<string>
}

/** The ledger by township (by organisation within one); a group is read when it is opened. */
export function Grouped({ filters, counts, columns, pane, townships }: Props) {
  const asked = counts.filter((c) => !filters.state || filters.state.includes(c.state))
  const groups = [...new Set(asked.map((c) => c.groupId))]
    .flatMap((id) => (id === null ? [] : [{ id, rows: asked.filter((c) => c.groupId === id) }]))
    .sort((a, b) => unfinishedIn(b.rows) - unfinishedIn(a.rows))
  if (groups.length === 0) return <NothingListed filters={filters} />
  return (
    <div className="ledger-groups">
      {groups.map(({ id, rows }) => {
        const within =
          townships.has(id) && filters.township === undefined
            ? { ...filters, township: id }
            : { ...filters, organization: id }
        return (
          <Group
            key={id}
            name={rows[0]?.groupName ?? ''}
            counts={isCounted(filters) ? rows : undefined}
            filters={within}
            columns={columns}
            pane={pane}
          />
        )
      })}
    </div>
  )
}

const unfinishedIn = (counts: readonly StateCount[]): number =>
  counts.filter((c) => !problemLifecycle.states[c.state].ends).reduce((sum, c) => sum + c.n, 0)

type GroupProps = {
  name: string
  counts: readonly StateCount[] | undefined
  filters: Filters
  columns: readonly ColumnKey[]
  pane: HTMLElement
}

function Group({ name, counts, filters, columns, pane }: GroupProps) {
  const words = useWords(ledgerWords)
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const all = counts?.reduce((sum, c) => sum + c.n, 0)
  const unfinished = counts && unfinishedIn(counts)
  return (
    <section className="ledger-group">
      <h2>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'down' : 'right'} size={16} />
          <span className="ledger-group-name">{name}</span>
          {all !== undefined && <span className="ledger-group-n">{words.total(format.number(all))}</span>}
          {unfinished !== undefined && (
            <span className="ledger-group-n">{words.group.open(format.number(unfinished))}</span>
          )}
        </button>
      </h2>
      {open && <GroupRows filters={filters} columns={columns} pane={pane} all={all} />}
    </section>
  )
}

function GroupRows({
  filters,
  columns,
  pane,
  all,
}: Omit<GroupProps, 'name' | 'counts'> & { all: number | undefined }) {
  const words = useWords(ledgerWords)
  const format = useFormat()
  const { list, rows } = useLedger(filters, FIRST)
  if (list.isError && rows.length === 0)
    return <TroubleScreen error={list.error} reset={() => void list.refetch()} />
  if (list.isSuccess && rows.length === 0) return <p className="ledger-note">{words.empty.filtered}</p>
  return (
    <>
      <LedgerTable pane={pane} rows={rows} columns={columns} waiting={list.isPending ? 4 : 0} />
      {list.hasNextPage && (
        <Link className="ledger-note" to="/ledger" search={searchOf(filters)}>
          {all === undefined ? words.group.allUnknown : words.group.all(format.number(all))}
        </Link>
      )}
    </>
  )
}
