import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { type DataRequestLine, decideDataRequest, withdrawDataRequest } from '../api.ts'
import { Field } from './field.tsx'
import { PhonePart } from './phone-part.tsx'
import { personalWords } from './words.ts'

type Props = {
  request: DataRequestLine
  /** One's own may be withdrawn. */
  own?: boolean
  mayDecide?: boolean
  openCopy?: () => void
  /** Whoever enters requests also has to reach people. */
  mayReach?: boolean
}

/** One request: who asks what by when, what still stands against it, and what was decided. */
export function RequestCard({ request, own = false, mayDecide = false, openCopy, mayReach = false }: Props) {
  const words = useWords(personalWords).request
  const format = useFormat()
  const { kind, status, person, missing, decision, decidedBy, decidedAt } = request
  const waits = status === 'pending'
  return (
    <li className="personal-request">
      <header>
        <h3>
          {words.kinds[kind]}
          {!own && ` · ${person.name}`}
        </h3>
        {waits ? <DueChip dueAt={request.dueAt} /> : <span>{words.status[status]}</span>}
      </header>
      <p className="personal-soft">
        {words.asked(format.date(request.receivedOn))} ·{' '}
        {request.origin === 'desk' ? words.origin.desk : words.origin.paper(request.askedBy.name)}
      </p>
      {mayReach && <PhonePart personId={person.id} />}
      <Asked request={request} />
      {waits && missing.length > 0 && (
        <div className="personal-note">
          {words.missing}
          <ul>
            {missing.map((need) => (
              <li key={need}>{words.needs[need] ?? need}</li>
            ))}
          </ul>
        </div>
      )}
      {decision && (
        <p>
          <span className="personal-soft">
            {words.decision(decidedBy ?? '', decidedAt ? format.date(decidedAt) : '')}
          </span>{' '}
          {decision}
        </p>
      )}
      {waits && mayDecide && <Decide request={request} />}
      {waits && own && <Withdraw request={request} />}
      {openCopy && status === 'done' && kind === 'see' && <Button onClick={openCopy}>{words.copy}</Button>}
    </li>
  )
}

function Asked({ request: { newName, newPhone, newPhoneUnreadable, statement } }: Pick<Props, 'request'>) {
  const words = useWords(personalWords).request
  const facts = [
    [words.newName, newName],
    [words.newPhone, newPhoneUnreadable ? words.unreadable : newPhone],
    [words.statement, statement],
  ].filter(([, value]) => value !== null)
  if (facts.length === 0) return null
  return (
    <dl>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Decide({ request }: Pick<Props, 'request'>) {
  const all = useWords(personalWords)
  const words = all.request
  const common = useWords(commonWords)
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [isShort, setShort] = useState(false)
  const decide = useMutation({
    mutationFn: (verdict: 'grant' | 'refuse') =>
      call(decideDataRequest, {
        params: { id: request.id },
        body: { verdict, reason: reason.trim(), version: request.version },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['personal-data'] }),
  })
  const go = (verdict: 'grant' | 'refuse') => {
    const short = reason.trim().length < 4
    setShort(short)
    if (!short) decide.mutate(verdict)
  }
  return (
    <div className="personal-form">
      <Field label={words.reason}>
        {(id) => (
          <Input.TextArea
            id={id}
            rows={2}
            maxLength={200}
            value={reason}
            placeholder={words.reasonHint}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      {(isShort || decide.isError) && (
        <p className="personal-fault" role="alert">
          {isShort ? all.faults.reason : sayError(decide.error, common)}
        </p>
      )}
      <div className="personal-buttons">
        <Button
          type="primary"
          disabled={request.missing.length > 0}
          loading={decide.isPending}
          onClick={() => go('grant')}
        >
          {words.grant[request.kind]}
        </Button>
        <Button disabled={decide.isPending} onClick={() => go('refuse')}>
          {words.refuse}
        </Button>
      </div>
    </div>
  )
}

function Withdraw({ request: { id, version } }: Pick<Props, 'request'>) {
  const words = useWords(personalWords).request
  const common = useWords(commonWords)
  const client = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => call(withdrawDataRequest, { params: { id }, body: { version } }),
    onSettled: () => client.invalidateQueries({ queryKey: ['personal-data'] }),
  })
  return (
    <>
      <Button loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
        {words.withdraw}
      </Button>
      {withdraw.isError && (
        <p className="personal-fault" role="alert">
          {sayError(withdraw.error, common)}
        </p>
      )}
    </>
  )
}
