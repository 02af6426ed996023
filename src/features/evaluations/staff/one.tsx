import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { choicesOf } from '#features/surveys/api.ts'
import { isApiError } from '#ui/api.ts'
import { basePath } from '#ui/base-path.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { NotFound, TroubleScreen, Waiting } from '#ui/states.tsx'
import { commonWords } from '#ui/words/index.ts'
import { resultPath } from '../portal/paths.ts'
import type { CampaignDetail } from '../views.ts'
import { Acts } from './acts.tsx'
import { useCampaign } from './data.ts'
import { Issue, type Made } from './issue.tsx'
import { Printing } from './print.tsx'
import { Result } from './result.tsx'
import { useCampaignWords, useStaffWords } from './words.ts'
import '#ui/styles/page.css'
import './evaluations.css'

/** The page of one campaign. */
export function CampaignPage() {
  const { id } = useParams({ from: '/desk/evaluations/$id' })
  const { data, error, refetch } = useCampaign(id)
  if (data) return <Campaign key={id} campaign={data} />
  if (!error) return <Waiting />
  if (isApiError(error) && error.status === 404) return <NotFound />
  return <TroubleScreen error={error} reset={() => void refetch()} />
}

function Campaign({ campaign }: { campaign: CampaignDetail }) {
  const [made, setMade] = useState<Made | null>(null)
  if (made) return <Printing campaign={campaign} made={made} done={() => setMade(null)} />
  return (
    <div className="pg">
      <Head campaign={campaign} />
      <div className="ev-columns">
        <aside className="ev-aside">
          <Acts campaign={campaign} />
          <Issue campaign={campaign} made={setMade} />
        </aside>
        <div className="ev-main">
          <Result campaign={campaign} />
          <Progress campaign={campaign} />
          <Plan campaign={campaign} />
          <Questionnaire campaign={campaign} />
          <History campaign={campaign} />
        </div>
      </div>
    </div>
  )
}

function Head({ campaign }: { campaign: CampaignDetail }) {
  const words = useStaffWords()
  const { states } = useCampaignWords()
  const format = useFormat()
  return (
    <header className="ev-top">
      <p className="pg-minor">
        <Link to="/evaluations">{words.title}</Link> · {campaign.number} · {campaign.organizationName}
      </p>
      <h1>{campaign.title}</h1>
      <p className="pg-line">
        <span className={`ev-state ev-state-${campaign.state}`}>{states[campaign.state]}</span>
        <span>{words.until(format.date(campaign.answersUntil))}</span>
        <DueChip dueAt={campaign.dueAt} />
        {campaign.state === 'closed' && (
          <a href={`${basePath}${resultPath(campaign.number)}`} target="_blank" rel="noreferrer">
            {words.one.public}
          </a>
        )}
      </p>
      {campaign.keyMissing && (
        <p className="pg-refusal" role="alert">
          {words.one.keyMissing}
        </p>
      )}
    </header>
  )
}

/** How many came back, by place and class; never who, never what. */
function Progress({ campaign }: { campaign: CampaignDetail }) {
  const words = useStaffWords()
  const t = words.one
  const { classes } = useCampaignWords()
  const format = useFormat()
  const { listSeparator } = useWords(commonWords).common
  if (campaign.state === 'draft' || campaign.state === 'proposed' || campaign.state === 'closed') return null
  const rows = campaign.progress.filter(
    ({ placeId, raterClass, handedOut }) =>
      handedOut > 0 || (campaign.plan.places.find(({ id }) => id === placeId)?.asked[raterClass] ?? 0) > 0,
  )
  const said = ({ placeId, raterClass, is, readers }: CampaignDetail['unsettled'][number]): string => {
    const place = campaign.plan.places.find(({ id }) => id === placeId)?.name ?? ''
    return `${place} ${classes[raterClass]} · ${t[is]} · ${t.readBy(readers.map(({ name }) => name).join(listSeparator))}`
  }
  return (
    <section className="ev-part" aria-labelledby="progress-title">
      <header className="ev-part-head">
        <h2 id="progress-title">{t.progress}</h2>
        {campaign.mayEnterPapers && (
          <Link className="ev-second" to="/evaluations/$id/papers" params={{ id: campaign.id }}>
            {t.enterPapers}
          </Link>
        )}
      </header>
      <p className="pg-minor">{t.progressWhy}</p>
      <table className="ev-table">
        <thead>
          <tr>
            {[t.place, t.who, t.planned, t.handedOut, t.returned, t.papers].map((heading, i) => (
              <th key={heading} scope="col" className={i > 1 ? 'ev-figure' : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ placeId, raterClass, handedOut, returned, papers }) => {
            const place = campaign.plan.places.find(({ id }) => id === placeId)
            const figures = [place?.asked[raterClass] ?? 0, handedOut, returned, papers]
            const labels = [t.planned, t.handedOut, t.returned, t.papers]
            return (
              <tr key={`${placeId}${raterClass}`}>
                <th scope="row">{place?.name}</th>
                <td data-label={t.who}>{classes[raterClass]}</td>
                {figures.map((n, i) => (
                  <td key={labels[i]} className="ev-figure" data-label={labels[i]}>
                    {format.number(n)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
      {campaign.unsettled.length > 0 && (
        <>
          <h3>{t.unsettled}</h3>
          <ul className="ev-list">
            {Object.entries(Object.groupBy(campaign.unsettled.map(said), (line) => line)).map(
              ([line, same]) => (
                <li key={line}>
                  {line} <span className="pg-minor">{format.count(same?.length ?? 0, words.sheets)}</span>
                </li>
              ),
            )}
          </ul>
        </>
      )}
    </section>
  )
}

function Plan({ campaign }: { campaign: CampaignDetail }) {
  const t = useStaffWords().one
  const { classes } = useCampaignWords()
  const { listSeparator } = useWords(commonWords).common
  return (
    <section className="ev-part" aria-labelledby="plan-title">
      <h2 id="plan-title">{t.plan}</h2>
      {campaign.plan.places.map((place) => (
        <div key={place.id} className="pg-group">
          <h3>{place.name}</h3>
          {place.heirs && (
            <p className="pg-minor">{t.heirs(place.heirs.map(({ name }) => name).join(listSeparator))}</p>
          )}
          <p className="pg-minor">
            {t.plannedOf(
              (['residents', 'delegates', 'cppcc'] as const)
                .filter((raterClass) => place.asked[raterClass] > 0)
                .map((raterClass) => `${classes[raterClass]} ${place.asked[raterClass]}`)
                .join(listSeparator),
            )}
          </p>
          <ul className="ev-list">
            {place.items.map(({ problemId, number, title }) => (
              <li key={problemId}>
                <Link to="/problems/$id" params={{ id: problemId }}>
                  {number}
                </Link>{' '}
                {title}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

/** What is asked besides, for whoever approves it. */
function Questionnaire({ campaign: { survey, questions } }: { campaign: CampaignDetail }) {
  const words = useStaffWords()
  const t = words.one
  return (
    <section className="ev-part" aria-labelledby="survey-title">
      <h2 id="survey-title">{t.survey}</h2>
      <p>{survey ? `${survey.title} ${t.version(survey.number)}` : words.prepare.shipped}</p>
      <p className="pg-minor">{t.surveyWhy}</p>
      <ol className="ev-questions">
        {questions.map((question) => (
          <li key={question.key}>
            {question.title}
            {!question.required && <span className="pg-minor">{words.print.may}</span>}
            <p className="pg-minor">
              {question.kind === 'number'
                ? `${question.min}–${question.max} ${question.unit}`
                : choicesOf(question)
                    .map(({ label }) => label)
                    .join(' / ')}
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function History({ campaign }: { campaign: CampaignDetail }) {
  const t = useStaffWords().one
  const { acts, parties } = useCampaignWords()
  const format = useFormat()
  return (
    <section className="ev-part" aria-labelledby="history-title">
      <h2 id="history-title">{t.history}</h2>
      <ol className="ev-list">
        {campaign.history.map(({ seq, act, at, person, words }) => {
          const said = words.reason ?? words.note
          return (
            <li key={seq}>
              {acts[act as keyof typeof acts] ?? act}{' '}
              <span className="pg-minor">
                {person?.name ?? parties.timer} · {format.dateTime(at)}
              </span>
              {typeof said === 'string' && <p>{said}</p>}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
