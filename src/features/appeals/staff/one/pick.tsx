import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useCallback } from 'react'
import type { OrganizationLine } from '#features/organizations/api.ts'
import { call } from '#ui/api.ts'
import { listAppeals } from '../../api.ts'
import type { AppealDetail } from '../../views.ts'
import { isPlace, usePeopleByRole, useSimilar, useSuggestions } from '../data.ts'
import { OrganizationSelect, OrganizationsSelect } from '../organization-select.tsx'
import { soundsLike } from '../pinyin.ts'
import { useAppealWords, useStaffWords } from '../words.ts'

type Props = {
  id: string
  appeal: AppealDetail
  value: string | undefined
  change: (value: unknown) => void
}

/** Never the village that it is about; the server and the database refuse it too (domain.md 7.1). */
function useMayHandle({ aboutVillage, place }: AppealDetail) {
  return useCallback(
    ({ id, kind }: OrganizationLine) => kind !== 'county' && !(aboutVillage && id === place.id),
    [aboutVillage, place.id],
  )
}

/** Suggested ones with why; a person decides, also for another one. */
export function Handler({ id, appeal, value, change }: Props) {
  const words = useStaffWords()
  const t = words.dispatch
  const among = useMayHandle(appeal)
  const { data, isPending } = useSuggestions(appeal.id)
  const suggested = (data?.rows ?? []).filter(
    ({ organization }) => !(appeal.aboutVillage && organization.id === appeal.place.id),
  )
  return (
    <div className="ap-handler">
      {appeal.aboutVillage && <p className="ap-told">{t.about}</p>}
      {isPending && <p className="ap-minor">{t.looking}</p>}
      {data && suggested.length === 0 && <p className="ap-minor">{t.none}</p>}
      {suggested.length > 0 && (
        <fieldset className="ap-cards">
          <legend className="ap-minor">{t.suggested}</legend>
          {suggested.map(({ organization, why, count, of }) => (
            <label key={organization.id}>
              <input
                type="radio"
                name="suggested"
                checked={value === organization.id}
                onChange={() => change(organization.id)}
              />
              <span>
                <strong>{organization.name}</strong>
                <span className="ap-minor">{t.why[why](count ?? 0, of ?? 0)}</span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <OrganizationSelect
        id={id}
        value={value}
        change={change}
        among={among}
        placeholder={t.find}
        nothing={words.register.fields.placeNone}
      />
    </div>
  )
}

type ManyProps = Omit<Props, 'value'> & { value: string[]; handler: unknown }

export function Assistants({ id, appeal, value, handler, change }: ManyProps) {
  const words = useStaffWords()
  const may = useMayHandle(appeal)
  const among = useCallback((o: OrganizationLine) => may(o) && o.id !== handler, [may, handler])
  return (
    <OrganizationsSelect
      id={id}
      values={value}
      changeMany={change}
      most={5}
      among={among}
      placeholder={words.dispatch.find}
      nothing={words.register.fields.placeNone}
    />
  )
}

/** Who returns it names who it belongs to: anybody but themselves. */
export function Owner({ id, appeal, value, change }: Props) {
  const words = useStaffWords()
  const may = useMayHandle(appeal)
  const handlerId = appeal.handler?.id
  const among = useCallback((o: OrganizationLine) => may(o) && o.id !== handlerId, [may, handlerId])
  return (
    <OrganizationSelect
      id={id}
      value={value}
      change={change}
      among={among}
      placeholder={words.dispatch.find}
      nothing={words.register.fields.placeNone}
    />
  )
}

export function Place({ id, value, change }: Omit<Props, 'appeal'>) {
  const { fields } = useStaffWords().register
  return (
    <OrganizationSelect
      id={id}
      value={value}
      change={change}
      among={isPlace}
      placeholder={fields.placeHint}
      nothing={fields.placeNone}
    />
  )
}

const ENDED: ReadonlySet<string> = new Set([
  ...['joined', 'diverted', 'set_aside', 'withdrawn', 'refused', 'archived'],
])

/** What it may be part of: the like ones first, then what else runs at the same place. */
export function Main({ id, appeal, value, change }: Props) {
  const words = useStaffWords()
  const { states } = useAppealWords()
  const alike = useSimilar(appeal.place.id, `${appeal.title} ${appeal.cause}`)
  const there = useQuery({
    queryKey: ['appeals-at', appeal.place.id],
    queryFn: () => call(listAppeals, { query: { place: appeal.place.id, limit: 50 } }),
  })
  const rows = [...(alike.data?.rows ?? []), ...(there.data?.rows ?? [])].filter(
    (row, i, all) =>
      row.id !== appeal.id && !ENDED.has(row.state) && all.findIndex(({ id: same }) => same === row.id) === i,
  )
  return (
    <Select<string, { value: string; label: string }>
      id={id}
      className="ap-select"
      value={value ?? null}
      options={rows.map((row) => ({
        value: row.id,
        label: `${row.number} ${row.title} · ${states[row.state]}`,
      }))}
      loading={there.isPending}
      placeholder={words.acts.choose}
      notFoundContent={words.register.similar.none}
      showSearch={{ filterOption: (typed, option) => soundsLike(option?.label ?? '', typed) }}
      onChange={change}
    />
  )
}

/** 包案领导: the county's leaders, and the secretaries of the township and of who handles it. */
export function Leader({ id, appeal, value, change }: Props) {
  const words = useStaffWords()
  const leaders = usePeopleByRole('leader')
  const secretaries = usePeopleByRole('secretary')
  const above = new Set([appeal.township?.name, appeal.handler?.name])
  const people = [
    ...(leaders.data?.rows ?? []),
    ...(secretaries.data?.rows ?? []).filter(({ organizationName }) => above.has(organizationName)),
  ]
  const options = [
    ...new Map(
      people.map((p) => [p.id, { value: p.id, label: `${p.name} · ${p.organizationName}` }]),
    ).values(),
  ]
  return (
    <Select<string, { value: string; label: string }>
      id={id}
      className="ap-select"
      value={value ?? null}
      options={options}
      loading={leaders.isPending || secretaries.isPending}
      placeholder={words.acts.choose}
      notFoundContent={words.fault.unknown_reference}
      showSearch={{ filterOption: (typed, option) => soundsLike(option?.label ?? '', typed) }}
      onChange={change}
    />
  )
}
