import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { listSurveyVersions } from '#features/surveys/api.ts'
import { call } from '#ui/api.ts'
import { dayOf } from '#ui/format-in.ts'
import { LeaveGuard } from '#ui/leave-guard.tsx'
import { newId } from '#ui/new-id.ts'
import { Empty, Waiting } from '#ui/states.tsx'
import { actEndpoints } from '../api.ts'
import type { AskedCounts } from '../plan.ts'
import { MOST_ASKED } from '../schema.ts'
import type { CampaignDetail, Choice } from '../views.ts'
import { useCampaign, useCampaigns, useChoices } from './data.ts'
import { Refusal } from './refusal.tsx'
import { useCampaignWords, useStaffWords } from './words.ts'
import '#ui/styles/page.css'
import './evaluations.css'

const MONTH_DAYS = 21
const usual: AskedCounts = { residents: 20, delegates: 3, cppcc: 0 }

/** What a campaign asks about, whom, and until when; anew or once more. */
export function PreparePage() {
  const { campaign } = useSearch({ from: '/desk/evaluations/new' })
  const list = useCampaigns()
  const known = useCampaign(campaign)
  if (campaign && !known.data) return <Waiting />
  if (!list.data) return <Waiting />
  const holders = list.data.pages[0]?.holders ?? []
  return <Prepare holders={holders} before={campaign ? known.data : undefined} />
}

type Draft = {
  holder: string
  title: string
  until: string
  survey: string
  titles: Record<string, string>
  asked: Record<string, AskedCounts>
}

function Prepare({
  holders,
  before,
}: {
  holders: { id: string; name: string }[]
  before: CampaignDetail | undefined
}) {
  const words = useStaffWords()
  const t = words.prepare
  const navigate = useNavigate()
  const [begun] = useState<Draft>(() => draftOf(before, holders))
  const [draft, setDraft] = useState(begun)
  const [commandId, setCommandId] = useState(newId)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const choices = useChoices(draft.holder)
  const surveys = useQuery({
    queryKey: ['survey-versions', 'evaluation'],
    queryFn: () => call(listSurveyVersions, { query: { purpose: 'evaluation' } }),
  })
  const change = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    setCommandId(newId())
  }
  const groups = Object.groupBy(choices.data?.rows ?? [], ({ organizationId }) => organizationId)
  const places = Object.entries(groups).flatMap(([organizationId, rows = []]) => {
    const problems = rows
      .filter(({ id }) => draft.titles[id] !== undefined)
      .map(({ id }) => ({ problemId: id, title: draft.titles[id] ?? '' }))
    return problems.length > 0
      ? [{ organizationId, problems, asked: draft.asked[organizationId] ?? usual }]
      : []
  })
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    setError(null)
    const [surveyId, number] = draft.survey.split('/')
    const body = {
      ...{ commandId, title: draft.title, answersUntil: draft.until, places },
      ...(surveyId && number ? { survey: { id: surveyId, number: Number(number) } } : {}),
    }
    try {
      const { id } = before
        ? await call(actEndpoints.revise, {
            params: { id: before.id },
            body: { ...body, version: before.version },
          })
        : await call(actEndpoints.begin, { body: { ...body, organizationId: draft.holder } })
      await navigate({ to: '/evaluations/$id', params: { id }, ignoreBlocker: true })
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(false)
    }
  }
  return (
    <form className="pg pg-form" onSubmit={(event) => void send(event)}>
      <p className="pg-minor">
        <Link to="/evaluations">{words.title}</Link>
      </p>
      <h1>{before ? t.revise : t.title}</h1>
      <LeaveGuard isUnsaved={draft !== begun} />
      <Basics
        draft={draft}
        change={change}
        holders={before ? [] : holders}
        surveys={surveys.data?.rows ?? []}
      />
      <section className="ev-part">
        <h2>{t.choose}</h2>
        <p className="pg-minor">{t.chooseWhy}</p>
        {choices.isPending && draft.holder !== '' && <Waiting />}
        {choices.data?.rows.length === 0 && <Empty title={t.none} why={t.noneWhy} />}
        {Object.entries(groups).map(([organizationId, rows = []]) => (
          <PlaceChoice key={organizationId} rows={rows} draft={draft} change={change} />
        ))}
      </section>
      <Refusal error={error} />
      <div className="pg-line">
        <Button type="primary" htmlType="submit" loading={isSending} disabled={places.length === 0}>
          {t.save}
        </Button>
        <span className="pg-minor">
          {t.chosen(
            places.length,
            places.reduce((n, { problems }) => n + problems.length, 0),
          )}
        </span>
      </div>
    </form>
  )
}

function draftOf(before: CampaignDetail | undefined, holders: { id: string }[]): Draft {
  const places = before?.plan.places ?? []
  return {
    ...{ holder: before?.organizationId ?? holders[0]?.id ?? '', title: before?.title ?? '' },
    until: before?.answersUntil ?? dayOf(new Date(Date.now() + MONTH_DAYS * 86_400_000)),
    survey: before?.survey ? `${before.survey.id}/${before.survey.number}` : '',
    titles: Object.fromEntries(
      places.flatMap(({ items }) => items.map(({ problemId, title }) => [problemId, title])),
    ),
    asked: Object.fromEntries(places.map(({ id, asked }) => [id, asked])),
  }
}

type BasicsProps = {
  draft: Draft
  change: (part: Partial<Draft>) => void
  holders: { id: string; name: string }[]
  surveys: { surveyId: string; number: number; title: string }[]
}

function Basics({ draft, change, holders, surveys }: BasicsProps) {
  const words = useStaffWords()
  const t = words.prepare
  const id = useId()
  return (
    <section className="ev-part">
      {holders.length > 1 && (
        <div className="pg-field">
          <label htmlFor={`${id}-holder`}>{t.holder}</label>
          <select
            id={`${id}-holder`}
            value={draft.holder}
            onChange={({ target }) => change({ holder: target.value, titles: {} })}
          >
            {holders.map((holder) => (
              <option key={holder.id} value={holder.id}>
                {holder.name}
              </option>
            ))}
          </select>
        </div>
      )}
      <div className="pg-field">
        <label htmlFor={`${id}-title`}>{t.name}</label>
        <input
          id={`${id}-title`}
          required
          maxLength={60}
          aria-describedby={`${id}-hint`}
          value={draft.title}
          onChange={({ target }) => change({ title: target.value })}
        />
        <p className="pg-minor" id={`${id}-hint`}>
          {t.nameHint}
        </p>
      </div>
      <div className="pg-field ev-short">
        <label htmlFor={`${id}-until`}>{t.until}</label>
        <input
          id={`${id}-until`}
          type="date"
          required
          value={draft.until}
          onChange={({ target }) => change({ until: target.value })}
        />
      </div>
      <div className="pg-field">
        <label htmlFor={`${id}-survey`}>{t.survey}</label>
        <select
          id={`${id}-survey`}
          value={draft.survey}
          onChange={({ target }) => change({ survey: target.value })}
        >
          <option value="">{t.shipped}</option>
          {surveys.map(({ surveyId, number, title }) => (
            <option key={`${surveyId}/${number}`} value={`${surveyId}/${number}`}>
              {title} {words.one.version(number)}
            </option>
          ))}
        </select>
      </div>
    </section>
  )
}

type PlaceProps = { rows: Choice[]; draft: Draft; change: (part: Partial<Draft>) => void }

/** The problems of one organisation, and how many of whom are asked there. */
function PlaceChoice({ rows, draft, change }: PlaceProps) {
  const words = useStaffWords()
  const t = words.prepare
  const { classes } = useCampaignWords()
  const id = useId()
  const [first] = rows
  const organizationId = first?.organizationId ?? ''
  const asked = draft.asked[organizationId] ?? usual
  const isChosen = rows.some((row) => draft.titles[row.id] !== undefined)
  const toggle = (row: Choice) => {
    const { [row.id]: was, ...others } = draft.titles
    change({ titles: was === undefined ? { ...others, [row.id]: row.title.slice(0, 80) } : others })
  }
  return (
    <fieldset className="pg-group">
      <legend>{first?.organizationName}</legend>
      {rows.map((row) => (
        <div key={row.id} className="ev-choice">
          <label>
            <input
              type="checkbox"
              checked={draft.titles[row.id] !== undefined}
              onChange={() => toggle(row)}
            />
            <span>
              {row.title} <span className="pg-minor">{row.number}</span>
            </span>
          </label>
          {draft.titles[row.id] !== undefined && (
            <input
              aria-label={`${t.shown} ${row.number}`}
              maxLength={80}
              required
              value={draft.titles[row.id]}
              onChange={({ target }) => change({ titles: { ...draft.titles, [row.id]: target.value } })}
            />
          )}
        </div>
      ))}
      {isChosen && (
        <div className="ev-asked">
          <span>{t.asked}</span>
          {(['residents', 'delegates', 'cppcc'] as const).map((raterClass) => (
            <label key={raterClass} htmlFor={`${id}-${raterClass}`}>
              {classes[raterClass]}
              <input
                id={`${id}-${raterClass}`}
                type="number"
                min={0}
                max={MOST_ASKED[raterClass]}
                value={asked[raterClass]}
                onChange={({ target }) =>
                  change({
                    asked: {
                      ...draft.asked,
                      [organizationId]: { ...asked, [raterClass]: Number(target.value) },
                    },
                  })
                }
              />
            </label>
          ))}
          <p className="pg-minor">{t.askedWhy}</p>
        </div>
      )}
    </fieldset>
  )
}
