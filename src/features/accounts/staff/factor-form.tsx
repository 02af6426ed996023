import { startAuthentication } from '@simplewebauthn/browser'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call, isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { askPasskey, type SignedIn, showCode, showPasskey } from '../sign-in-api.ts'
import { Fault, TextField } from './fields.tsx'
import { signInWords } from './words.ts'

type Props = { factors: { totp: boolean; passkey: boolean }; done: (answer: SignedIn) => void }

/** The second step of signing in: a code, or a passkey. A recovery code goes into the same field. */
export function FactorForm({ factors, done }: Props) {
  const words = useWords(signInWords).factor
  const common = useWords(commonWords)
  const [empty, setEmpty] = useState(false)
  const byCode = useMutation({
    mutationFn: (code: string) => call(showCode, { body: { code } }),
    onSuccess: done,
  })
  const byKey = useMutation({ mutationFn: signWithPasskey, onSuccess: done })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).trim()
    setEmpty(code === '')
    if (code === '') (event.currentTarget.elements.namedItem('code') as HTMLInputElement).focus()
    else byCode.mutate(code)
  }
  const busy = byCode.isPending || byKey.isPending
  const keyFault =
    byKey.error && (isApiError(byKey.error) ? sayError(byKey.error, common) : words.passkeyFailed)
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.title}>
      <Fault>
        {empty ? words.empty : !busy && (keyFault || (byCode.error && sayError(byCode.error, common)))}
      </Fault>
      {factors.passkey && (
        <button type="button" className="sign-in-submit" disabled={busy} onClick={() => byKey.mutate()}>
          {words.passkey}
        </button>
      )}
      <TextField
        label={words.code}
        name="code"
        autoComplete="one-time-code"
        hint={words.codeHint}
        invalid={empty}
        maxLength={40}
        focused={factors.totp}
      />
      <button
        type="submit"
        className={factors.passkey ? 'sign-in-submit sign-in-second' : 'sign-in-submit'}
        disabled={busy}
      >
        {words.go}
      </button>
    </form>
  )
}

async function signWithPasskey(): Promise<SignedIn> {
  const optionsJSON = await call(askPasskey, {})
  const response = await startAuthentication({ optionsJSON: optionsJSON as never })
  return call(showPasskey, { body: { response: { ...response } } })
}
