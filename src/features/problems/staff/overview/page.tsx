import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { isAdministrator, useMe } from '#features/accounts/staff/index.ts'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { call } from '#ui/api.ts'
import { dayOf, useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { getOverview } from '../../api.ts'
import { NothingForAdmins } from '../shared/nothing-for-admins.tsx'
import { Figures } from './figures.tsx'
import { Oldest } from './oldest.tsx'
import { PlaceBars } from './place-bars.tsx'
import { lastMonths, placesOf } from './places.ts'
import { Trend } from './trend.tsx'
import { overviewWords } from './words.ts'
import '../shared/shared.css'
import './overview.css'

/** A leader's one page: one screen, one sheet of A4. */
export function OverviewPage() {
  const words = useWords(overviewWords)
  const format = useFormat()
  const me = useMe()
  const { township } = useSearch({ from: '/desk/overview' })
  const organizations = useQuery(organizationsQuery).data?.rows ?? []
  const overview = useQuery({
    queryKey: ['overview', township ?? ''],
    queryFn: ({ signal }) => call(getOverview, { query: { township }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  if (isAdministrator(me)) return <NothingForAdmins />
  if (overview.isPending) return <Waiting />
  if (!overview.data) return <TroubleScreen error={overview.error} reset={() => void overview.refetch()} />
  const { asOf, figures, oldest } = overview.data
  // A township's or village's people see what is theirs: the page is called after them then.
  const own = me?.grants.find((grant) => grant.organizationKind !== 'county')?.organizationName
  const isCountyWide = me?.grants.some((grant) => grant.organizationKind === 'county')
  const place =
    organizations.find((o) => o.id === township)?.shortName ??
    (isCountyWide ? undefined : own) ??
    me?.county.name
  return (
    <div className="overview">
      <header className="page-head">
        <h1>{words.title(place ?? '')}</h1>
        <p>{words.asOf(format.dateTime(asOf))}</p>
        <div className="overview-tools ui-no-print">
          {isCountyWide && <TownshipChoice township={township} />}
          <button type="button" onClick={() => window.print()}>
            <Icon name="print" size={18} />
            {words.print}
          </button>
        </div>
      </header>
      <Figures figures={figures} />
      <div className="overview-parts">
        <PlaceBars places={placesOf(overview.data)} within={township} />
        <div>
          <Trend months={lastMonths(overview.data.trend, dayOf(asOf))} />
          <Oldest rows={oldest} asOf={asOf} />
        </div>
      </div>
    </div>
  )
}

/** Only where there is more than one to choose from. */
function TownshipChoice({ township }: { township: string | undefined }) {
  const words = useWords(overviewWords)
  const navigate = useNavigate()
  const organizations = useQuery(organizationsQuery).data?.rows ?? []
  const townships = organizations.filter((o) => o.id === o.townshipId)
  if (townships.length < 2) return null
  return (
    <Select<string>
      className="overview-township"
      value={township ?? null}
      options={townships.map((o) => ({ value: o.id, label: o.shortName }))}
      placeholder={words.township}
      aria-label={words.chooseTownship}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      onChange={(id) =>
        void navigate({ to: '/overview', search: { township: id || undefined }, replace: true })
      }
    />
  )
}
