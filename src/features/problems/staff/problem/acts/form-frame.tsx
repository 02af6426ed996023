import { Button } from 'antd'
import type { FormEvent, ReactNode } from 'react'
import type { Acted } from '../../../api.ts'
import type { ProblemDetail } from '../../../views.ts'
import type { Values } from '../form/faults.ts'
import { keepEnter } from '../form/keep-enter.ts'
import { Missing } from '../form/missing.tsx'
import type { ActForm } from '../form/use-form.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { Consequence } from './consequence.tsx'
import { Refusal } from './refusal.tsx'
import { faultsIn } from './refusals.ts'
import type { Phase, SentAct } from './send.ts'

type Sent = Promise<Acted | null>

export type Sending = {
  phase: Phase
  send: (body: Values) => Sent
  sendAnew: (version: number, body: Values) => Sent
  sendConfirmed: (ruleKey: string, body: Values) => Sent
}

type FrameProps = {
  form: ActForm
  problem: ProblemDetail | null
  act: SentAct
  sending: Sending
  /** Looks once more before sending and leads to what is wrong; false keeps it from being sent. */
  ready: () => boolean
  /** What else keeps it from being sent, besides fields. */
  waits?: ReactNode
  close: () => void
  children: ReactNode
}

/** What stands round the fields of every act: the draft, the refusal, what is missing, what submitting does. */
export function FormFrame({ form, problem, act, sending, ready, waits, close, children }: FrameProps) {
  const words = usePageWords()
  const { acts } = useProblemWords()
  const { phase } = sending
  const submit = async (through: Sending['send']) => {
    if (!ready()) return
    if (await through(form.body())) form.forget()
  }
  return (
    <form
      className="pp-form"
      noValidate
      onKeyDown={keepEnter}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit(sending.send)
      }}
    >
      {form.restored && <Restored startOver={form.startOver} />}
      {children}
      {phase.is === 'refused' && (
        <Refusal
          error={phase.error}
          problem={problem}
          act={act}
          again={(version) => void submit((body) => sending.sendAnew(version, body))}
          confirm={(ruleKey) => void submit((body) => sending.sendConfirmed(ruleKey, body))}
          take={(error) => form.setServerFaults(faultsIn(error))}
        />
      )}
      <footer className="pp-form-foot">
        {waits}
        {(!waits || form.faults.length > 0) && <Missing form={form} />}
        <Consequence act={act} problem={problem} />
        <div className="pp-form-buttons">
          <Button type="primary" htmlType="submit" loading={phase.is === 'sending'}>
            {phase.is === 'sending' ? words.panel.sending : acts[act]}
          </Button>
          <Button onClick={close}>{words.panel.cancel}</Button>
        </div>
      </footer>
    </form>
  )
}

function Restored({ startOver }: { startOver: () => void }) {
  const t = usePageWords().panel
  return (
    <p className="pp-kept">
      {t.kept}{' '}
      <button type="button" className="pp-link" onClick={startOver}>
        {t.dropKept}
      </button>
    </p>
  )
}
