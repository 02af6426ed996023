import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import { beginningOf } from '#features/problems/api.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { getAppealOverview } from '../../api.ts'
import type { AppealLine, AppealOverview } from '../../views.ts'
import { useLabels, useOrganizations } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { type Search, stateGroups } from '../list/filters.ts'
import { StateWord } from '../state-word.tsx'
import { TownshipChoice } from '../township-choice.tsx'
import { useStaffWords } from '../words.ts'

/** A leader's one page about appeals: by matter, field and place, never by person; one sheet of A4. */
export function AppealOverviewPage() {
  const words = useStaffWords().overview
  const format = useFormat()
  const me = useMe()
  const { township } = useSearch({ from: '/desk/appeals/overview' })
  const { byId } = useOrganizations()
  const navigate = useNavigate()
  const overview = useQuery({
    queryKey: ['appeal-overview', township ?? ''],
    queryFn: ({ signal }) => call(getAppealOverview, { query: { township }, signal }),
    placeholderData: keepPreviousData,
  })
  const isCountyWide = me?.grants.some(({ organizationKind }) => organizationKind === 'county')
  const own = isCountyWide ? me?.county.name : me?.grants[0]?.organizationName
  const place = (township && byId.get(township)?.shortName) ?? own ?? ''
  return (
    <AppealsFrame
      title={words.title(place)}
      beside={
        <div className="ap-buttons ui-no-print">
          {isCountyWide && (
            <TownshipChoice
              value={township}
              choose={(id) =>
                void navigate({ to: '/appeals/overview', search: { township: id }, replace: true })
              }
            />
          )}
          <button type="button" className="ui-button ap-icon-button" onClick={() => window.print()}>
            <Icon name="print" size={18} />
            {words.print}
          </button>
        </div>
      }
    >
      <p className="ap-minor">
        {words.asOf(format.dateTime(new Date(overview.dataUpdatedAt || Date.now()).toISOString()))} ·{' '}
        {words.never}
      </p>
      {overview.isPending && <Waiting />}
      {overview.error && !overview.data && (
        <TroubleScreen error={overview.error} reset={() => void overview.refetch()} />
      )}
      {overview.data && <Parts overview={overview.data} township={township} />}
    </AppealsFrame>
  )
}

type PartsProps = { overview: AppealOverview; township: string | undefined }

function Parts({ overview, township }: PartsProps) {
  const words = useStaffWords().overview
  const labelOf = useLabels()
  const entersProblems = useMe()?.grants.some(
    ({ role, organizationKind }) => role === 'office' && organizationKind === 'county',
  )
  const open = [
    ...[...stateGroups.begin, ...stateGroups.handle, ...stateGroups.answer],
    ...[...stateGroups.suspended, ...stateGroups.review],
  ]
  const within = { view: 'all', ...(township && { township }) }
  const figures = [
    ['open', overview.open, { state: open.join(',') }],
    ['overdue', overview.overdue, { overdue: 'true' }],
    ['suspended', overview.suspended, { state: 'suspended' }],
    ['objected', overview.objected, { state: 'objected,joint_meeting' }],
  ] as const
  const { pledged } = overview
  return (
    <>
      <div className="ap-figures">
        {figures.map(([key, n, search]) => (
          <Figure
            key={key}
            name={words.figures[key]}
            n={n}
            search={{ ...within, ...search }}
            isLate={key === 'overdue'}
          />
        ))}
      </div>
      <div className="ap-overview">
        <Box title={words.late} none={words.lateNone}>
          {overview.lateByHandler.map(({ organization, count }) => (
            <Counted
              key={organization.id}
              name={organization.name}
              n={count}
              most={overview.lateByHandler[0]?.count ?? 1}
              search={{ ...within, handler: organization.id, overdue: 'true' }}
              isLate
            />
          ))}
        </Box>
        <Box title={words.places} none={words.placesNone}>
          {overview.openByPlace.map(({ organization, count }) => (
            <Counted
              key={organization.id}
              name={organization.name}
              n={count}
              most={overview.openByPlace[0]?.count ?? 1}
              search={{ ...within, place: organization.id, state: open.join(',') }}
            />
          ))}
        </Box>
        <Box title={words.repeated} none={words.repeatedNone}>
          {overview.repeated.map(({ place, fieldCode, count }) => (
            <Named
              key={`${place.id} ${fieldCode}`}
              name={`${place.name} · ${labelOf('field', fieldCode)}`}
              aside={words.times(count)}
              search={{ view: 'all', place: place.id, field: fieldCode }}
            />
          ))}
        </Box>
        <Box title={words.proposals} none={words.proposalsNone} why={words.proposalsWhy}>
          {overview.proposals.map(({ township: town, fieldCode, count, appeals }) => (
            <Named
              key={`${town.id} ${fieldCode}`}
              name={`${town.name} · ${labelOf('field', fieldCode)}`}
              aside={words.times(count)}
              search={{ view: 'all', township: town.id, field: fieldCode, state: 'closed,archived' }}
            >
              {entersProblems && (
                <Link
                  className="ui-no-print"
                  to="/ledger"
                  search={{
                    begin: beginningOf({
                      organizationId: town.id,
                      title: words.proposedTitle(town.name, labelOf('field', fieldCode)),
                      feedbackText: words.proposedText(town.name, labelOf('field', fieldCode), count),
                      appealIds: appeals.map(({ id }) => id),
                    }),
                  }}
                >
                  {words.enterProblem}
                </Link>
              )}
            </Named>
          ))}
        </Box>
        <Box title={words.many} none={words.none}>
          {overview.many.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </Box>
        <Box title={words.suspendedTitle} none={words.none}>
          {overview.suspendedLines.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </Box>
        <Box title={words.old} none={words.none}>
          {overview.old.map((row) => (
            <Old key={row.id} row={row} />
          ))}
        </Box>
        <Box
          title={words.pledged(pledged.year)}
          none={words.none}
          why={words.pledgedSum(pledged.solved, pledged.listed)}
          beside={<Link to="/appeals/pledges">{words.wholeList}</Link>}
        >
          {pledged.lines.map((row) => (
            <Line key={row.id} row={row} />
          ))}
        </Box>
      </div>
    </>
  )
}

type FigureProps = { name: string; n: number; search: Search; isLate: boolean }

function Figure({ name, n, search, isLate }: FigureProps) {
  const words = useStaffWords().overview
  const format = useFormat()
  return (
    <Link
      className={isLate && n > 0 ? 'ap-figure ap-figure-late' : 'ap-figure'}
      to="/appeals"
      search={search}
    >
      <span>{name}</span>
      <strong>
        {format.number(n)}
        <small>{words.unit}</small>
      </strong>
    </Link>
  )
}

function Box({
  title,
  none,
  why,
  beside,
  children,
}: {
  title: string
  none: string
  why?: string
  beside?: ReactNode
  children: ReactNode[]
}) {
  return (
    <section className="ap-part">
      <header className="ap-part-head">
        <h2>{title}</h2>
        {beside}
      </header>
      {why && <p className="ap-minor">{why}</p>}
      {children.length > 0 ? (
        <ul className="ap-plain ap-tight">{children}</ul>
      ) : (
        <p className="ap-minor">{none}</p>
      )}
    </section>
  )
}

type CountedProps = { name: string; n: number; most: number; search: Search; isLate?: true }

/** A bar of its own scale, labelled directly. */
function Counted({ name, n, most, search, isLate }: CountedProps) {
  return (
    <li className="ap-counted">
      <Link to="/appeals" search={search}>
        {name}
      </Link>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect
          className={isLate ? 'ap-bar-late' : 'ap-bar-gone'}
          width={(n / Math.max(1, most)) * 100}
          height={10}
        />
      </svg>
      <span>{n}</span>
    </li>
  )
}

type NamedProps = { name: string; aside: string; search: Search; children?: ReactNode }

const Named = ({ name, aside, search, children }: NamedProps) => (
  <li className="ap-between">
    <Link to="/appeals" search={search}>
      {name}
    </Link>
    <span>
      {aside} {children}
    </span>
  </li>
)

function Line({ row, children }: { row: AppealLine; children?: ReactNode }) {
  const words = useStaffWords()
  return (
    <li className="ap-between">
      <span>
        <Link to="/appeals/$id" params={{ id: row.id }}>
          {row.title || words.list.untitled}
        </Link>{' '}
        <span className="ap-minor">
          {row.place.name}
          {row.people > 1 && ` · ${words.list.people(row.people)}`}
          {children}
        </span>
      </span>
      <StateWord state={row.state} />
    </li>
  )
}

function Old({ row }: { row: AppealOverview['old'][number] }) {
  const words = useStaffWords().overview
  const format = useFormat()
  return (
    <Line row={row}>
      {` · ${words.oldSince(format.date(row.sinceOn))} · ${row.leader?.name ?? words.noLeader}`}
    </Line>
  )
}
