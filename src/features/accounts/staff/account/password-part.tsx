import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { OwnSignIn } from '../../sign-in-api.ts'
import { ownSignInQuery } from '../own-sign-in.ts'
import { PasswordForm } from '../password-form.tsx'
import { signInWords } from '../words.ts'
import { accountWords } from './words.ts'

export function PasswordPart({ own }: { own: OwnSignIn }) {
  const words = useWords(accountWords)
  const signIn = useWords(signInWords)
  const format = useFormat()
  const client = useQueryClient()
  const [stage, setStage] = useState<'shown' | 'changing' | 'changed'>('shown')
  const done = () => {
    setStage('changed')
    void client.invalidateQueries(ownSignInQuery)
  }
  return (
    <section className="account-part" aria-labelledby="account-password">
      <h2 id="account-password">{words.password}</h2>
      <p>
        {own.passwordSetAt
          ? [
              words.passwordSet(format.date(own.passwordSetAt)),
              own.passwordUntil && words.passwordUntil(format.date(own.passwordUntil)),
            ]
              .filter(Boolean)
              .join(' · ')
          : words.passwordFree}
      </p>
      {stage === 'changed' && <p role="status">{words.changed}</p>}
      {stage === 'changing' ? (
        <>
          <PasswordForm rules={own.passwordRules} done={done} focused />
          <button type="button" className="sign-in-language" onClick={() => setStage('shown')}>
            {signIn.cancel}
          </button>
        </>
      ) : (
        <button type="button" className="ui-button" onClick={() => setStage('changing')}>
          {words.change}
        </button>
      )}
    </section>
  )
}
