import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import { Fault, PasswordField } from '../fields.tsx'
import { sayFault } from '../say-fault.ts'
import { signInWords } from '../words.ts'
import { accountWords } from './words.ts'

type Props<T> = {
  title: string
  why?: string
  go: string
  act: (password: string) => Promise<T>
  done: (answer: T) => void
  cancel: () => void
}

/** An act that needs the password once more: an open session on somebody's desk is not the person. */
export function ProveForm<T>({ title, why, go, act, done, cancel }: Props<T>) {
  const words = useWords(accountWords)
  const signIn = useWords(signInWords)
  const common = useWords(commonWords)
  const acting = useMutation({ mutationFn: act, onSuccess: done })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    acting.mutate(String(new FormData(event.currentTarget).get('password')) || ' ')
  }
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={title}>
      <strong>{title}</strong>
      {why && <p className="sign-in-note">{why}</p>}
      <Fault>{acting.isError && !acting.isPending && sayFault(acting.error, signIn, common)}</Fault>
      <PasswordField
        label={words.confirm}
        name="password"
        autoComplete="current-password"
        invalid={acting.isError}
        focused
      />
      <button type="submit" className="sign-in-submit" disabled={acting.isPending}>
        {go}
      </button>
      <button type="button" className="sign-in-language" onClick={cancel}>
        {signIn.cancel}
      </button>
    </form>
  )
}
