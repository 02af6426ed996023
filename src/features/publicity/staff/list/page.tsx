import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useMe } from '#features/accounts/staff/index.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { PublicationQuery } from '../../api.ts'
import type { PublicationState } from '../../lifecycle.ts'
import type { PublicationLine } from '../../views.ts'
import { usePublications } from '../data.ts'
import { StateWord } from '../state-word.tsx'
import { usePublicationWords, useStaffWords } from '../words.ts'
import '#ui/styles/page.css'
import '../publicity.css'

/** Whoever may draft: others look. The server judges every request by itself. */
const drafters = ['office', 'secretary', 'clerk']

/** Every publication in the reader's scope, by state. The filters are the address. */
export function PublicityPage() {
  const words = useStaffWords()
  const search = useSearch({ from: '/desk/publicity' })
  const me = useMe()
  const query = PublicationQuery.safeParse(search).data ?? {}
  const list = usePublications(query)
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const isFiltered = Object.values(query).some((value) => value !== undefined)
  return (
    <div className="pg pub">
      <header className="pub-head">
        <h1>{words.title}</h1>
        {me?.grants.some(({ role }) => drafters.includes(role)) && (
          <Link className="pub-begin" to="/publicity/new">
            <Icon name="add" size={16} />
            {words.begin}
          </Link>
        )}
      </header>
      <Filters query={query} counts={list.data?.pages[0]?.counts ?? {}} />
      {list.isPending && <Waiting />}
      {list.error && !list.data && <TroubleScreen error={list.error} reset={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <Empty
          title={isFiltered ? words.emptyFiltered : words.empty}
          why={isFiltered ? words.emptyFilteredWhy : words.emptyWhy}
        />
      )}
      {rows.length > 0 && (
        <ul className="pub-rows">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </div>
  )
}

function Row({ row }: { row: PublicationLine }) {
  const words = useStaffWords()
  const { audiences, kinds } = usePublicationWords()
  const format = useFormat()
  return (
    <li className="pub-row">
      <span className="pub-row-state">
        <StateWord state={row.state} />
      </span>
      <div className="pub-row-what">
        <Link to="/publicity/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        <span className="pub-minor">
          {row.number}
          {row.edition > 1 && ` ${words.edition(row.edition)}`} · {kinds[row.kind]}
          {row.succeededBy !== null &&
            row.succeededBy !== row.number &&
            ` · ${words.corrected(row.succeededBy)}`}
        </span>
      </div>
      <span className={`pub-mark pub-mark-${row.audience}`}>{audiences[row.audience]}</span>
      <span className="pub-minor">{row.organizationName}</span>
      <span className="pub-row-due">
        {row.state === 'published' && row.publishUntil ? (
          <span className="pub-minor">{words.until(format.shortDate(row.publishUntil))}</span>
        ) : (
          <DueChip dueAt={row.dueAt} />
        )}
      </span>
    </li>
  )
}

type FiltersProps = { query: PublicationQuery; counts: Partial<Record<PublicationState, number>> }

function Filters({ query, counts }: FiltersProps) {
  const words = useStaffWords()
  const { states, kinds, audiences } = usePublicationWords()
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0)
  const present = (Object.keys(states) as PublicationState[]).filter(
    (state) => (counts[state] ?? 0) > 0 || state === query.state,
  )
  return (
    <div className="pub-filters">
      <nav className="pub-chips" aria-label={words.counts}>
        <Chip query={{ ...query, state: undefined }} on={!query.state} label={words.all} n={all} />
        {present.map((state) => (
          <Chip
            key={state}
            query={{ ...query, state }}
            on={query.state === state}
            label={states[state]}
            n={counts[state] ?? 0}
          />
        ))}
      </nav>
      <div className="pub-choices">
        <Choice name="kind" query={query} label={words.filters.kind} options={kinds} />
        <Choice name="audience" query={query} label={words.filters.audience} options={audiences} />
      </div>
    </div>
  )
}

type ChipProps = { query: PublicationQuery; on: boolean; label: string; n: number }

const Chip = ({ query, on, label, n }: ChipProps) => (
  <Link
    className={on ? 'pub-chip pub-chip-on' : 'pub-chip'}
    to="/publicity"
    search={query}
    aria-current={on ? 'true' : undefined}
  >
    {label} <span>{n}</span>
  </Link>
)

type ChoiceProps = {
  name: 'kind' | 'audience'
  query: PublicationQuery
  label: string
  options: Record<string, string>
}

function Choice({ name, query, label, options }: ChoiceProps) {
  const words = useStaffWords()
  const navigate = useNavigate()
  return (
    <label className="pub-choice">
      <span>{label}</span>
      <select
        value={query[name] ?? ''}
        onChange={({ target }) =>
          void navigate({ to: '/publicity', search: { ...query, [name]: target.value || undefined } })
        }
      >
        <option value="">{words.filters.any}</option>
        {Object.entries(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}
