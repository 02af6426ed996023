import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { LeaveGuard } from '#ui/leave-guard.tsx'
import { newId } from '#ui/new-id.ts'
import { RefusalBox } from '#ui/refusal.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { refusalOf, sayTrouble } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { listSurveys, type Purpose, publishSurvey, type Question, type Survey, saveSurvey } from '../api.ts'
import { blank, type DraftQuestion, draftOf, questionOf } from './draft.ts'
import { faultsOf } from './faults.ts'
import { Field } from './field.tsx'
import { QuestionFields } from './question.tsx'
import { useSurveyWords } from './words.ts'
import '#ui/styles/page.css'
import './surveys.css'

/** Questionnaires: designed, kept, published as versions that stay. */
export function SurveysPage() {
  const t = useSurveyWords()
  const format = useFormat()
  const list = useQuery({
    queryKey: ['surveys'],
    queryFn: () => call(listSurveys, {}),
    refetchOnMount: 'always',
  })
  const [opened, setOpened] = useState<Editing | null>(null)
  if (list.isPending) return <Waiting />
  if (!list.data) return <TroubleScreen error={list.error} reset={() => void list.refetch()} />
  const { rows, mayDesign } = list.data
  if (opened) return <Editor key={opened.id} editing={opened} close={() => setOpened(null)} />
  return (
    <div className="pg">
      <p className="pg-minor">
        <Link to="/evaluations">{t.back}</Link>
      </p>
      <header className="pg-head">
        <div>
          <h1>{t.title}</h1>
          <p className="pg-minor">{t.why}</p>
        </div>
        {mayDesign && (
          <Button type="primary" onClick={() => setOpened(begun())}>
            {t.add}
          </Button>
        )}
      </header>
      {rows.length === 0 && <Empty title={t.none} why={mayDesign ? t.noneWhy : t.noneForYou} />}
      <ul className="sv-rows">
        {rows.map((row) => (
          <li key={row.id}>
            <div>
              <strong>{row.title}</strong>
              <span className="pg-minor">
                {t.purposes[row.purpose]} ·{' '}
                {row.published
                  ? t.published(row.published.number, format.shortDate(row.published.publishedAt))
                  : t.neverPublished}
                {row.published && !row.published.same && ` · ${t.changed}`}
              </span>
              <ol>
                {row.questions.map((question) => (
                  <li key={question.key}>
                    {question.title} <span className="pg-minor">{t.kinds[question.kind]}</span>
                  </li>
                ))}
              </ol>
            </div>
            {mayDesign && <Button onClick={() => setOpened(ofRow(row))}>{t.edit}</Button>}
          </li>
        ))}
      </ul>
    </div>
  )
}

type Editing = { id: string; version: number; purpose: Purpose; title: string; questions: DraftQuestion[] }

const begun = (): Editing => ({
  id: newId(),
  version: 0,
  purpose: 'evaluation',
  title: '',
  questions: [blank(1)],
})
const ofRow = ({ id, version, purpose, title, questions }: Survey): Editing => ({
  ...{ id, version, purpose, title, questions: questions.map(draftOf) },
})

function Editor({ editing, close }: { editing: Editing; close: () => void }) {
  const t = useSurveyWords()
  const common = useWords(commonWords)
  const client = useQueryClient()
  const id = useId()
  const [draft, setDraft] = useState(editing)
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const { questions } = draft
  const faults = faultsOf(error === null ? undefined : refusalOf(error), t.faults)
  const change = (part: Partial<Editing>) => setDraft({ ...draft, ...part })
  const move = (from: number, to: number) => {
    const moved = [...questions]
    const [one] = moved.splice(from, 1)
    if (one) moved.splice(to, 0, one)
    setError(null)
    change({ questions: moved })
  }
  const send = async (publishes: boolean) => {
    setSending(true)
    setError(null)
    try {
      const { purpose, title } = draft
      const body = {
        id: draft.id,
        version: draft.version,
        purpose,
        title,
        questions: questions.map(questionOf) as Question[],
      }
      const { version } = await call(saveSurvey, { body })
      setDraft({ ...draft, version })
      if (publishes) await call(publishSurvey, { params: { id: draft.id }, body: { version } })
      await client.invalidateQueries()
      close()
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void send(false)
  }
  return (
    <form className="pg pg-form" onSubmit={submit}>
      <LeaveGuard isUnsaved={draft !== editing} />
      <h1>{t.title}</h1>
      <Field label={t.name} fault={faults.get('title')}>
        {(given) => (
          <input
            {...given}
            maxLength={60}
            value={draft.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      <div className="pg-field">
        <label htmlFor={`${id}-purpose`}>{t.purpose}</label>
        <select
          id={`${id}-purpose`}
          disabled={draft.version > 0}
          value={draft.purpose}
          onChange={({ target }) => change({ purpose: target.value as Purpose })}
        >
          {(Object.keys(t.purposes) as Purpose[]).map((purpose) => (
            <option key={purpose} value={purpose}>
              {t.purposes[purpose]}
            </option>
          ))}
        </select>
        {draft.purpose === 'evaluation' && <p className="pg-minor">{t.evaluationHint}</p>}
      </div>
      {questions.map((question, i) => (
        <fieldset key={question.key} className="pg-group">
          <legend>{t.question(i + 1)}</legend>
          <QuestionFields
            question={question}
            faultOf={(field) => faults.get(`questions.${i}.${field}`)}
            change={(part) =>
              change({ questions: questions.map((each, k) => (k === i ? { ...each, ...part } : each)) })
            }
          />
          <div className="pg-line">
            <Button size="small" disabled={i === 0} onClick={() => move(i, i - 1)}>
              {t.up}
            </Button>
            <Button size="small" disabled={i === questions.length - 1} onClick={() => move(i, i + 1)}>
              {t.down}
            </Button>
            <Button
              size="small"
              disabled={questions.length === 1}
              onClick={() => {
                setError(null)
                change({ questions: questions.filter((_, k) => k !== i) })
              }}
            >
              {t.remove}
            </Button>
          </div>
        </fieldset>
      ))}
      {questions.length < 30 && (
        <Button onClick={() => change({ questions: [...questions, blank(nextKey(questions))] })}>
          {t.addQuestion}
        </Button>
      )}
      <RefusalBox
        className="pg-refusal"
        error={error}
        say={(trouble) => {
          if (trouble.code !== 'invalid') return sayTrouble(trouble, common)
          const isSame = trouble.issues.some(({ reason }) => reason === 'published_already')
          return isSame ? t.publishedAlready : t.wrongFields
        }}
        confirmWord={t.save}
      />
      <div className="pg-line">
        <Button htmlType="submit" loading={isSending}>
          {t.save}
        </Button>
        <Button
          type="primary"
          loading={isSending}
          onClick={({ currentTarget }) => {
            if (currentTarget.closest('form')?.reportValidity()) void send(true)
          }}
        >
          {t.publish}
        </Button>
        <Button onClick={close}>{common.common.cancel}</Button>
      </div>
    </form>
  )
}

/** A key that no question has; a question keeps its own for good, so that versions can be compared. */
const nextKey = (questions: readonly DraftQuestion[]): number =>
  Math.max(0, ...questions.map(({ key }) => Number(/^q(\d+)$/.exec(key)?.[1] ?? 0))) + 1
