import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import type { Acted } from '../../../api.ts'
import { type ActFormProps, fieldsInOrder } from '../acts/act-form.tsx'
import { Consequence } from '../acts/consequence.tsx'
import { Done } from '../acts/done.tsx'
import { Refusal } from '../acts/refusal.tsx'
import { faultsIn } from '../acts/refusals.ts'
import { carryOut } from '../acts/send.ts'
import { type Setting, settings } from '../acts/settings.ts'
import { settingIn } from '../form/context.ts'
import { Field } from '../form/field.tsx'
import { keepEnter } from '../form/keep-enter.ts'
import { focusField, Missing } from '../form/missing.tsx'
import { type ActForm, useActForm } from '../form/use-form.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { ChosenFiles } from './chosen-files.tsx'
import { FileChooser } from './file-chooser.tsx'
import { useUploads } from './uploads.ts'

/** Several files with the same facts; each is submitted as an act of its own, in turn. */
export function EvidencePanel({ problem: current, act, today, close, open }: ActFormProps) {
  const words = usePageWords()
  const actWords = useProblemWords().acts
  const [problem] = useState(current)
  const form = withoutFile(useActForm(act, { problem, today }))
  const files = useUploads()
  const queries = useQueryClient()
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [version, setVersion] = useState(problem?.version ?? 0)
  const [acted, setActed] = useState<Acted | null>(null)
  const unfinished = files.uploads.filter((u) => u.state === 'going' || u.state === 'failed').length
  const context = {
    form,
    known: { problem, today },
    settingAt: (path: string) => settingIn(settings[act] as Record<string, Setting>, path),
  }

  const sendAll = async (from: number) => {
    form.revealAll()
    const first = form.faults[0]
    if (first) return focusField(first.path)
    if (files.uploads.length === 0 || unfinished > 0 || !problem) return focusField('uploadId')
    setSending(true)
    setError(null)
    let at = from
    let last: Acted | null = null
    try {
      for (const upload of files.uploads.filter((u) => u.state !== 'sent')) {
        const body = { ...form.body(), uploadId: upload.uploadId }
        last = await carryOut(act, problem.id, { ...body, commandId: upload.commandId, version: at })
        at = last.version
        files.set(upload.key, { state: 'sent' })
      }
      form.forget()
      setActed(last)
    } catch (failed) {
      setError(failed)
    }
    setVersion(at)
    setSending(false)
    void queries.invalidateQueries()
  }

  if (acted) return <Done acted={acted} act={act} close={close} open={open} />
  return (
    <form
      className="pp-form"
      noValidate
      onKeyDown={keepEnter}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void sendAll(version)
      }}
    >
      <FileChooser add={files.add} />
      <ChosenFiles files={files} />
      {fieldsInOrder(act)
        .filter((field) => field.name !== 'uploadId')
        .map((field) => (
          <Field key={field.name} field={field} path={field.name} context={context} />
        ))}
      {error !== null && (
        <Refusal
          error={error}
          problem={problem}
          act={act}
          again={(now) => void sendAll(now)}
          take={(refused) => form.setServerFaults(faultsIn(refused))}
        />
      )}
      <footer className="pp-form-foot">
        {files.uploads.length === 0 && <p className="pp-fault">{words.upload.none}</p>}
        {unfinished > 0 && <p>{words.upload.unfinished(unfinished)}</p>}
        <Missing form={form} />
        <Consequence act={act} problem={problem} />
        <div className="pp-form-buttons">
          <Button type="primary" htmlType="submit" loading={sending} disabled={unfinished > 0}>
            {actWords[act]}
          </Button>
          <Button onClick={close}>{words.panel.cancel}</Button>
        </div>
      </footer>
    </form>
  )
}

/** The file itself is not a field of the form: there may be several, and each says for itself how it stands. */
const withoutFile = (form: ActForm): ActForm => ({
  ...form,
  faults: form.faults.filter((fault) => fault.path !== 'uploadId'),
})
