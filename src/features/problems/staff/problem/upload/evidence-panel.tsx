import { useState } from 'react'
import { type ActFormProps, Fields, mayBeSent } from '../acts/act-form.tsx'
import { Done } from '../acts/done.tsx'
import { FormFrame } from '../acts/form-frame.tsx'
import { focusField } from '../form/missing.tsx'
import { type ActForm, useActForm } from '../form/use-form.ts'
import { usePageWords } from '../kit.tsx'
import { ChosenFiles } from './chosen-files.tsx'
import { FileChooser } from './file-chooser.tsx'
import { useSendFiles } from './send-files.ts'
import { filesWait } from './trouble.ts'
import { useUploads } from './uploads.ts'

/** Several files with the same facts, chosen, dropped or photographed. */
export function EvidencePanel({ problem: current, act, today, close, open }: ActFormProps) {
  const t = usePageWords().upload
  const [problem] = useState(current)
  const form = withoutFile(useActForm(act, { problem, today }))
  const files = useUploads()
  const sending = useSendFiles(problem, files)
  const { phase } = sending
  const wait = filesWait(files.uploads)
  const ready = () => {
    if (!mayBeSent(form)) return false
    if (wait) focusField('uploadId')
    return !wait
  }
  if (phase.is === 'done') return <Done acted={phase.acted} act={act} close={close} open={open} />
  return (
    <FormFrame
      form={form}
      problem={problem}
      act={act}
      sending={sending}
      ready={ready}
      close={close}
      waits={wait && <p className="pp-fault">{t.waits[wait.why](wait.n)}</p>}
    >
      <FileChooser add={files.add} />
      <ChosenFiles files={files} />
      <Fields form={form} problem={problem} today={today} but="uploadId" />
    </FormFrame>
  )
}

/** The file itself is not a field of the form: there may be several, and each says for itself how it stands. */
const withoutFile = (form: ActForm): ActForm => ({
  ...form,
  faults: form.faults.filter((fault) => fault.path !== 'uploadId'),
})
