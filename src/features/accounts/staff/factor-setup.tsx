import { startRegistration } from '@simplewebauthn/browser'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Answer } from '#platform/http/endpoint.ts'
import { call, isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import { addPasskey, beginPasskey, beginTotp, confirmTotp } from '../sign-in-api.ts'
import { Fault, PasswordField, TextField } from './fields.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { sayFault } from './say-fault.ts'
import { signInWords } from './words.ts'

type Enrolled = Answer<typeof confirmTotp>
type Kind = 'totp' | 'passkey'

/** Sets up a second factor: which kind, the password once more, then the app or the key; at the first, its recovery codes. */
export function FactorSetup({ done, cancel }: { done: () => void; cancel?: () => void }) {
  const words = useWords(signInWords)
  const [codes, setCodes] = useState<readonly string[]>()
  const [begun, setBegun] = useState<Answer<typeof beginTotp>>()
  const enrolled = ({ recoveryCodes }: Enrolled) => (recoveryCodes ? setCodes(recoveryCodes) : done())
  if (codes) return <RecoveryCodes codes={codes} done={done} />
  return (
    <div className="sign-in-setup">
      {begun ? <ScanForm begun={begun} done={enrolled} /> : <PickForm begin={setBegun} done={enrolled} />}
      {cancel && (
        <button type="button" className="sign-in-language" onClick={cancel}>
          {words.cancel}
        </button>
      )}
    </div>
  )
}

/** Browsers make passkeys for names only, never for bare addresses, and only where nobody can listen. */
const canPasskey =
  window.isSecureContext && 'credentials' in navigator && !/^[\d.]+$|:/.test(window.location.hostname)

type PickProps = { begin: (begun: Answer<typeof beginTotp>) => void; done: (enrolled: Enrolled) => void }

function PickForm({ begin, done }: PickProps) {
  const words = useWords(signInWords)
  const common = useWords(commonWords)
  const [kind, setKind] = useState<Kind>('totp')
  const go = useMutation({
    mutationFn: async (password: string) => {
      if (kind === 'totp') return begin(await call(beginTotp, { body: { password } }))
      return done(await makePasskey(password, words.enrol.defaultPasskey))
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    go.mutate(String(new FormData(event.currentTarget).get('password')) || ' ')
  }
  const fault = go.error && (isApiError(go.error) ? sayFault(go.error, words, common) : words.enrol.failed)
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.enrol.pick}>
      <Fault>{!go.isPending && fault}</Fault>
      <fieldset className="sign-in-kinds">
        <legend>{words.enrol.pick}</legend>
        {(['totp', 'passkey'] as const).map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="kind"
              checked={kind === each}
              disabled={each === 'passkey' && !canPasskey}
              onChange={() => setKind(each)}
            />
            <span>
              <strong>{words.enrol[each]}</strong>
              {each === 'passkey' && !canPasskey
                ? words.enrol.passkeyNeedsHttps
                : words.enrol[`${each}About`]}
            </span>
          </label>
        ))}
      </fieldset>
      <PasswordField
        label={words.enrol.confirmPassword}
        name="password"
        autoComplete="current-password"
        invalid={go.isError}
      />
      <button type="submit" className="sign-in-submit" disabled={go.isPending}>
        {go.isPending && kind === 'passkey' ? words.enrol.touch : words.enrol.begin}
      </button>
    </form>
  )
}

function ScanForm({ begun, done }: { begun: Answer<typeof beginTotp>; done: (enrolled: Enrolled) => void }) {
  const words = useWords(signInWords)
  const common = useWords(commonWords)
  const confirm = useMutation({
    mutationFn: (body: { code: string; name: string }) => call(confirmTotp, { body }),
    onSuccess: done,
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    const name = String(data.get('name')).trim() || words.enrol.defaultTotp
    confirm.mutate({ code: String(data.get('code')).replace(/\s/g, '') || '-', name })
  }
  return (
    <form className="sign-in-form" onSubmit={submit} noValidate aria-label={words.enrol.totp}>
      <Fault>{confirm.isError && !confirm.isPending && sayFault(confirm.error, words, common)}</Fault>
      <p className="sign-in-note">{words.enrol.scan}</p>
      <img className="sign-in-qr" src={begun.qr} alt={words.enrol.qr} width="220" height="220" />
      <p className="sign-in-secret">
        <span>{words.enrol.secret}</span>
        <code>{begun.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <TextField
        label={words.enrol.code}
        name="code"
        autoComplete="one-time-code"
        maxLength={10}
        invalid={confirm.isError}
        numeric
        focused
      />
      <TextField
        label={words.enrol.name}
        name="name"
        defaultValue={words.enrol.defaultTotp}
        hint={words.enrol.nameHint}
        maxLength={40}
      />
      <button type="submit" className="sign-in-submit" disabled={confirm.isPending}>
        {words.enrol.finish}
      </button>
    </form>
  )
}

async function makePasskey(password: string, name: string): Promise<Enrolled> {
  const optionsJSON = await call(beginPasskey, { body: { password } })
  const response = await startRegistration({ optionsJSON: optionsJSON as never })
  return call(addPasskey, { body: { response: { ...response }, name } })
}
