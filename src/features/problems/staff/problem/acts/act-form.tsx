import { useState } from 'react'
import type { ProblemAct } from '../../../lifecycle.ts'
import { acts } from '../../../schema.ts'
import type { ProblemDetail } from '../../../views.ts'
import { settingIn } from '../form/context.ts'
import { Field } from '../form/field.tsx'
import { type Field as FieldOf, fieldsOf } from '../form/fields-of.ts'
import { focusField } from '../form/missing.tsx'
import { type ActForm as Form, useActForm } from '../form/use-form.ts'
import { Done } from './done.tsx'
import { FormFrame } from './form-frame.tsx'
import { type SentAct, useSend } from './send.ts'
import { type Setting, settings } from './settings.ts'

export type ActFormProps = {
  problem: ProblemDetail | null
  act: SentAct
  today: string
  given?: Readonly<Record<string, unknown>> | undefined
  close: () => void
  /** Opens another act, of the problem that the act just done was on. */
  open: (act: ProblemAct, problemId: string) => void
}

/** The form of any act: its fields, what is missing, what submitting does, and what came of it. */
export function ActForm({ problem: current, act, today, given, close, open }: ActFormProps) {
  // As it was when the panel opened; later news come through the stale answer, not under the reader's hands.
  const [problem] = useState(current)
  const form = useActForm(act, { problem, today, given })
  const sending = useSend(act, problem)
  const { phase } = sending
  if (phase.is === 'done') return <Done acted={phase.acted} act={act} close={close} open={open} />
  return (
    <FormFrame
      form={form}
      problem={problem}
      act={act}
      sending={sending}
      ready={() => mayBeSent(form)}
      close={close}
    >
      <Fields form={form} problem={problem} today={today} />
    </FormFrame>
  )
}

/** Shows what is wrong and leads to the first of it, if anything is. */
export function mayBeSent(form: Form): boolean {
  form.revealAll()
  const first = form.faults[0]
  if (first) focusField(first.path)
  return first === undefined
}

type FieldsProps = { form: Form; problem: ProblemDetail | null; today: string; but?: string }

/** All fields of an act in the order of its settings, which is the order people think in; `but` is drawn elsewhere. */
export function Fields({ form, problem, today, but }: FieldsProps) {
  const of: Record<string, Setting> = settings[form.act]
  const context = {
    form,
    known: { problem, today },
    settingAt: (path: string) => settingIn(of, path),
  }
  return fieldsInOrder(form.act)
    .filter((field) => field.name !== but && context.settingAt(field.name).source?.from !== 'link')
    .map((field) => <Field key={field.name} field={field} path={field.name} context={context} />)
}

function fieldsInOrder(act: ProblemAct): FieldOf[] {
  const fields = fieldsOf(acts[act])
  return Object.keys(settings[act]).flatMap((name) => fields.find((field) => field.name === name) ?? [])
}
