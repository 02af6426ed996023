import { useId } from 'react'
import type { DraftQuestion } from './draft.ts'
import { Field } from './field.tsx'
import { useSurveyWords } from './words.ts'

type Props = {
  question: DraftQuestion
  change: (part: Partial<DraftQuestion>) => void
  /** What is wrong with a field of it. */
  faultOf: (field: keyof DraftQuestion) => string | undefined
}

/** The fields of one question, as its kind needs them. */
export function QuestionFields({ question, change, faultOf }: Props) {
  const t = useSurveyWords()
  const id = useId()
  const { kind } = question
  const words = (name: 'low' | 'high' | 'unit', label: string, max: number) => (
    <Field label={label} fault={faultOf(name)}>
      {(given) => (
        <input
          {...given}
          maxLength={max}
          value={question[name]}
          onChange={({ target }) => change({ [name]: target.value })}
        />
      )}
    </Field>
  )
  const number = (name: 'points' | 'min' | 'max', label: string, [least, most]: [number, number]) => (
    <Field label={label} fault={faultOf(name)}>
      {(given) => (
        <input
          {...given}
          type="number"
          min={least}
          max={most}
          value={question[name]}
          onChange={({ target }) => change({ [name]: Number(target.value) })}
        />
      )}
    </Field>
  )
  return (
    <>
      <Field label={t.asked} fault={faultOf('title')}>
        {(given) => (
          <input
            {...given}
            maxLength={120}
            value={question.title}
            onChange={({ target }) => change({ title: target.value })}
          />
        )}
      </Field>
      <div className="pg-line">
        <div className="pg-field">
          <label htmlFor={`${id}-kind`}>{t.kind}</label>
          <select
            id={`${id}-kind`}
            value={kind}
            onChange={({ target }) => change({ kind: target.value as DraftQuestion['kind'] })}
          >
            {(Object.keys(t.kinds) as DraftQuestion['kind'][]).map((each) => (
              <option key={each} value={each}>
                {t.kinds[each]}
              </option>
            ))}
          </select>
        </div>
        <label className="sv-tick">
          <input
            type="checkbox"
            checked={question.required}
            onChange={() => change({ required: !question.required })}
          />
          {t.required}
        </label>
      </div>
      {(kind === 'choice' || kind === 'choices') && (
        <Field label={t.options} fault={faultOf('options')}>
          {(given) => (
            <textarea
              {...given}
              rows={4}
              value={question.options}
              onChange={({ target }) => change({ options: target.value })}
            />
          )}
        </Field>
      )}
      {kind === 'scale' && (
        <div className="pg-line">
          {number('points', t.points, [3, 10])}
          {words('low', t.low, 20)}
          {words('high', t.high, 20)}
        </div>
      )}
      {kind === 'number' && (
        <div className="pg-line">
          {number('min', t.min, [0, 1_000_000])}
          {number('max', t.max, [1, 1_000_000])}
          {words('unit', t.unit, 10)}
        </div>
      )}
    </>
  )
}
