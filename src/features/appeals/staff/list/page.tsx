import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Me } from '#features/accounts/api.ts'
import { useMe } from '#features/accounts/staff/index.ts'
import { useFormat } from '#ui/format.ts'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import type { AppealLine } from '../../views.ts'
import { useAppeals, workQuery } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { isRegistrar, readsRates, takesDiverted, worksOnAppeals } from '../who.ts'
import { useStaffWords } from '../words.ts'
import { ByReceipt } from './by-receipt.tsx'
import { FilterBar, GroupChips } from './filter-bar.tsx'
import { type Filters, filtersOf, type Search, searchOf, statesOf, type View, views } from './filters.ts'
import { Rows } from './rows.tsx'

/** Appeals that the reader may see. Which ones is the address. */
export function AppealsPage() {
  const words = useStaffWords()
  const me = useMe()
  const search: Search = useSearch({ from: '/desk/appeals' })
  const view = viewOf(search, me)
  if (!worksOnAppeals(me) && takesDiverted(me)) return <Navigate to="/appeals/diverted" replace />
  if (!worksOnAppeals(me) && readsRates(me)) return <Navigate to="/appeals/rates" replace />
  return (
    <AppealsFrame title={words.title} beside={isRegistrar(me) && <ByReceipt />}>
      <nav className="ap-tabs" aria-label={words.views.label}>
        {viewsOf(me).map((name) => (
          <Link
            key={name}
            to="/appeals"
            search={{ view: name }}
            aria-current={view === name ? 'page' : undefined}
          >
            {words.views[name]}
          </Link>
        ))}
      </nav>
      {view === 'work' ? <Mine /> : <Listed key={view} view={view} search={search} />}
    </AppealsFrame>
  )
}

/** Only who screens and calls back has lists for it. */
const viewsOf = (me: Me | undefined): View[] =>
  views.filter((view) => (view !== 'screening' && view !== 'callback') || isRegistrar(me))

function viewOf({ view, ...filters }: Search, me: Me | undefined): View {
  const asked = viewsOf(me).find((name) => name === view)
  // A link with filters and without a view is one into the whole list.
  return asked ?? (Object.values(filters).some(Boolean) ? 'all' : 'work')
}

function Mine() {
  const words = useStaffWords().list
  const work = useQuery(workQuery)
  if (work.isPending) return <Waiting />
  if (!work.data) return <TroubleScreen error={work.error} reset={() => void work.refetch()} />
  const { rows } = work.data
  if (rows.length === 0) return <Empty title={words.empty.work} why={words.empty.workWhy} />
  return <Rows rows={rows} />
}

function Listed({ view, search }: { view: Exclude<View, 'work'>; search: Search }) {
  const navigate = useNavigate()
  const filters = useMemo(() => filtersOf(search), [search])
  const fixed = statesOf[view]
  const asked = fixed ? { ...filters, state: fixed } : filters
  const list = useAppeals(asked, true)
  const change = (next: Filters) =>
    void navigate({
      to: '/appeals',
      search: { view, ...searchOf(next) },
      replace: true,
      resetScroll: false,
    })
  return (
    <>
      <div className="ap-filters-frame">
        {!fixed && <GroupChips filters={filters} change={change} />}
        <FilterBar filters={filters} change={change} />
      </div>
      <Found list={list} view={view} isFiltered={Object.keys(filters).length > 0} />
    </>
  )
}

type FoundProps = {
  list: ReturnType<typeof useAppeals>
  view: Exclude<View, 'work'>
  isFiltered: boolean
}

function Found({ list, view, isFiltered }: FoundProps) {
  const words = useStaffWords().list
  const format = useFormat()
  if (list.isPending) return <Waiting />
  if (!list.data) return <TroubleScreen error={list.error} reset={() => void list.refetch()} />
  const rows: AppealLine[] = list.data.pages.flatMap((page) => page.rows)
  if (rows.length === 0)
    return isFiltered ? (
      <Empty title={words.empty.filtered} why={words.empty.filteredWhy} />
    ) : (
      <Empty title={words.empty[view]} why={words.empty[`${view}Why`]} />
    )
  return (
    <>
      <Rows
        rows={rows}
        more={list.hasNextPage}
        isLoading={list.isFetchingNextPage}
        loadMore={() => void list.fetchNextPage()}
      />
      <p className="ap-minor" aria-live="polite">
        {list.hasNextPage ? words.shown(format.number(rows.length)) : words.end(format.number(rows.length))}
      </p>
    </>
  )
}
