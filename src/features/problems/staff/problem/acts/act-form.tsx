import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import type { ProblemAct } from '../../../lifecycle.ts'
import { acts } from '../../../schema.ts'
import type { ProblemDetail } from '../../../views.ts'
import { settingIn } from '../form/context.ts'
import { Field } from '../form/field.tsx'
import { type Field as FieldOf, fieldsOf } from '../form/fields-of.ts'
import { keepEnter } from '../form/keep-enter.ts'
import { focusField, Missing } from '../form/missing.tsx'
import { useActForm } from '../form/use-form.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { Consequence } from './consequence.tsx'
import { Done } from './done.tsx'
import { Refusal } from './refusal.tsx'
import { faultsIn } from './refusals.ts'
import { type SentAct, useSend } from './send.ts'
import { type Setting, settings } from './settings.ts'

export type ActFormProps = {
  problem: ProblemDetail | null
  act: SentAct
  today: string
  close: () => void
  open: (act: ProblemAct) => void
}

/** Fields of an act in the order of its settings, which is the order people think in. */
export function fieldsInOrder(act: ProblemAct): FieldOf[] {
  const fields = fieldsOf(acts[act])
  return Object.keys(settings[act]).flatMap((name) => fields.find((field) => field.name === name) ?? [])
}

/** The form of any act: its fields, what is missing, what submitting does, and what came of it. */
export function ActForm({ problem: current, act, today, close, open }: ActFormProps) {
  const words = usePageWords()
  const actWords = useProblemWords().acts
  // As it was when the panel opened; later news come through the stale answer, not under the reader's hands.
  const [problem] = useState(current)
  const form = useActForm(act, { problem, today })
  const { phase, send, sendAnew } = useSend(act, problem)
  const context = {
    form,
    known: { problem, today },
    settingAt: (path: string) => settingIn(settings[act] as Record<string, Setting>, path),
  }
  const submit = async (through: typeof send) => {
    form.revealAll()
    const first = form.faults[0]
    if (first) return focusField(first.path)
    if (await through(form.body())) form.forget()
  }
  if (phase.is === 'done') return <Done acted={phase.acted} act={act} close={close} open={open} />
  return (
    <form
      className="pp-form"
      noValidate
      onKeyDown={keepEnter}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit(send)
      }}
    >
      {form.restored && (
        <p className="pp-kept">
          {words.panel.kept}{' '}
          <button type="button" className="pp-link" onClick={form.startOver}>
            {words.panel.dropKept}
          </button>
        </p>
      )}
      {fieldsInOrder(act).map((field) => (
        <Field key={field.name} field={field} path={field.name} context={context} />
      ))}
      {phase.is === 'refused' && (
        <Refusal
          error={phase.error}
          problem={problem}
          act={act}
          again={(version) => void submit((body) => sendAnew(version, body))}
          take={(error) => form.setServerFaults(faultsIn(error))}
        />
      )}
      <footer className="pp-form-foot">
        <Missing form={form} />
        <Consequence act={act} problem={problem} />
        <div className="pp-form-buttons">
          <Button type="primary" htmlType="submit" loading={phase.is === 'sending'}>
            {phase.is === 'sending' ? words.panel.sending : actWords[act]}
          </Button>
          <Button onClick={close}>{words.panel.cancel}</Button>
        </div>
      </footer>
    </form>
  )
}
