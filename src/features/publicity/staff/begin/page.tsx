import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { getProblem } from '#features/problems/api.ts'
import { call, isApiError } from '#ui/api.ts'
import { dayOf } from '#ui/format.ts'
import { newId } from '#ui/new-id.ts'
import { refusalOf } from '#ui/trouble.ts'
import { actEndpoints, listPublications, type PublicationQuery } from '../../api.ts'
import { type Audience, isMonthly, type Kind } from '../../schema.ts'
import { Refusal } from '../refusal.tsx'
import { usePublicationWords, useStaffWords } from '../words.ts'
import '#ui/styles/page.css'
import '../publicity.css'

/** The month that ended last. */
function lastMonth(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number)
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

/** What to publish, about whom, for whom: the rest is drafted from data. */
export function BeginPage() {
  const words = useStaffWords()
  const t = words.create
  const { kinds } = usePublicationWords()
  const { problem } = useSearch({ from: '/desk/publicity/new' })
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [kind, setKind] = useState<Kind>(problem ? 'problem' : 'appeals')
  const [audience, setAudience] = useState<Audience>('society')
  const [organizationId, setOrganization] = useState('')
  const [month, setMonth] = useState(() => lastMonth(dayOf(new Date())))
  const [commandId, setCommandId] = useState(() => newId())
  const about =
    kind === 'problem'
      ? { problemId: problem }
      : isMonthly(kind)
        ? { organizationId: organizationId || undefined, month }
        : { organizationId: organizationId || undefined }
  const begin = useMutation({
    mutationFn: () => call(actEndpoints.begin, { body: { commandId, kind, audience, ...about } }),
    // Refused, the next try is another command; when the answer was lost it is the same.
    onError: (error) => {
      if (isApiError(error) && error.status !== 0) setCommandId(newId())
    },
    onSuccess: async ({ id }) => {
      void queries.invalidateQueries()
      await navigate({ to: '/publicity/$id', params: { id }, replace: true })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    begin.mutate()
  }
  const offered: Kind[] = problem ? ['problem'] : ['appeals', 'month', 'organization']
  const second = secondIn(begin.error)
  const changing = (change: () => void) => () => {
    change()
    begin.reset()
  }
  return (
    <form className="pg pub pub-form" onSubmit={submit}>
      <h1>{t.title}</h1>
      <p className="pub-minor">{t.order}</p>
      <fieldset className="pub-cards">
        <legend>{t.kind}</legend>
        {offered.map((each) => (
          <label key={each} className="pub-card-choice">
            <input
              type="radio"
              name="kind"
              checked={kind === each}
              onChange={changing(() => setKind(each))}
            />
            <span>
              <strong>{kinds[each]}</strong>
              {t.about[each]}
            </span>
          </label>
        ))}
      </fieldset>
      {kind === 'problem' && problem && <AboutProblem id={problem} />}
      {kind !== 'problem' && (
        <Place kind={kind} value={organizationId} choose={(id) => changing(() => setOrganization(id))()} />
      )}
      {isMonthly(kind) && (
        <label className="pub-field">
          <span>{t.month}</span>
          <input
            type="month"
            required
            max={lastMonth(dayOf(new Date()))}
            value={month}
            onChange={({ target }) => changing(() => setMonth(target.value))()}
          />
        </label>
      )}
      <fieldset className="pub-cards">
        <legend>{t.audience}</legend>
        {(['society', 'party'] as const).map((each) => (
          <label key={each} className="pub-card-choice">
            <input
              type="radio"
              name="audience"
              checked={audience === each}
              onChange={() => setAudience(each)}
            />
            <span>{t.audiences[each]}</span>
          </label>
        ))}
      </fieldset>
      {problem === undefined && <p className="pub-minor">{t.problemHint}</p>}
      {second ? (
        <div className="pub-refusal" role="alert">
          <p>{t.second[second.reason](second.number)}</p>
          <p>
            <Existing number={second.number} query={{ kind, organization: organizationId || undefined }} />
          </p>
        </div>
      ) : (
        <Refusal error={begin.error} />
      )}
      <Button type="primary" htmlType="submit" loading={begin.isPending}>
        {begin.isPending ? t.sending : t.submit}
      </Button>
    </form>
  )
}

const seconds = ['already_begun', 'already_published', 'already_withdrawn'] as const

/** There is one of this month already. */
function secondIn(error: unknown) {
  const trouble = error ? refusalOf(error) : undefined
  const [issue] = trouble?.code === 'invalid' ? trouble.issues : []
  const reason = seconds.find((each) => each === issue?.reason)
  return reason && { reason, number: issue?.detail ?? '' }
}

/** To the one that is there; as long as it is not found, to the list that it stands in. */
function Existing({ number, query }: { number: string; query: PublicationQuery }) {
  const { look } = useStaffWords().create.second
  const { data } = useQuery({
    queryKey: ['publications', 'existing', query, number],
    queryFn: () => call(listPublications, { query: { ...query, limit: 100 } }),
  })
  const found = data?.rows.find((row) => row.number === number)
  return found ? (
    <Link to="/publicity/$id" params={{ id: found.id }}>
      {look}
    </Link>
  ) : (
    <Link to="/publicity" search={query}>
      {look}
    </Link>
  )
}

function AboutProblem({ id }: { id: string }) {
  const t = useStaffWords().create
  const { data } = useQuery({
    queryKey: ['problem', id],
    queryFn: () => call(getProblem, { params: { id } }),
  })
  return (
    <p className="pub-field">
      <span>{t.problem}</span>
      <strong>{data ? `${data.number} ${data.title}` : '…'}</strong>
    </p>
  )
}

const above = ['township', 'street', 'committee', 'county']
/** Appeals are told of where people live. */
const whole = ['township', 'street', 'county']

function Place({ kind, value, choose }: { kind: Kind; value: string; choose: (id: string) => void }) {
  const t = useStaffWords().create
  const me = useMe()
  const rows = useQuery(organizationsQuery).data?.rows ?? []
  const isCounty = me?.grants.some(({ organizationKind }) => organizationKind === 'county')
  const mine = new Set(me?.grants.map((grant) => grant.organizationId))
  const offered = rows.filter(
    (row) =>
      (isMonthly(kind) ? (kind === 'month' ? above : whole).includes(row.kind) : row.kind !== 'county') &&
      (isCounty || mine.has(row.id) || (row.townshipId !== null && mine.has(row.townshipId))),
  )
  return (
    <label className="pub-field">
      <span>{isMonthly(kind) ? t.place : t.organization}</span>
      <select required value={value} onChange={({ target }) => choose(target.value)}>
        <option value="">{t.choose}</option>
        {offered.map((row) => (
          <option key={row.id} value={row.id}>
            {row.name}
          </option>
        ))}
      </select>
    </label>
  )
}
