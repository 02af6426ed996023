import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { hasCountyRole, isAdministrator, useMe } from '#features/accounts/staff/index.ts'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { NothingForAdmins } from '../shared/nothing-for-admins.tsx'
import { type ColumnKey, keptColumns } from './columns.tsx'
import { totalOf, useCounts, useLedger } from './data.ts'
import { FilterBar } from './filter-bar.tsx'
import { type Filters, filtersOf, isCounted, type Search, searchOf } from './filters.ts'
import { Grouped } from './grouped.tsx'
import { Rows } from './rows.tsx'
import { StateChips } from './state-chips.tsx'
import { Tools } from './tools.tsx'
import { ViewTabs } from './view-tabs.tsx'
import { ledgerWords } from './words.ts'
import '../shared/shared.css'
import './ledger.css'

/** THE ledger. Its filters live in the address bar; coming back finds them and the place in the list again. */
export function LedgerPage() {
  const words = useWords(ledgerWords)
  const format = useFormat()
  const me = useMe()
  const search: Search = useSearch({ from: '/desk/ledger' })
  const filters = useMemo(() => filtersOf(search), [search])
  const grouped = search.group === 'township'
  const change = useChange(grouped)
  const [columns, setColumns] = useState<ColumnKey[]>(keptColumns.read)
  // An element and not a ref: what measures itself against the pane has to wait until it stands.
  const [pane, setPane] = useState<HTMLDivElement | null>(null)
  const counted = useCounts(filters)
  const counts = counted.data?.rows
  const ledger = useLedger(filters, undefined, !grouped)
  const total = totalOf(
    filters,
    counts,
    ledger.rows.length,
    ledger.list.isSuccess && !ledger.list.hasNextPage,
  )
  const issues = hasCountyRole(me, 'office')
  const toIssue = issues
    ? (counts ?? []).filter((c) => c.state === 'reported').reduce((n, c) => n + c.n, 0)
    : 0
  if (isAdministrator(me))
    return (
      <div className="ledger">
        <div className="ledger-pane">
          <div className="ledger-head">
            <h1>{words.title}</h1>
          </div>
          <NothingForAdmins />
        </div>
      </div>
    )
  return (
    <div className="ledger">
      <div ref={setPane} className="ledger-pane" data-scroll-restoration-id="ledger">
        <div className="ledger-head">
          <div className="ledger-top">
            <h1>{words.title}</h1>
            <p className="ledger-total" aria-live="polite">
              {total !== undefined
                ? words.total(format.number(total))
                : ledger.rows.length > 0 && words.shown(format.number(ledger.rows.length))}
            </p>
            <Tools
              filters={filters}
              grouped={grouped}
              group={(on) => change(filters, on)}
              columns={columns}
              setColumns={(next) => {
                keptColumns.write(next)
                setColumns(next)
              }}
              toIssue={toIssue}
            />
          </div>
          <ViewTabs filters={filters} change={change} />
          <StateChips filters={filters} counts={isCounted(filters) ? counts : undefined} change={change} />
          <FilterBar filters={filters} change={change} />
        </div>
        {pane === null ? null : grouped ? (
          <Townships filters={filters} counted={counted} columns={columns} pane={pane} />
        ) : (
          <Rows filters={filters} ledger={ledger} columns={columns} pane={pane} canIssue={issues} />
        )}
      </div>
    </div>
  )
}

type TownshipsProps = Omit<Parameters<typeof Grouped>[0], 'townships' | 'counts'> & {
  counted: ReturnType<typeof useCounts>
}

function Townships({ counted, ...props }: TownshipsProps) {
  const organizations = useQuery(organizationsQuery).data?.rows
  const townships = useMemo(
    () => new Set((organizations ?? []).filter((o) => o.id === o.townshipId).map((o) => o.id)),
    [organizations],
  )
  if (counted.data) return <Grouped {...props} counts={counted.data.rows} townships={townships} />
  if (!counted.isError) return <Waiting />
  return <TroubleScreen error={counted.error} reset={() => void counted.refetch()} />
}

/** Writes filters into the address bar. */
function useChange(grouped: boolean) {
  const navigate = useNavigate()
  return (filters: Filters, group = grouped) =>
    void navigate({
      to: '/ledger',
      search: { ...searchOf(filters), group: group ? 'township' : undefined },
      replace: true,
      resetScroll: false,
    })
}
