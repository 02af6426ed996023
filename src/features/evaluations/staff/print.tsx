import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { choicesOf, type Question } from '#features/surveys/api.ts'
import { qrOf, qrPath } from '#platform/qr.ts'
import { basePath } from '#ui/base-path.ts'
import { useFormat } from '#ui/format.ts'
import { LeaveGuard } from '#ui/leave-guard.tsx'
import { sheetOf } from '../plan.ts'
import { evaluationPaths } from '../portal/paths.ts'
import type { CampaignDetail } from '../views.ts'
import type { Made } from './issue.tsx'
import { useCampaignWords, useStaffWords } from './words.ts'

type Props = { campaign: CampaignDetail; made: Made; done: () => void }

/** Slips, eight a page, or whole questionnaires, one a page: what was just made out, on paper now or never. */
export function Printing({ campaign, made, done }: Props) {
  const words = useStaffWords()
  const t = words.print
  const { classes } = useCampaignWords()
  const [as, setAs] = useState<'slips' | 'sheets'>('slips')
  const [isPrinted, setPrinted] = useState(false)
  useEffect(() => {
    const printed = () => setPrinted(true)
    window.addEventListener('beforeprint', printed)
    return () => window.removeEventListener('beforeprint', printed)
  }, [])
  const place = campaign.plan.places.find(({ id }) => id === made.placeId)
  const print = (what: 'slips' | 'sheets') => {
    setAs(what)
    // After it is drawn.
    setTimeout(() => window.print(), 50)
  }
  return (
    <div className="pg ev-print ui-paper">
      <LeaveGuard isUnsaved={!isPrinted} why={t.unprinted} />
      <header className="ev-print-tools">
        <h1>
          {place?.name} {classes[made.raterClass]}
        </h1>
        <p role="status">{t.ready(made.codes.length)}</p>
        <div className="pg-line">
          <Button type="primary" onClick={() => print('slips')}>
            {t.slips}
          </Button>
          <Button onClick={() => print('sheets')}>{t.sheets}</Button>
          <Button onClick={done}>{t.done}</Button>
        </div>
      </header>
      <div className={as === 'slips' ? 'ev-slips' : 'ev-sheets'}>
        {made.codes.map((code) =>
          as === 'slips' ? (
            <Slip key={code} campaign={campaign} place={place?.name ?? ''} code={code} />
          ) : (
            <Sheet key={code} campaign={campaign} made={made} code={code} />
          ),
        )}
      </div>
    </div>
  )
}

const addressOf = (code?: string): string =>
  `${location.origin}${basePath}${evaluationPaths.ask}${code ? `?code=${code}` : ''}`

function Code({ code }: { code: string }) {
  const t = useStaffWords().print
  const qr = qrOf(addressOf(code))
  return (
    <svg className="ev-qr" viewBox={`0 0 ${qr.side} ${qr.side}`} role="img" aria-label={`${t.code} ${code}`}>
      <path d={qrPath(qr)} />
    </svg>
  )
}

function Slip({ campaign, place, code }: { campaign: CampaignDetail; place: string; code: string }) {
  const t = useStaffWords().print
  const format = useFormat()
  return (
    <article className="ev-slip">
      <Code code={code} />
      <div>
        <h2>{campaign.title}</h2>
        <p>
          {place}　{t.until(format.date(campaign.answersUntil))}
        </p>
        <p>{t.scan}</p>
        <p>
          {t.address} {addressOf()}
        </p>
        <p className="ev-code">{code}</p>
        <p>
          {t.secret}
          {t.once}
        </p>
      </div>
    </article>
  )
}

function Sheet({ campaign, made, code }: { campaign: CampaignDetail; made: Made; code: string }) {
  const t = useStaffWords().print
  const { classes } = useCampaignWords()
  const format = useFormat()
  const place = campaign.plan.places.find(({ id }) => id === made.placeId)
  const questions = place ? sheetOf(place, campaign.questions) : []
  return (
    <article className="ev-sheet">
      <header>
        <div>
          <h2>{campaign.title}</h2>
          <p>
            {place?.name} · {classes[made.raterClass]} · {t.until(format.date(campaign.answersUntil))}
          </p>
          <p>
            {t.secretOnPaper}
            {t.fold}
          </p>
          <p className="ev-code">{code}</p>
        </div>
        <Code code={code} />
      </header>
      <ol>
        {questions.map((question) => (
          <li key={question.key}>
            <strong>{question.title}</strong>
            {!question.required && t.may}
            {question.kind === 'choices' && t.many}
            <Boxes question={question} />
          </li>
        ))}
      </ol>
      <footer>
        {t.instead}
        {t.once}
      </footer>
    </article>
  )
}

function Boxes({ question }: { question: Question }) {
  if (question.kind === 'text') return <div className="ev-lines" />
  if (question.kind === 'number') return <p className="ev-boxes">______ {question.unit}</p>
  return (
    <p className="ev-boxes">
      {choicesOf(question).map(({ code, label }) => (
        <span key={code}>□ {label}</span>
      ))}
    </p>
  )
}
