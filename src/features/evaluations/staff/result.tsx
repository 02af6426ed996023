import { urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import { getCampaignCsv } from '../api.ts'
import { boundPercent } from '../told.ts'
import type { CampaignDetail, CampaignResult } from '../views.ts'
import { useCampaignWords, useStaffWords } from './words.ts'

type PlaceResult = CampaignResult['places'][number]
type Stratum = PlaceResult['strata'][number]

/** What was counted: shares with their numbers, nothing that fewer than five said. */
export function Result({ campaign }: { campaign: CampaignDetail }) {
  const t = useStaffWords().one
  if (!campaign.result) return null
  return (
    <section className="ev-part" aria-labelledby="result-title">
      <header className="ev-part-head">
        <h2 id="result-title">{t.result}</h2>
        <a className="ev-second" href={urlOf(getCampaignCsv, { params: { id: campaign.id } })} download>
          {t.csv}
        </a>
      </header>
      <p className="pg-minor">{t.untoldWhy}</p>
      {campaign.result.places.map((place) => (
        <PlacePart key={place.placeId} campaign={campaign} place={place} />
      ))}
    </section>
  )
}

function PlacePart({ campaign, place }: { campaign: CampaignDetail; place: PlaceResult }) {
  const words = useStaffWords()
  const t = words.one
  const { classes } = useCampaignWords()
  const format = useFormat()
  const name = campaign.plan.places.find(({ id }) => id === place.placeId)?.name
  const counted = (['residents', 'delegates', 'cppcc'] as const).filter(
    (each) => place.classes[each].handedOut > 0,
  )
  return (
    <div className="pg-group">
      <h3>{name}</h3>
      <table className="ev-table">
        <thead>
          <tr>
            {[t.who, t.handedOut, t.returned, t.valid].map((heading, i) => (
              <th key={heading} scope="col" className={i > 0 ? 'ev-figure' : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counted.map((each) => (
            <tr key={each}>
              <th scope="row">{classes[each]}</th>
              {(['handedOut', 'returned', 'valid'] as const).map((of) => (
                <td key={of} className="ev-figure" data-label={t[of]}>
                  {format.number(place.classes[each][of])} {words.sheets}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {place.dropped > 0 && <p className="pg-minor">{t.dropped(place.dropped)}</p>}
      {place.strata.map((stratum) => (
        <StratumPart key={stratum.name} stratum={stratum} asked={campaign.questions} />
      ))}
      {place.words.length > 0 && (
        <details>
          <summary>
            {t.words} {place.words.length}
          </summary>
          <p className="pg-minor">{t.wordsWhy}</p>
          <ul className="ev-list">
            {Object.entries(Object.groupBy(place.words, ({ words: said }) => said)).map(
              ([said, same = []]) => (
                <li key={said}>
                  {said}
                  {same.length > 1 && (
                    <span className="pg-minor"> {format.count(same.length, words.sheets)}</span>
                  )}
                </li>
              ),
            )}
          </ul>
        </details>
      )}
    </div>
  )
}

function StratumPart({ stratum, asked }: { stratum: Stratum; asked: CampaignDetail['questions'] }) {
  const t = useStaffWords().one
  const { classes } = useCampaignWords()
  const { listSeparator } = useWords(commonWords).common
  const format = useFormat()
  const unitOf = (question: CampaignDetail['questions'][number] | undefined) =>
    question?.kind === 'number' ? question.unit : t.points
  const share = (told: Stratum['known']) => {
    if (told === null) return t.untold
    const { is, n, of } = told
    return is === 'exactly'
      ? t.exactly(format.percent(n, of), format.number(n), format.number(of))
      : t[is](`${boundPercent(told)}%`)
  }
  return (
    <div className="ev-stratum">
      <h4>
        {classes[stratum.name]}{' '}
        {stratum.name === 'mixed' && (
          <span className="pg-minor">
            {t.together(stratum.classes.map((each) => classes[each]).join(listSeparator))}
          </span>
        )}
      </h4>
      <p>
        {t.known} <strong>{share(stratum.known)}</strong>
      </p>
      <dl className="ev-answers">
        {stratum.questions.map(({ key, title, statistics, satisfied }) => (
          <div key={key}>
            <dt>{title}</dt>
            <dd>
              {satisfied && (
                <span>
                  {t.satisfied} <strong>{share(satisfied)}</strong>
                </span>
              )}
              {statistics === null && <span className="pg-minor">{t.tooFew}</span>}
              {statistics?.kind === 'shares' &&
                statistics.shares.map(({ code, label, n }) => (
                  <span key={code}>
                    {label} {n === null ? t.untold : format.number(n)}
                  </span>
                ))}
              {statistics?.kind === 'text' && (
                <span className="pg-minor">{t.answered(format.number(statistics.answered))}</span>
              )}
              {(statistics?.kind === 'scale' || statistics?.kind === 'number') && (
                <span>
                  {t.mean(
                    statistics.mean === null ? '–' : statistics.mean.toFixed(2),
                    unitOf(asked.find((question) => question.key === key)),
                  )}{' '}
                  <span className="pg-minor">{t.answered(format.number(statistics.answered))}</span>
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
