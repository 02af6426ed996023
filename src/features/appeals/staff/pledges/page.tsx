import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMe } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { DueChip } from '#ui/due.tsx'
import { dayOf, useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { listPledges } from '../../api.ts'
import type { Pledge } from '../../views.ts'
import { useLabels } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { StateWord } from '../state-word.tsx'
import { TownshipChoice } from '../township-choice.tsx'
import { overseesCounty } from '../who.ts'
import { useAppealWords, useStaffWords } from '../words.ts'

const route = getRouteApi('/desk/appeals/pledges')

/** 年度突出问题清单 (S3-37): what was promised for a year, who is in charge of each, and what became of it. */
export function PledgesPage() {
  const words = useStaffWords().pledges
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const me = useMe()
  const thisYear = Number(dayOf(new Date()).slice(0, 4))
  const year = /^20\d\d$/.test(search.year ?? '') ? Number(search.year) : thisYear
  const township = overseesCounty(me) ? search.township : undefined
  const list = useQuery({
    queryKey: ['appeal-pledges', year, township ?? ''],
    queryFn: ({ signal }) => call(listPledges, { query: { year, township }, signal }),
    placeholderData: keepPreviousData,
  })
  const change = (more: { year?: string; township?: string | undefined }) =>
    void navigate({ search: { ...search, ...more }, replace: true })
  const years = [...new Set([thisYear + 1, thisYear, thisYear - 1, thisYear - 2, year])]
  return (
    <AppealsFrame
      title={words.title(list.data?.year ?? year)}
      beside={
        <div className="ap-buttons ui-no-print">
          <select
            className="ap-year"
            aria-label={words.chooseYear}
            value={year}
            onChange={({ target }) => change({ year: target.value })}
          >
            {years
              .toSorted((a, b) => b - a)
              .map((each) => (
                <option key={each} value={each}>
                  {words.year(each)}
                </option>
              ))}
          </select>
          {overseesCounty(me) && (
            <TownshipChoice value={township} choose={(id) => change({ township: id })} />
          )}
          <button type="button" className="ui-button ap-icon-button" onClick={() => window.print()}>
            <Icon name="print" size={18} />
            {words.print}
          </button>
        </div>
      }
    >
      {list.isPending && <Waiting />}
      {list.error && !list.data && <TroubleScreen error={list.error} reset={() => void list.refetch()} />}
      {list.data && <Listed rows={list.data.rows} least={list.data.least} />}
    </AppealsFrame>
  )
}

function Listed({ rows, least }: { rows: readonly Pledge[]; least: number }) {
  const words = useStaffWords().pledges
  if (rows.length === 0) return <Empty title={words.empty} why={words.emptyWhy(least)} />
  const solved = rows.filter((row) => row.solved === true).length
  return (
    <>
      <p className="ap-pledge-count">
        <strong>{words.count(rows.length, solved)}</strong>{' '}
        <span className="ap-minor">
          {solved < least ? words.missing(least, least - solved) : words.enough(least)}
        </span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, by keyboard too */}
      <section className="ap-wide" tabIndex={0} aria-label={words.list}>
        <table className="ap-figures-table ap-pledges">
          <thead>
            <tr>
              {(['what', 'where', 'leader', 'state', 'became'] as const).map((name) => (
                <th key={name} scope="col">
                  {words.heads[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

function Row({ row }: { row: Pledge }) {
  const words = useStaffWords()
  const t = words.pledges
  const { satisfaction } = useAppealWords()
  const labelOf = useLabels()
  const format = useFormat()
  const became =
    row.solved === null
      ? t.running
      : [row.solved ? t.solved : t.unsolved, row.closedAt && format.shortDate(row.closedAt)]
  return (
    <tr>
      <th scope="row">
        <Link to="/appeals/$id" params={{ id: row.id }}>
          {row.title || words.list.untitled}
        </Link>
        <small>
          {[row.number, labelOf('field', row.fieldCode), row.people > 1 && words.list.people(row.people)]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </th>
      <td>
        {row.place.name}
        <small>{row.handler ? words.list.handler(row.handler.name) : words.list.noHandler}</small>
      </td>
      <td>{row.leader?.name ?? <span className="ap-minor">{words.overview.noLeader}</span>}</td>
      <td>
        <StateWord state={row.state} />
        {row.solved === null && row.dueAt && <DueChip dueAt={row.dueAt} />}
      </td>
      <td>
        {[became].flat().filter(Boolean).join(' ')}
        <small>{row.satisfaction ? t.rated(satisfaction[row.satisfaction]) : t.unrated}</small>
      </td>
    </tr>
  )
}
