import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import { normalizePhone } from '#platform/phone.ts'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { getPersonPhone, revealPersonPhone, setPersonPhone } from '../api.ts'
import { Field } from './field.tsx'
import { personalWords } from './words.ts'
import './personal.css'

/** Somebody's number on their page: masked, in full for a reason, another one for whoever keeps them. */
export function PhonePart({ personId }: { personId: string }) {
  const words = useWords(personalWords).phone
  const [doing, setDoing] = useState<'reveal' | 'set'>()
  const [whole, setWhole] = useState<string | null>(null)
  const phone = useQuery({
    queryKey: ['personal-data', 'phone', personId],
    queryFn: ({ signal }) => call(getPersonPhone, { params: { id: personId }, signal }),
    retry: false,
  })
  // Who may not see it is shown no place for it.
  if (!phone.data) return null
  const { masked, can } = phone.data
  const close = () => setDoing(undefined)
  return (
    <section className="personal-phone" aria-label={words.title}>
      <dl>
        <dt>{words.title}</dt>
        <dd>{whole ?? masked ?? words.none}</dd>
      </dl>
      {whole !== null && <Button onClick={() => setWhole(null)}>{words.hide}</Button>}
      {can.includes('reveal') && whole === null && doing === undefined && (
        <Button onClick={() => setDoing('reveal')}>{words.show}</Button>
      )}
      {can.includes('set') && doing === undefined && (
        <Button onClick={() => setDoing('set')}>{masked === null ? words.add : words.change}</Button>
      )}
      {doing === 'reveal' && (
        <Reveal
          personId={personId}
          close={close}
          show={(number) => {
            setWhole(number)
            close()
          }}
        />
      )}
      {doing === 'set' && (
        <SetPhone
          personId={personId}
          close={() => {
            setWhole(null)
            close()
          }}
        />
      )}
    </section>
  )
}

type FormProps = { personId: string; close: () => void }

function Reveal({ personId, close, show }: FormProps & { show: (phone: string | null) => void }) {
  const all = useWords(personalWords)
  const [reason, setReason] = useState('')
  const [isShort, setShort] = useState(false)
  const reveal = useMutation({
    mutationFn: () => call(revealPersonPhone, { params: { id: personId }, body: { reason: reason.trim() } }),
    onSuccess: ({ phone }) => show(phone),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const short = reason.trim().length < 4
    setShort(short)
    if (!short) reveal.mutate()
  }
  return (
    <form className="personal-form" onSubmit={submit} noValidate>
      <Field label={all.phone.reason}>
        {(id) => (
          <Input
            id={id}
            maxLength={200}
            value={reason}
            placeholder={all.phone.reasonHint}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <Told fault={isShort ? all.faults.reason : undefined} error={reveal.error} />
      <Buttons go={all.phone.confirm} pending={reveal.isPending} close={close} />
    </form>
  )
}

function SetPhone({ personId, close }: FormProps) {
  const all = useWords(personalWords)
  const client = useQueryClient()
  const [phone, setPhone] = useState('')
  const [isWrong, setWrong] = useState(false)
  const set = useMutation({
    mutationFn: () =>
      call(setPersonPhone, { params: { id: personId }, body: { phone: phone.trim() || null } }),
    onSuccess: (answer) => {
      client.setQueryData(['personal-data', 'phone', personId], answer)
      close()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const wrong = phone.trim() !== '' && normalizePhone(phone) === null
    setWrong(wrong)
    if (!wrong) set.mutate()
  }
  return (
    <form className="personal-form" onSubmit={submit} noValidate>
      <Field label={all.phone.number}>
        {(id) => (
          <Input
            id={id}
            inputMode="tel"
            autoComplete="off"
            maxLength={20}
            value={phone}
            onChange={(event) => setPhone(event.target.value)}
          />
        )}
      </Field>
      <Told fault={isWrong ? all.faults.phone : undefined} error={set.error} />
      <Buttons go={all.phone.save} pending={set.isPending} close={close} />
    </form>
  )
}

function Told({ fault, error }: { fault: string | undefined; error: unknown }) {
  const common = useWords(commonWords)
  if (!fault && !error) return null
  return (
    <p className="personal-fault" role="alert">
      {fault ?? sayError(error, common)}
    </p>
  )
}

function Buttons({ go, pending, close }: { go: string; pending: boolean; close: () => void }) {
  const words = useWords(personalWords).phone
  return (
    <div className="personal-buttons">
      <Button type="primary" htmlType="submit" loading={pending}>
        {go}
      </Button>
      <Button onClick={close}>{words.cancel}</Button>
    </div>
  )
}
