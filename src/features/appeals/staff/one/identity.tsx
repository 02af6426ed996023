import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { newId } from '#ui/new-id.ts'
import { openAppealIdentity, reissueReceipt } from '../../api.ts'
import type { Party } from '../../lifecycle.ts'
import type { AppealDetail } from '../../views.ts'
import { Part } from '../part.tsx'
import { Refusal } from '../refusal.tsx'
import { Slip } from '../slip.tsx'
import { isRegistrar } from '../who.ts'
import { useAppealWords, useStaffWords } from '../words.ts'

/** What the resident chose, who has looked, and, with a reason, who it was: on this page only, until it is left. */
export function Identity({ appeal }: { appeal: AppealDetail }) {
  const t = useStaffWords().identity
  const { parties } = useAppealWords()
  const format = useFormat()
  const me = useMe()
  const { isKept, hasPhone, mayOpen, openings } = appeal.identity
  return (
    <Part id="identity" title={t.title}>
      <p>
        <strong>{t.chose[appeal.openness]}</strong>
      </p>
      <p className="ap-minor">{isKept ? t.kept(hasPhone) : t.none}</p>
      {isKept && (mayOpen ? <OpenIdentity id={appeal.id} /> : <p className="ap-minor">{t.mayNot}</p>)}
      {openings && openings.length > 0 ? (
        <details>
          <summary>{t.openings(openings.length)}</summary>
          <ul className="ap-plain">
            {openings.map(({ by, as, reason, at }) => (
              <li key={at}>
                <time className="ap-minor" dateTime={at}>
                  {format.dateTime(at)}
                </time>{' '}
                {by.name} · {parties[as as Party] ?? as} · {reason}
              </li>
            ))}
          </ul>
        </details>
      ) : (
        openings && isKept && <p className="ap-minor">{t.noOpenings}</p>
      )}
      {isRegistrar(me) && mayOpen && <Reissue appeal={appeal} />}
    </Part>
  )
}

type Person = Answer<typeof openAppealIdentity>

/** What is opened stays in this part alone: not with what is read, so that it is gone with the page. */
export function OpenIdentity({ id }: { id: string }) {
  const t = useStaffWords().identity
  const asking = useAsking(id)
  const [person, setPerson] = useState<Person | null>(null)
  if (person)
    return (
      <div className="ap-told" role="status">
        <dl className="ap-facts">
          {(['name', 'phone', 'address', 'said'] as const).map((key) => (
            <div key={key}>
              <dt>{t[key]}</dt>
              <dd className="ap-prose">{person[key] ?? <span className="ap-minor">{t.unnamed}</span>}</dd>
            </div>
          ))}
        </dl>
        <p className="ap-minor">{t.shown}</p>
      </div>
    )
  return (
    <WithReason
      label={t.why}
      button={t.open}
      note={t.note}
      asking={asking}
      send={(reason) =>
        asking.ask(async (commandId) => {
          setPerson(await call(openAppealIdentity, { params: { id }, body: { commandId, reason } }))
        })
      }
    />
  )
}

function Reissue({ appeal: { id, number } }: { appeal: AppealDetail }) {
  const t = useStaffWords().identity
  const words = useStaffWords().register.done
  const asking = useAsking(id)
  const [receipt, setReceipt] = useState('')
  if (receipt)
    return (
      <div className="ap-reissued">
        <Slip number={number} receipt={receipt} />
        <p className="ap-minor">{words.say}</p>
        <Button className="ui-no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </div>
    )
  return (
    <details>
      <summary>{t.reissue}</summary>
      <WithReason
        label={t.reissueReason}
        button={t.reissue}
        note={t.reissueWhy}
        asking={asking}
        send={(reason) =>
          asking.ask(async (commandId) => {
            const answer = await call(reissueReceipt, { params: { id }, body: { commandId, reason } })
            setReceipt(answer.receipt)
          })
        }
      />
    </details>
  )
}

type Asking = {
  isAsking: boolean
  error: unknown
  ask: (carryOut: (commandId: string) => Promise<void>) => Promise<void>
}

/** Asks once under one command, however often the button is pressed; afterwards the appeal is read anew. */
function useAsking(id: string): Asking {
  const queries = useQueryClient()
  const [commandId] = useState(() => newId())
  const [isAsking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const ask = async (carryOut: (commandId: string) => Promise<void>) => {
    setAsking(true)
    setError(null)
    try {
      await carryOut(commandId)
      void queries.invalidateQueries({ queryKey: ['appeal', id] })
    } catch (failure) {
      setError(failure)
    } finally {
      setAsking(false)
    }
  }
  return { isAsking, error, ask }
}

type ReasonProps = {
  label: string
  button: string
  note: string
  asking: Asking
  send: (reason: string) => Promise<void>
}

function WithReason({ label, button, note, asking, send }: ReasonProps) {
  const [reason, setReason] = useState('')
  return (
    <form
      className="ap-act-form ui-no-print"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void send(reason.trim())
      }}
    >
      <label className="ap-field">
        <span>{label}</span>
        <input value={reason} maxLength={200} onChange={({ target }) => setReason(target.value)} />
      </label>
      <p className="ap-minor">{note}</p>
      <Refusal error={asking.error} />
      <Button htmlType="submit" disabled={reason.trim().length < 2} loading={asking.isAsking}>
        {button}
      </Button>
    </form>
  )
}
