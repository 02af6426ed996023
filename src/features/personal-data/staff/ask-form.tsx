import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { normalizePhone } from '#platform/phone.ts'
import { call, isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { askAboutData } from '../api.ts'
import { Field } from './field.tsx'
import { personalWords } from './words.ts'

type Kind = 'see' | 'correct' | 'erase'
type Props = {
  /** Whose data it is about; left out for one's own. */
  person?: { id: string; name: string }
  /** One sees one's own data without asking. */
  kinds: readonly Kind[]
  done: () => void
}

const empty = { newName: '', newPhone: '', statement: '', receivedOn: '' }

/** Asks about one's own data, or enters what came on paper. */
export function AskForm({ person, kinds, done }: Props) {
  const all = useWords(personalWords)
  const words = all.ask
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'correct')
  const [given, setGiven] = useState(empty)
  const [fault, setFault] = useState<string>()
  const client = useQueryClient()
  const send = useMutation({
    mutationFn: () => call(askAboutData, { body: bodyOf(kind, given, person?.id) }),
    onSuccess: async () => {
      setGiven(empty)
      await client.invalidateQueries({ queryKey: ['personal-data'] })
      done()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrong = faultIn(kind, given)
    setFault(wrong && { phone: all.faults.phone, nothing: words.fill }[wrong])
    if (!wrong) send.mutate()
  }
  const field = (name: keyof typeof empty) => ({
    value: given[name],
    onChange: (event: { target: { value: string } }) => setGiven({ ...given, [name]: event.target.value }),
  })
  return (
    <form className="personal-form" onSubmit={submit} noValidate>
      <fieldset>
        <legend>{words.kind}</legend>
        {kinds.map((each) => (
          <label key={each}>
            <input type="radio" name="kind" checked={kind === each} onChange={() => setKind(each)} />
            {all.request.kinds[each]}
          </label>
        ))}
      </fieldset>
      {kind === 'erase' && <p className="personal-note">{words.erasure}</p>}
      {kind === 'correct' && (
        <>
          <Field label={words.newName}>
            {(id) => <Input id={id} maxLength={40} autoComplete="off" {...field('newName')} />}
          </Field>
          <Field label={words.newPhone}>
            {(id) => (
              <Input
                id={id}
                maxLength={20}
                inputMode="tel"
                autoComplete="off"
                placeholder={words.phoneHint}
                {...field('newPhone')}
              />
            )}
          </Field>
        </>
      )}
      <Field label={words.statement}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={2}
            maxLength={1000}
            placeholder={words.statementHint[kind]}
            {...field('statement')}
          />
        )}
      </Field>
      {person && (
        <Field label={words.receivedOn}>
          {(id) => <Input id={id} type="date" {...field('receivedOn')} />}
        </Field>
      )}
      <Trouble fault={fault} error={send.error} />
      <Button type="primary" htmlType="submit" loading={send.isPending}>
        {words.send}
      </Button>
    </form>
  )
}

function Trouble({ fault, error }: { fault: string | undefined; error: unknown }) {
  const words = useWords(personalWords).ask
  const common = useWords(commonWords)
  if (!fault && !error) return null
  const isSecond =
    isApiError(error) &&
    error.refusal.code === 'invalid' &&
    error.refusal.issues.some((one) => one.reason === 'taken')
  return (
    <p className="personal-fault" role="alert">
      {fault ?? (isSecond ? words.already : sayError(error, common))}
    </p>
  )
}

function faultIn(
  kind: Kind,
  { newName, newPhone, statement }: typeof empty,
): 'phone' | 'nothing' | undefined {
  if (kind !== 'correct') return undefined
  if (newPhone.trim() && normalizePhone(newPhone) === null) return 'phone'
  return newName.trim() || newPhone.trim() || statement.trim() ? undefined : 'nothing'
}

function bodyOf(kind: Kind, given: typeof empty, personId: string | undefined) {
  const text = (value: string) => value.trim() || null
  const corrects = kind === 'correct'
  return {
    kind,
    statement: text(given.statement),
    ...(corrects ? { newName: text(given.newName), newPhone: text(given.newPhone) } : {}),
    ...(personId ? { personId } : {}),
    ...(personId && given.receivedOn ? { receivedOn: given.receivedOn } : {}),
  }
}
