import { type ReactNode, useId } from 'react'
import { useSurveyWords } from './words.ts'

type Given = { id: string; required: true; 'aria-invalid': boolean; 'aria-describedby': string | undefined }
type Props = { label: string; fault?: string | undefined; children: (given: Given) => ReactNode }

/** A field that has to be filled in, with what is wrong with it below. */
export function Field({ label, fault, children }: Props) {
  const t = useSurveyWords()
  const id = useId()
  const isWrong = fault !== undefined
  return (
    <div className="pg-field">
      <label htmlFor={id}>
        {label}
        <span className="sv-must">{t.must}</span>
      </label>
      {children({
        ...{ id, required: true, 'aria-invalid': isWrong },
        'aria-describedby': isWrong ? `${id}-fault` : undefined,
      })}
      {isWrong && (
        <p className="sv-fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  )
}
