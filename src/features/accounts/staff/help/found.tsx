import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { askFactorReset, type findAccount, resetPassword, unlockSignIn } from '../../sign-in-api.ts'
import { Fault, TextField } from '../fields.tsx'
import { helpWords } from './words.ts'

type Person = Answer<typeof findAccount>
type Done = (next: { slip?: Answer<typeof resetPassword>; told?: string }) => void
type Props = { person: Person; done: Done }

/** One person: what is in the way of their sign-in, and what can be done about it. */
export function Found({ person, done }: Props) {
  const words = useWords(helpWords)
  const [act, setAct] = useState<'reset' | 'lost'>()
  return (
    <div className="help-found">
      <h3>
        {person.name} <small>{person.organizations.join(' ')}</small>
      </h3>
      <States person={person} />
      {act === 'reset' && <Reset person={person} done={done} cancel={() => setAct(undefined)} />}
      {act === 'lost' && <Lost person={person} done={done} cancel={() => setAct(undefined)} />}
      {act === undefined && (
        <div className="account-acts">
          {person.lockedUntil && <Unlock person={person} done={done} />}
          {person.canReset ? (
            <button type="button" className="ui-button" onClick={() => setAct('reset')}>
              {words.reset}
            </button>
          ) : (
            <span>{words.noReset}</span>
          )}
          {person.factors > 0 && (
            <button type="button" className="ui-button" onClick={() => setAct('lost')}>
              {words.lost}
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

function Lost({ person, done, cancel }: Props & { cancel: () => void }) {
  const words = useWords(helpWords)
  const common = useWords(commonWords)
  const client = useQueryClient()
  const ask = useMutation({
    mutationFn: (reason: string) => call(askFactorReset, { params: { id: person.id }, body: { reason } }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['factor-resets'] })
      done({ told: words.asked })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    ask.mutate(String(new FormData(event.currentTarget).get('reason')))
  }
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.lost}>
      <Fault>{ask.isError && sayError(ask.error, common)}</Fault>
      <p className="sign-in-note">{words.lostWhy}</p>
      <TextField
        label={words.reason}
        name="reason"
        hint={words.reasonHint}
        maxLength={200}
        invalid={ask.isError}
        focused
      />
      <button type="submit" className="sign-in-submit" disabled={ask.isPending}>
        {words.ask}
      </button>
      <button type="button" className="sign-in-language" onClick={cancel}>
        {words.cancel}
      </button>
    </form>
  )
}
