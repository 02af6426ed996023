import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import { changePassword, type getSignIn, type SignedIn } from '../sign-in-api.ts'
import { Fault, PasswordField } from './fields.tsx'
import { sayFault, wrongFields } from './say-fault.ts'
import { signInWords } from './words.ts'

type Props = {
  rules: Answer<typeof getSignIn>['passwordRules']
  done: (answer: SignedIn) => void
  focused?: boolean
}

/** The present password and a new one; what is wrong with the new one is told all at once. */
export function PasswordForm({ rules, done, focused }: Props) {
  const words = useWords(signInWords)
  const common = useWords(commonWords)
  const change = useMutation({
    mutationFn: (body: { current: string; next: string }) => call(changePassword, { body }),
    onSuccess: done,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const empty = ['current', 'next'].find((name) => data.get(name) === '')
    if (empty) (event.currentTarget.elements.namedItem(empty) as HTMLInputElement).focus()
    else change.mutate({ current: String(data.get('current')), next: String(data.get('next')) })
  }
  const wrong = wrongFields(change.error)
  const { minLength, classes, longEnough, remembered } = rules
  const advice = words.change.rules(`${minLength}`, `${classes}`, `${longEnough}`, `${remembered}`)
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.change.go}>
      <Fault>{change.isError && !change.isPending && sayFault(change.error, words, common)}</Fault>
      <PasswordField
        label={words.change.current}
        name="current"
        autoComplete="current-password"
        invalid={wrong.has('current')}
        focused={focused ?? false}
      />
      <PasswordField
        label={words.change.next}
        name="next"
        autoComplete="new-password"
        invalid={wrong.has('next')}
        hint={advice}
      />
      <button type="submit" className="sign-in-submit" disabled={change.isPending}>
        {words.change.go}
      </button>
    </form>
  )
}
