import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { roleWords } from '../../role-words.ts'
import { askReset, type findAccount, resetPassword, unlockSignIn } from '../../sign-in-api.ts'
import { Fault, TextField } from '../fields.tsx'
import { helpWords } from './words.ts'

type Person = Answer<typeof findAccount>
type Done = (next: { slip?: Answer<typeof resetPassword>; told?: string }) => void
type Props = { person: Person; done: Done }

/** One person: what is in the way of their sign-in, and what can be done about it. */
export function Found({ person, done }: Props) {
  const words = useWords(helpWords)
  const roles = useWords(roleWords)
  const [act, setAct] = useState<'reset' | 'password' | 'factor'>()
  return (
    <div className="help-found">
      <h3>
        {person.name} <small>{person.organizations.join(' ')}</small>
      </h3>
      <States person={person} />
      {act === 'reset' && <Reset person={person} done={done} cancel={() => setAct(undefined)} />}
      {(act === 'password' || act === 'factor') && (
        <Ask kind={act} person={person} done={done} cancel={() => setAct(undefined)} />
      )}
      {act === undefined && (
        <div className="account-acts">
          {person.lockedUntil && <Unlock person={person} done={done} />}
          {person.reset === 'now' && (
            <button type="button" className="ui-button" onClick={() => setAct('reset')}>
              {words.reset}
            </button>
          )}
          {person.reset === 'ask' && (
            <button type="button" className="ui-button" onClick={() => setAct('password')}>
              {words.ask.password.title}
            </button>
          )}
          {person.reset === 'waiting' && <span>{words.resetWaiting(roles[person.second])}</span>}
          {person.reset === 'operator' && <span>{words.noReset}</span>}
          {person.factors > 0 && (
            <button type="button" className="ui-button" onClick={() => setAct('factor')}>
              {words.ask.factor.title}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

function States({ person }: { person: Person }) {
  const words = useWords(helpWords).state
  const format = useFormat()
  const states = [
    !person.hasPassword && words.noPassword,
    person.mustChange && words.mustChange,
    person.lockedUntil && words.locked(format.time(person.lockedUntil)),
    person.factors > 0 && words.factors(format.number(person.factors)),
  ].filter((state) => typeof state === 'string')
  return <p>{(states.length > 0 ? states : [words.fine]).join(' · ')}</p>
}

function Unlock({ person, done }: Props) {
  const words = useWords(helpWords)
  const common = useWords(commonWords)
  const unlock = useMutation({
    mutationFn: () => call(unlockSignIn, { params: { id: person.id } }),
    onSuccess: () => done({ told: words.unlocked }),
  })
  return (
    <>
      <button type="button" className="ui-button" disabled={unlock.isPending} onClick={() => unlock.mutate()}>
        {words.unlock}
      </button>
      {unlock.isError && <span role="alert">{sayError(unlock.error, common)}</span>}
    </>
  )
}

function Reset({ person, done, cancel }: Props & { cancel: () => void }) {
  const words = useWords(helpWords)
  const common = useWords(commonWords)
  const reset = useMutation({
    mutationFn: () => call(resetPassword, { params: { id: person.id } }),
    onSuccess: (slip) => done({ slip }),
  })
  return (
    <div className="sign-in-form">
      <Fault>{reset.isError && sayError(reset.error, common)}</Fault>
      <p className="sign-in-note">{words.resetWhy}</p>
      <button
        type="button"
        className="sign-in-submit"
        disabled={reset.isPending}
        onClick={() => reset.mutate()}
      >
        {words.resetGo}
      </button>
      <button type="button" className="sign-in-language" onClick={cancel}>
        {words.cancel}
      </button>
    </div>
  )
}

/** What takes two: the reason goes to whoever confirms. */
function Ask({ kind, person, done, cancel }: Props & { kind: 'password' | 'factor'; cancel: () => void }) {
  const words = useWords(helpWords)
  const common = useWords(commonWords)
  const second = useWords(roleWords)[person.second]
  const client = useQueryClient()
  const ask = useMutation({
    mutationFn: (reason: string) => call(askReset, { params: { id: person.id }, body: { kind, reason } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['resets'] })
      done({ told: words.asked(second) })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    ask.mutate(String(new FormData(event.currentTarget).get('reason')))
  }
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.ask[kind].title}>
      <Fault>{ask.isError && sayError(ask.error, common)}</Fault>
      <p className="sign-in-note">{words.ask[kind].why(second)}</p>
      <TextField
        label={words.reason}
        name="reason"
        hint={words.ask[kind].example}
        maxLength={200}
        invalid={ask.isError}
        focused
      />
      <button type="submit" className="sign-in-submit" disabled={ask.isPending}>
        {words.askGo}
      </button>
      <button type="button" className="sign-in-language" onClick={cancel}>
        {words.cancel}
      </button>
    </form>
  )
}
