import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { type FormEvent, useId, useRef, useState } from 'react'
import { type Answers, choicesOf, type Question } from '#features/surveys/api.ts'
import { call } from '#ui/api.ts'
import { NotFound, Waiting } from '#ui/states.tsx'
import { enterPaper, findPaper } from '../api.ts'
import type { CampaignDetail, PaperOutcome } from '../views.ts'
import { useCampaign } from './data.ts'
import { Refusal } from './refusal.tsx'
import { useCampaignWords, useStaffWords } from './words.ts'
import '#ui/styles/page.css'
import './evaluations.css'

/** One paper after the other, by its code; made for the keyboard. */
export function PapersPage() {
  const { id } = useParams({ from: '/desk/evaluations/$id/papers' })
  const { data, error } = useCampaign(id)
  if (error && !data) return <NotFound />
  if (!data) return <Waiting />
  if (data.state === 'closed') return <Over campaign={data} />
  return <Papers campaign={data} />
}

/** Counted: what is still in somebody's hand is entered no more. */
function Over({ campaign }: { campaign: CampaignDetail }) {
  const t = useStaffWords().papers
  return (
    <div className="pg pg-form">
      <CampaignLink campaign={campaign} />
      <h1>{t.title}</h1>
      <p>{t.over}</p>
    </div>
  )
}

function CampaignLink({ campaign }: { campaign: CampaignDetail }) {
  return (
    <p className="pg-minor">
      <Link to="/evaluations/$id" params={{ id: campaign.id }}>
        {campaign.title}
      </Link>
    </p>
  )
}

type Sheet = Awaited<ReturnType<typeof call<typeof findPaper>>>

function Papers({ campaign }: { campaign: CampaignDetail }) {
  const words = useStaffWords()
  const t = words.papers
  const { classes } = useCampaignWords()
  const id = useId()
  const client = useQueryClient()
  const field = useRef<HTMLInputElement>(null)
  const [code, setCode] = useState('')
  const [sheet, setSheet] = useState<Sheet | null>(null)
  const [answers, setAnswers] = useState<Answers>({})
  const [isVoid, setVoid] = useState(false)
  const [outcome, setOutcome] = useState<PaperOutcome | null>(null)
  const [isSending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const sent = async (work: () => Promise<void>) => {
    setSending(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(false)
    }
  }
  const find = (event: FormEvent) => {
    event.preventDefault()
    void sent(async () => {
      setOutcome(null)
      setSheet(await call(findPaper, { params: { id: campaign.id }, body: { code } }))
      setAnswers({})
      setVoid(false)
    })
  }
  const next = () => {
    setSheet(null)
    setOutcome(null)
    setCode('')
    setTimeout(() => field.current?.focus(), 0)
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    void sent(async () => {
      const body = isVoid ? { code, isVoid } : { code, answers }
      const told = await call(enterPaper, { params: { id: campaign.id }, body })
      setOutcome(told)
      void client.invalidateQueries({ queryKey: ['campaign', campaign.id] })
    })
  }
  const isDone = outcome !== null && outcome.is !== 'differs'
  return (
    <div className="pg pg-form">
      <CampaignLink campaign={campaign} />
      <h1>{t.title}</h1>
      <p className="pg-minor">{t.why}</p>
      {!sheet && (
        <form className="ev-part" onSubmit={find}>
          <div className="pg-field ev-short">
            <label htmlFor={id}>{t.code}</label>
            <input
              id={id}
              ref={field}
              required
              maxLength={40}
              autoComplete="off"
              className="ev-code"
              value={code}
              onChange={({ target }) => setCode(target.value)}
            />
          </div>
          <Refusal error={error} />
          <Button type="primary" htmlType="submit" loading={isSending}>
            {t.find}
          </Button>
        </form>
      )}
      {sheet && (
        <form className="ev-part" onSubmit={save}>
          <p>
            <span className="ev-code">{code}</span> {sheet.placeName} {classes[sheet.raterClass]}{' '}
            {!outcome && <span className="pg-minor">{t.readings(sheet.readings)}</span>}
          </p>
          {!isDone && (
            <>
              {!isVoid &&
                sheet.questions.map((question) => (
                  <PaperField
                    key={question.key}
                    question={question}
                    value={answers[question.key]}
                    change={(value) => {
                      const { [question.key]: _, ...others } = answers
                      setAnswers(value === undefined ? others : { ...others, [question.key]: value })
                    }}
                  />
                ))}
              <label className="ev-choice">
                <input type="checkbox" checked={isVoid} onChange={() => setVoid(!isVoid)} />
                <span>{t.isVoid}</span>
              </label>
            </>
          )}
          {outcome && <Told outcome={outcome} />}
          <Refusal error={error} />
          <div className="pg-line">
            {!isDone && (
              <Button type="primary" htmlType="submit" loading={isSending}>
                {outcome?.is === 'differs' ? t.again : t.save}
              </Button>
            )}
            {isDone ? (
              <Button type="primary" onClick={next}>
                {t.next}
              </Button>
            ) : (
              <Skip isFilled={isVoid || Object.keys(answers).length > 0} skip={next} />
            )}
          </div>
        </form>
      )}
    </div>
  )
}

/** Puts a paper aside without entering it; what was ticked would be gone, so it is asked. */
function Skip({ isFilled, skip }: { isFilled: boolean; skip: () => void }) {
  const t = useStaffWords().papers
  if (!isFilled) return <Button onClick={skip}>{t.skip}</Button>
  return (
    <Popconfirm title={t.skipSure} okText={t.skipYes} cancelText={t.skipNo} onConfirm={skip}>
      <Button>{t.skip}</Button>
    </Popconfirm>
  )
}

function Told({ outcome }: { outcome: PaperOutcome }) {
  const t = useStaffWords().papers
  if (outcome.is !== 'differs')
    return (
      <p className="ev-told" role="status">
        {t[outcome.is]}
      </p>
    )
  return (
    <div className="pg-refusal" role="alert">
      <p>{t.differs}</p>
      <ul className="ev-list">
        {outcome.differences.map(({ key, title, before, now }) => (
          <li key={key}>
            {t.difference({
              what: title || t.whole,
              before: before || t.blank,
              now: now || t.blank,
            })}
          </li>
        ))}
      </ul>
    </div>
  )
}

type FieldProps = {
  question: Question
  value: Answers[string] | undefined
  change: (value: Answers[string] | undefined) => void
}

function PaperField({ question, value, change }: FieldProps) {
  const t = useStaffWords().papers
  const id = useId()
  const { kind, title } = question
  if (kind === 'text' || kind === 'number')
    return (
      <div className="pg-field">
        <label htmlFor={id}>{title}</label>
        <input
          id={id}
          maxLength={kind === 'text' ? 300 : 20}
          inputMode={kind === 'number' ? 'numeric' : undefined}
          value={typeof value === 'string' ? value : ''}
          onChange={({ target }) => change(target.value === '' ? undefined : target.value)}
        />
      </div>
    )
  const chosen = Array.isArray(value) ? value : value === undefined ? [] : [value]
  const toggle = (code: string) => {
    if (kind !== 'choices') return change(code)
    const kept = chosen.includes(code) ? chosen.filter((each) => each !== code) : [...chosen, code]
    return change(kept.length === 0 ? undefined : kept)
  }
  return (
    <fieldset className="ev-ticks">
      <legend>{title}</legend>
      {choicesOf(question).map(({ code, label }) => (
        <label key={code}>
          <input
            type={kind === 'choices' ? 'checkbox' : 'radio'}
            name={id}
            checked={chosen.includes(code)}
            onChange={() => toggle(code)}
          />
          {label}
        </label>
      ))}
      {kind !== 'choices' && (
        <label>
          <input type="radio" name={id} checked={chosen.length === 0} onChange={() => change(undefined)} />
          {t.blank}
        </label>
      )}
    </fieldset>
  )
}
