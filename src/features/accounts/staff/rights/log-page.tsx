import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { sayFact } from '#features/personal-data/api.ts'
import { call, isApiError, urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useLanguage, useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { sayAbout, sayAct } from '../../log-says.ts'
import { logWords } from '../../log-words.ts'
import { exportLog, readLog } from '../../rights-api.ts'
import type { LogLine } from '../../rights-views.ts'
import { rightsWords } from './words.ts'
import './rights.css'

type Search = {
  person?: string | undefined
  act?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

/** Who did what when, for the audit administrator. */
export function LogPage() {
  const { log: words } = useWords(rightsWords)
  const search: Search = useSearch({ from: '/desk/log' })
  const filter = Object.fromEntries(Object.entries(search).filter(([, value]) => value)) as Search
  const log = useInfiniteQuery({
    queryKey: ['log', search],
    queryFn: ({ pageParam, signal }) => call(readLog, { query: { ...filter, ...pageParam }, signal }),
    initialPageParam: {} as { beforeAt?: string; beforeId?: string },
    getNextPageParam: ({ next }) => (next ? { beforeAt: next.at, beforeId: next.id } : undefined),
    placeholderData: keepPreviousData,
  })
  if (log.isPending) return <Waiting />
  if (isApiError(log.error) && log.error.status === 403)
    return <Empty heading="h1" title={words.noRight} why={words.noRightWhy} />
  if (!log.data) return <TroubleScreen error={log.error} reset={() => void log.refetch()} />
  const rows = log.data.pages.flatMap((page) => page.rows)
  return (
    <div className="rights">
      <header className="page-head">
        <h1>{words.title}</h1>
      </header>
      <p className="rights-about">{words.about}</p>
      <Filters search={search} />
      {rows.length === 0 ? (
        <Empty title={words.none} why={words.noneWhy} />
      ) : (
        <Lines rows={rows} search={search} />
      )}
      {log.hasNextPage && (
        <p className="rights-more">
          <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {words.more}
          </Button>
        </p>
      )}
    </div>
  )
}

function Filters({ search }: { search: Search }) {
  const { log: words } = useWords(rightsWords)
  const navigate = useNavigate()
  const change = (more: Search) =>
    void navigate({ to: '/log', search: { ...search, ...more }, replace: true })
  const filter = Object.fromEntries(Object.entries(search).filter(([, value]) => value)) as Search
  const { recorded } = useWords(logWords)
  const acts = Object.entries(recorded).map(([value, label]) => ({ value, label }))
  return (
    <div className="rights-tools">
      <Select<string>
        value={search.act ?? null}
        options={acts}
        placeholder={words.allActs}
        aria-label={words.act}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={(act) => change({ act: act || undefined })}
      />
      {(['from', 'to'] as const).map((end) => (
        <label key={end}>
          {words[end]}
          <input
            type="date"
            value={search[end] ?? ''}
            onChange={(event) => change({ [end]: event.target.value || undefined })}
          />
        </label>
      ))}
      {search.person && <Button onClick={() => change({ person: undefined })}>{words.clear}</Button>}
      <a className="ui-button rights-export" href={urlOf(exportLog, { query: filter })} download>
        <Icon name="download" size={18} /> {words.export}
      </a>
    </div>
  )
}

function Lines({ rows, search }: { rows: LogLine[]; search: Search }) {
  const { log: words } = useWords(rightsWords)
  const columns = words.columns
  return (
    <table className="rights-table">
      <thead>
        <tr>
          {[columns.at, columns.act, columns.person, columns.about, columns.facts].map((heading) => (
            <th key={heading} scope="col">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Line key={row.id} row={row} search={search} />
        ))}
      </tbody>
    </table>
  )
}

function Line({ row, search }: { row: LogLine; search: Search }) {
  const { log: words, roles } = useWords(rightsWords)
  const { language } = useLanguage()
  const format = useFormat()
  const navigate = useNavigate()
  const { person, onBehalfOf, as } = row
  return (
    <tr>
      <td className="rights-figure">
        {format.isoDate(row.at)} {format.time(row.at)}
      </td>
      <td>
        {sayAct(row.act, language)}
        {row.reason && <small>{words.attempt(words.reasons[row.reason] ?? row.reason)}</small>}
      </td>
      <td>
        {person ? (
          <button
            type="button"
            className="rights-link"
            title={words.ofPerson}
            onClick={() => void navigate({ to: '/log', search: { ...search, person: person.id } })}
          >
            {person.name}
          </button>
        ) : (
          words.system
        )}
        {onBehalfOf && <span className="rights-mark">{words.onBehalf(onBehalfOf.name)}</span>}
        {as && <small>{as === 'operator' ? words.operator : (roles[as as keyof typeof roles] ?? as)}</small>}
      </td>
      <td>{sayAbout(row, language)}</td>
      <td>
        {row.facts.map((fact) => (
          <small key={fact.table + fact.fields.join()}>{sayFact(fact, language)}</small>
        ))}
      </td>
    </tr>
  )
}
