import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Select } from 'antd'
import { useState } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import { getProblem, listProblems } from '#features/problems/api.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { isPlace, useAppealDictionary } from '../data.ts'
import { OrganizationSelect } from '../organization-select.tsx'
import { Part } from '../part.tsx'
import { seesAppealsOnly } from '../who.ts'
import { useStaffWords } from '../words.ts'
import { shareOf } from './asked.ts'
import { SpeedTable } from './speed-table.tsx'
import { useAsked, useFigureWords, useSpeed } from './use-rates.ts'
import { useRatesWords } from './words.ts'

type Props = { month: string; township: string | undefined }

/** 响应时间 over twelve months, of a village or a field, and before, during and after a rectification (S3-08). */
export function SpeedPart({ month, township }: Props) {
  const words = useRatesWords()
  const named = useFigureWords()
  const format = useFormat()
  const { search } = useAsked()
  const { place, field, problem } = search
  const { data, error, refetch } = useSpeed({ month, township, place, field, problem })
  const months = data?.months.map((told) => ({
    key: told.month,
    name: words.month(told.month),
    speed: told.speed,
    shares: [told.response, told.closedInTime].map(shareOf),
  }))
  const around = data?.rectification?.map(({ period, from, to, speed }) => ({
    key: period,
    name: named.periods[period],
    about: `${format.shortDate(from)} – ${format.shortDate(to)}`,
    speed,
    shares: [],
  }))
  return (
    <>
      <Part id="speed" title={words.speed} beside={<Of />}>
        <p className="ap-minor">{words.speedWhy}</p>
        {!data && !error && <Waiting />}
        {error && !data && <TroubleScreen error={error} reset={() => void refetch()} />}
        {months && (
          <SpeedTable
            label="speed-title"
            first={words.monthHead}
            lines={months}
            shares={[named.rates.response, named.rates.closedInTime]}
          />
        )}
      </Part>
      {!seesAppealsOnly(useMe()) && (
        <Part id="around" title={words.around} beside={<ProblemChoice />}>
          {!problem && <p className="ap-minor">{words.aroundWhy}</p>}
          {problem && around && (
            <>
              <Chosen problem={problem} />
              <p className="ap-minor">{words.aroundOf}</p>
              <SpeedTable label="around-title" first={words.period} lines={around} shares={[]} />
            </>
          )}
        </Part>
      )}
    </>
  )
}

/** A village or a field: the months are kept for each of them, not for both at once. */
function Of() {
  const words = useStaffWords()
  const { search, change } = useAsked()
  const fields = useAppealDictionary('field')
  return (
    <div className="ap-buttons ui-no-print">
      <OrganizationSelect
        className="ap-choice"
        label={words.filters.place}
        placeholder={words.filters.place}
        nothing={words.register.fields.placeNone}
        among={isPlace}
        value={search.place}
        change={(id) => change({ place: id, field: undefined })}
      />
      <Select<string>
        className="ap-choice"
        value={search.field ?? null}
        options={fields.map(({ code, label }) => ({ value: code, label }))}
        placeholder={words.filters.field}
        aria-label={words.filters.field}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={false}
        onChange={(code) => change({ field: code || undefined, place: undefined })}
      />
    </div>
  )
}

const FOUND = 10

/** Named by the ledger, whatever the list of choices shows now. */
const useChosen = (id: string | undefined) =>
  useQuery({
    queryKey: ['problem-chosen', id],
    queryFn: ({ signal }) => call(getProblem, { params: { id: id ?? '' }, signal }),
    enabled: id !== undefined,
    staleTime: 60_000,
  }).data

function Chosen({ problem }: { problem: string }) {
  const chosen = useChosen(problem)
  return (
    chosen && (
      <p>
        <Link to="/problems/$id" params={{ id: problem }}>
          {chosen.number} {chosen.title}
        </Link>
      </p>
    )
  )
}

/** A problem of the ledger by number or words of its title. */
function ProblemChoice() {
  const words = useRatesWords()
  const { search, change } = useAsked()
  const [typed, setTyped] = useState('')
  const q = typed.trim()
  const { data, isFetching } = useQuery({
    queryKey: ['problems-to-choose', q],
    queryFn: ({ signal }) => call(listProblems, { query: { ...(q && { q }), limit: FOUND }, signal }),
    staleTime: 60_000,
  })
  const chosen = useChosen(search.problem)
  const found = data?.rows ?? []
  const rows = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found
  return (
    <Select<string>
      className="ap-choice ap-choice-problem ui-no-print"
      value={(rows.some(({ id }) => id === search.problem) && search.problem) || null}
      options={rows.map(({ id, number, title }) => ({
        value: id,
        label: `${number} ${title}`,
      }))}
      placeholder={words.chooseProblem}
      aria-label={words.chooseProblem}
      loading={isFetching}
      notFoundContent={words.noProblem}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      popupMatchSelectWidth={false}
      onChange={(id) => change({ problem: id || undefined })}
    />
  )
}
