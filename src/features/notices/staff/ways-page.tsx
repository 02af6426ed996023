import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Input, Select } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { call, isApiError } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import {
  Address,
  askNoticeCode,
  confirmNoticeAddress,
  getNoticeWays,
  type NoticeWays,
  setNoticeWays,
} from '../api.ts'
import { noticeWords } from './words.ts'
import './notices.css'

const waysQuery = { queryKey: ['notice-ways'], queryFn: () => call(getNoticeWays, {}) }

/** How one wishes to be told, and what was sent. */
export function WaysPage() {
  const words = useWords(noticeWords).ways
  const { data, error, refetch } = useQuery({ ...waysQuery, refetchOnMount: 'always' })
  if (error && !data) return <TroubleScreen error={error} reset={() => void refetch()} />
  if (!data) return <Waiting />
  return (
    <div className="notices">
      <h1>{words.title}</h1>
      <p className="notices-about">{words.about}</p>
      {data.mail !== 'on' && <p className="notices-note">{words[data.mail]}</p>}
      <Form ways={data} />
      {data.address !== null && !data.confirmed && data.mail !== 'off' && <Confirm mail={data.mail} />}
      <Sent ways={data} />
    </div>
  )
}

function useAnswered() {
  const client = useQueryClient()
  return (answer: NoticeWays) => client.setQueryData(waysQuery.queryKey, answer)
}

/** Every half hour of the day. */
const times = Array.from(
  { length: 48 },
  (_, i) => `${String(i >> 1).padStart(2, '0')}:${i % 2 === 0 ? '00' : '30'}`,
)

function Form({ ways }: { ways: NoticeWays }) {
  const words = useWords(noticeWords).ways
  const common = useWords(commonWords)
  const answered = useAnswered()
  const [address, setAddress] = useState(ways.address ?? '')
  const [choices, setChoices] = useState({
    ...{ digest: ways.digest, urgent: ways.urgent, digestAt: ways.digestAt },
    ...{ quietFrom: ways.quietFrom, quietTo: ways.quietTo },
  })
  const [fault, setFault] = useState<string>()
  const id = useId()
  const save = useMutation({
    mutationFn: () => call(setNoticeWays, { body: { ...choices, address: address.trim() || null } }),
    onSuccess: answered,
    onError: (error) => {
      const refusal = isApiError(error) ? error.refusal : undefined
      const path = refusal?.code === 'invalid' ? refusal.issues[0]?.path : undefined
      setFault(
        path === 'digestAt'
          ? words.faults.quiet
          : path === 'address'
            ? words.faults.address
            : sayError(error, common),
      )
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isWrong = address.trim() !== '' && !Address.safeParse(address).success
    setFault(isWrong ? words.faults.address : undefined)
    if (!isWrong) save.mutate()
  }
  const change = (more: Partial<typeof choices>) => setChoices({ ...choices, ...more })
  const time = (name: 'digestAt' | 'quietFrom' | 'quietTo', label: string) => (
    <Select
      aria-label={label}
      value={choices[name] ?? ''}
      onChange={(value: string) => change({ [name]: value || null })}
      options={[
        { value: '', label: words.county(ways.county[name]) },
        ...times.map((value) => ({ value, label: value })),
      ]}
    />
  )
  return (
    <form className="notices-part" onSubmit={submit} noValidate>
      <div className="notices-field">
        <label htmlFor={id}>{words.address}</label>
        <Input
          id={id}
          type="email"
          inputMode="email"
          autoComplete="email"
          maxLength={200}
          value={address}
          disabled={ways.mail === 'off'}
          aria-describedby={`${id}-help`}
          onChange={(event) => setAddress(event.target.value)}
        />
        <small id={`${id}-help`}>
          {ways.address !== null && ways.address === address.trim() && (
            <strong>{ways.confirmed ? words.confirmed : words.unconfirmed} · </strong>
          )}
          {words.addressHelp}
        </small>
      </div>
      <div className="notices-field">
        <Checkbox checked={choices.digest} onChange={(event) => change({ digest: event.target.checked })}>
          {words.digest}
        </Checkbox>
        <small>{words.digestHelp}</small>
      </div>
      <div className="notices-field">
        <Checkbox checked={choices.urgent} onChange={(event) => change({ urgent: event.target.checked })}>
          {words.urgent}
        </Checkbox>
        <small>{words.urgentHelp}</small>
      </div>
      <div className="notices-times">
        <span>{words.digestAt}</span>
        {time('digestAt', words.digestAt)}
        <span>{words.quiet}</span>
        {time('quietFrom', words.quiet)}
        <span>{words.quietTo}</span>
        {time('quietTo', `${words.quiet} ${words.quietTo}`)}
        <small>{words.quietHelp}</small>
      </div>
      {fault !== undefined && (
        <p className="notices-fault" role="alert">
          {fault}
        </p>
      )}
      <div className="notices-do">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {words.save}
        </Button>
        {save.isSuccess && fault === undefined && (
          <span role="status">
            {save.data.address === null || save.data.confirmed ? words.saved : words.savedUnconfirmed}
          </span>
        )}
      </div>
    </form>
  )
}

/** Until the code has come back; in a demo none goes out, and the page says so. */
function Confirm({ mail }: { mail: 'on' | 'demo' }) {
  const words = useWords(noticeWords).ways
  const common = useWords(commonWords)
  const answered = useAnswered()
  const [code, setCode] = useState('')
  const id = useId()
  const confirm = useMutation({
    mutationFn: () => call(confirmNoticeAddress, { body: { code } }),
    onSuccess: answered,
  })
  const again = useMutation({ mutationFn: () => call(askNoticeCode, { body: {} }), onSuccess: answered })
  const error = confirm.error ?? again.error
  const isWrong = isApiError(error) && error.refusal.code === 'wrong_code'
  return (
    <form
      className="notices-part"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (/^\d{6}$/.test(code)) confirm.mutate()
      }}
    >
      <div className="notices-field">
        <label htmlFor={id}>{words.code}</label>
        <Input
          id={id}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          value={code}
          aria-describedby={`${id}-help`}
          onChange={(event) => setCode(event.target.value.trim())}
        />
        <small id={`${id}-help`}>{mail === 'demo' ? words.codeDemo : words.codeHelp}</small>
      </div>
      {error && (
        <p className="notices-fault" role="alert">
          {isWrong ? words.faults.code : sayError(error, common)}
        </p>
      )}
      <div className="notices-do">
        <Button type="primary" htmlType="submit" disabled={!/^\d{6}$/.test(code)} loading={confirm.isPending}>
          {words.confirm}
        </Button>
        <Button onClick={() => again.mutate()} loading={again.isPending}>
          {words.again}
        </Button>
        {again.isSuccess && <span role="status">{mail === 'demo' ? words.askedDemo : words.asked}</span>}
      </div>
    </form>
  )
}

function Sent({ ways: { sent } }: { ways: NoticeWays }) {
  const words = useWords(noticeWords).ways
  const format = useFormat()
  return (
    <section className="notices-part">
      <h2>{words.sent}</h2>
      {sent.length === 0 && <Empty title={words.sentNone} why={words.sentNoneWhy} />}
      <ul className="notices-log">
        {sent.map(({ kind, status, why, at, lines }) => (
          <li key={`${at} ${kind} ${status} ${why}`}>
            <span className="notices-when">{format.dateTime(at)}</span>
            <span>{words.kinds[kind]}</span>
            <span>
              {words.status[status]}
              {lines !== null && lines > 0 && ` · ${words.lines(lines)}`}
              {why !== null && ` · ${words.why[why] ?? why}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
