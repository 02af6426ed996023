import { useQueryClient } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { beginSsoLink, type OwnSignIn, removeSsoLink } from '../../sign-in-api.ts'
import { Fault } from '../fields.tsx'
import { ownSignInQuery } from '../own-sign-in.ts'
import { useSsoFault } from '../sso.tsx'
import { ProveForm } from './prove-form.tsx'
import { accountWords } from './words.ts'

/** Whom the county's identity provider knows one as; shown only where there is one. */
export function SsoPart({ linkedAt }: NonNullable<OwnSignIn['sso']>) {
  const { sso: words } = useWords(accountWords)
  const format = useFormat()
  const client = useQueryClient()
  const { sso: told } = useSearch({ from: '/desk/me' })
  const fault = useSsoFault(told)
  const [stage, setStage] = useState<'shown' | 'linking' | 'removing'>('shown')
  const show = () => {
    setStage('shown')
    void client.invalidateQueries(ownSignInQuery)
  }
  return (
    <section className="account-part" aria-labelledby="account-sso">
      <h2 id="account-sso">{words.title}</h2>
      <p>
        {words.why} {linkedAt ? <strong>{words.linked(format.date(linkedAt))}</strong> : words.none}
      </p>
      {stage === 'shown' && told === 'linked' && linkedAt && <p role="status">{words.done}</p>}
      {stage === 'shown' && <Fault>{fault}</Fault>}
      {stage === 'linking' && (
        <ProveForm
          title={words.link}
          why={words.linkWhy}
          go={words.go}
          act={(password) => call(beginSsoLink, { body: { password } })}
          done={({ url }) => globalThis.location.assign(url)}
          cancel={show}
        />
      )}
      {stage === 'removing' && (
        <ProveForm
          title={words.remove}
          why={words.removeWhy}
          go={words.confirmRemove}
          act={(password) => call(removeSsoLink, { body: { password } })}
          done={show}
          cancel={show}
        />
      )}
      {stage === 'shown' && (
        <div className="account-acts">
          <button type="button" className="ui-button" onClick={() => setStage('linking')}>
            {linkedAt ? words.relink : words.link}
          </button>
          {linkedAt && (
            <button type="button" className="ui-button" onClick={() => setStage('removing')}>
              {words.remove}
            </button>
          )}
        </div>
      )}
    </section>
  )
}
