import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { type OwnSignIn, removeFactor, renewRecoveryCodes } from '../../sign-in-api.ts'
import { FactorSetup } from '../factor-setup.tsx'
import { ownSignInQuery } from '../own-sign-in.ts'
import { RecoveryCodes } from '../recovery-codes.tsx'
import { ProveForm } from './prove-form.tsx'
import { accountWords } from './words.ts'

type Factor = OwnSignIn['factors'][number]
type Stage =
  | { at: 'shown' | 'adding' | 'renewing' }
  | { at: 'removing'; factor: Factor }
  | { at: 'codes'; codes: readonly string[] }

export function FactorsPart({ own }: { own: OwnSignIn }) {
  const words = useWords(accountWords)
  const client = useQueryClient()
  const [stage, setStage] = useState<Stage>({ at: 'shown' })
  const show = () => {
    setStage({ at: 'shown' })
    void client.invalidateQueries(ownSignInQuery)
  }
  return (
    <section className="account-part" aria-labelledby="account-factors">
      <h2 id="account-factors">{words.factors}</h2>
      <p>
        {words.factorsWhy} {own.factorAsked !== 'free' && <strong>{words[own.factorAsked]}</strong>}
      </p>
      <Going stage={stage} show={show} setStage={setStage} />
      {stage.at === 'shown' && <Factors own={own} setStage={setStage} />}
    </section>
  )
}

type GoingProps = { stage: Stage; show: () => void; setStage: (stage: Stage) => void }

function Going({ stage, show, setStage }: GoingProps) {
  const words = useWords(accountWords)
  switch (stage.at) {
    case 'shown':
      return null
    case 'adding':
      return <FactorSetup done={show} cancel={show} />
    case 'codes':
      return <RecoveryCodes codes={stage.codes} done={show} />
    case 'renewing':
      return (
        <ProveForm
          title={words.newCodes}
          why={words.newCodesWhy}
          go={words.confirmCodes}
          act={(password) => call(renewRecoveryCodes, { body: { password } })}
          done={({ recoveryCodes }) => setStage({ at: 'codes', codes: recoveryCodes })}
          cancel={show}
        />
      )
    case 'removing':
      return (
        <ProveForm
          title={words.removeWhat(stage.factor.name)}
          go={words.confirmRemove}
          act={(password) => call(removeFactor, { params: { id: stage.factor.id }, body: { password } })}
          done={show}
          cancel={show}
        />
      )
  }
}

function Factors({ own, setStage }: { own: OwnSignIn; setStage: (stage: Stage) => void }) {
  const words = useWords(accountWords)
  const format = useFormat()
  return (
    <>
      {own.factors.length === 0 && <p>{words.none}</p>}
      <ul className="account-list">
        {own.factors.map((factor) => (
          <li key={factor.id}>
            <div>
              <strong>{factor.name}</strong>
              <span>
                {words[factor.kind]} · {words.made(format.date(factor.madeAt))}
                {factor.usedAt && ` · ${words.used(format.dateTime(factor.usedAt))}`}
              </span>
            </div>
            <button
              type="button"
              className="ui-button"
              aria-label={words.removeWhat(factor.name)}
              onClick={() => setStage({ at: 'removing', factor })}
            >
              {words.remove}
            </button>
          </li>
        ))}
      </ul>
      <div className="account-acts">
        <button type="button" className="ui-button" onClick={() => setStage({ at: 'adding' })}>
          {words.add}
        </button>
        {own.factors.length > 0 && (
          <>
            <button type="button" className="ui-button" onClick={() => setStage({ at: 'renewing' })}>
              {words.newCodes}
            </button>
            <span>{words.codesLeft(format.number(own.recoveryCodes))}</span>
          </>
        )}
      </div>
    </>
  )
}
