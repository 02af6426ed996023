import { Button } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { uploadFile } from '#ui/upload.ts'
import { usePublicityDictionary } from '../data.ts'
import { Refusal } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'
import type { FieldSpec } from './forms.ts'

type Props = {
  fields: FieldSpec[]
  label: string
  consequence: string | undefined
  isSending: boolean
  send: (fields: object) => Promise<void>
  cancel: () => void
}

/** The fields of one act, what it leads to, and the button that does it. */
export function ActForm({ fields, label, consequence, isSending, send, cancel }: Props) {
  const words = useStaffWords()
  const [values, setValues] = useState<Record<string, string>>({})
  const [file, setFile] = useState<File | null>(null)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setError(null)
    try {
      const uploadId = file ? await uploadFile(file) : undefined
      const { withholdNote, ...rest } = values
      const given = withholdNote === undefined ? rest : { ...rest, note: withholdNote }
      const filled = Object.entries(given).filter(([, value]) => value.trim() !== '')
      await send({ ...Object.fromEntries(filled), ...(uploadId ? { uploadId } : {}) })
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <form className="pub-act-form" onSubmit={(event) => void submit(event)}>
      {fields.map((spec) => (
        <Field
          key={spec.field}
          spec={spec}
          value={values[spec.field] ?? ''}
          change={(value) => setValues({ ...values, [spec.field]: value })}
          choose={setFile}
        />
      ))}
      {consequence && <p className="pub-minor">{consequence}</p>}
      <Refusal error={error} />
      <div className="pub-buttons">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {label}
        </Button>
        <Button onClick={cancel}>{words.acts.notNow}</Button>
      </div>
    </form>
  )
}

type FieldProps = {
  spec: FieldSpec
  value: string
  change: (value: string) => void
  choose: (file: File | null) => void
}

function Field({ spec: { field, is, optional }, value, change, choose }: FieldProps) {
  const words = useStaffWords()
  const id = useId()
  const common = { id, required: !optional, value }
  return (
    <div className="pub-field">
      <label htmlFor={id}>{words.fields[field]}</label>
      {is === 'prose' && (
        <textarea {...common} rows={3} maxLength={1000} onChange={({ target }) => change(target.value)} />
      )}
      {is === 'line' && <input {...common} maxLength={100} onChange={({ target }) => change(target.value)} />}
      {is === 'link' && (
        <input {...common} type="url" maxLength={300} onChange={({ target }) => change(target.value)} />
      )}
      {is === 'day' && <input {...common} type="date" onChange={({ target }) => change(target.value)} />}
      {is === 'file' && (
        <input id={id} type="file" onChange={({ target }) => choose(target.files?.[0] ?? null)} />
      )}
      {(is === 'channel' || is === 'withhold_reason') && (
        <Codes id={id} dictionary={is} value={value} change={change} />
      )}
    </div>
  )
}

type CodesProps = { id: string; dictionary: string; value: string; change: (value: string) => void }

function Codes({ id, dictionary, value, change }: CodesProps) {
  const words = useStaffWords()
  const entries = usePublicityDictionary(dictionary)
  return (
    <select id={id} required value={value} onChange={({ target }) => change(target.value)}>
      <option value="">{words.create.choose}</option>
      {entries.map(({ code, label }) => (
        <option key={code} value={code}>
          {label}
        </option>
      ))}
    </select>
  )
}
