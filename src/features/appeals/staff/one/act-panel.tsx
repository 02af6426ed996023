import { Button, Drawer } from 'antd'
import { type FormEvent, type KeyboardEvent, useState } from 'react'
import type { z } from 'zod'
import { dropDraft, keepDraft, keptDraft } from '#ui/draft.ts'
import { dayOf } from '#ui/format.ts'
import { uploadFile } from '#ui/upload.ts'
import type { OfferedAct } from '../../api.ts'
import { appealLifecycle } from '../../lifecycle.ts'
import { acts } from '../../schema.ts'
import type { AppealDetail } from '../../views.ts'
import { useSending } from '../data.ts'
import { Refusal } from '../refusal.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'
import { ActField } from './act-field.tsx'
import { Asked } from './chapters.tsx'
import { bodyOf, type FieldSpec, forms, keptOf, startOf, type Values } from './forms.ts'
import type { Told } from './use-opened-act.ts'

type Props = { appeal: AppealDetail; act: OfferedAct; close: (told?: Told) => void }

/** The side panel of one act: what is known, exactly the fields it needs, what it leads to. */
export function ActPanel({ appeal, act, close }: Props) {
  const { acts: names } = useAppealWords()
  return (
    <Drawer
      open
      onClose={() => close()}
      title={names[act]}
      size="min(560px, 100vw)"
      className="ap-panel"
      // A click beside the panel should not close it by accident.
      mask={{ closable: false }}
      destroyOnHidden
    >
      <Known appeal={appeal} act={act} />
      <ActForm appeal={appeal} act={act} close={close} />
    </Drawer>
  )
}

function Known({ appeal, act }: Omit<Props, 'close'>) {
  const words = useStaffWords()
  const need = appealLifecycle.table[appeal.state][act]?.needs?.find((n) => n.endsWith('Pending'))
  const kind =
    act === 'agreeReturn' || act === 'refuseReturn' || act === 'forceHandler'
      ? 'return'
      : need?.replace('Pending', '')
  const request = appeal.requests.find((r) => r.status === 'pending' && r.kind === kind)
  const answer =
    act === 'passAnswer' || act === 'returnAnswer'
      ? appeal.answers.find(({ status }) => status === 'waiting')
      : undefined
  return (
    <section className="ap-known" aria-label={words.acts.known}>
      <p>
        <span className="ap-number">{appeal.number}</span> {appeal.title}
      </p>
      {request && (
        <blockquote>
          <p className="ap-minor">
            {words.acts.waitingRequest} · {words.parts.requestKinds[request.kind]} · {request.by.name}
          </p>
          <Asked asks={request.asks} kind={request.kind} />
          <p className="ap-prose">{request.reason}</p>
        </blockquote>
      )}
      {answer && (
        <blockquote>
          <p className="ap-minor">
            {words.acts.latestAnswer} · {answer.person.name}
          </p>
          <p className="ap-prose">{answer.text}</p>
        </blockquote>
      )}
    </section>
  )
}

/** What the contract holds against what was typed, by field. */
function faultsOf(act: OfferedAct, body: Values): Record<string, string> {
  const schema: z.ZodObject = acts[act]
  const result = schema.omit({ commandId: true, version: true }).safeParse(body)
  if (result.success) return {}
  return Object.fromEntries(
    result.error.issues.map(({ path, code, message }) => {
      const name = String(path[0])
      return [name, body[name] === undefined ? 'required' : code === 'custom' ? message : code]
    }),
  )
}

function ActForm({ appeal, act, close }: Props) {
  const words = useStaffWords()
  const names = useAppealWords()
  const [kept] = useState(() => keptDraft<Values>(appeal.id, act))
  const [values, setValues] = useState<Values>(() => ({
    ...startOf(act, appeal, dayOf(new Date())),
    ...kept,
  }))
  const [isRestored, setRestored] = useState(kept !== null)
  const [file, setFile] = useState<File | null>(null)
  const [isRevealed, setRevealed] = useState(false)
  const [isUploading, setUploading] = useState(false)
  const [uploadError, setUploadError] = useState<unknown>(null)
  const sending = useSending(appeal)
  const specs = Object.entries(forms[act] as Record<string, FieldSpec>)
  const body = bodyOf(act, values)
  // The file is sent when everything else is right: a stand-in until then.
  const faults = faultsOf(act, file ? { ...body, uploadId: '0199d0c2-7c1e-7b7a-9d53-5a1f0c3e2b11' } : body)
  const done = (acted: Awaited<ReturnType<typeof sending.send>>) => {
    if (!acted) return
    dropDraft(appeal.id, act)
    close({ act, state: acted.state })
  }
  const submit = async () => {
    setRevealed(true)
    if (Object.keys(faults).length > 0) return
    setUploadError(null)
    try {
      setUploading(file !== null)
      const uploaded = file ? { uploadId: await uploadFile(file) } : {}
      done(await sending.send(act, { ...body, ...uploaded }))
    } catch (failure) {
      setUploadError(failure)
    } finally {
      setUploading(false)
    }
  }
  return (
    <form
      className="ap-act-form"
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void submit()
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void submit()
        }
      }}
    >
      {isRestored && (
        <p className="ap-told" role="status">
          {words.acts.restored}{' '}
          <button
            type="button"
            className="ap-link"
            onClick={() => {
              dropDraft(appeal.id, act)
              setValues(startOf(act, appeal, dayOf(new Date())))
              setRestored(false)
            }}
          >
            {words.acts.startOver}
          </button>
        </p>
      )}
      {specs.map(([name, spec]) => (
        <ActField
          key={name}
          act={act}
          name={name}
          spec={spec}
          appeal={appeal}
          value={values[name]}
          values={values}
          fault={isRevealed ? faults[name] : undefined}
          change={(value) => {
            const next = { ...values, [name]: value }
            setValues(next)
            keepDraft(appeal.id, act, keptOf(act, next))
          }}
          choose={setFile}
        />
      ))}
      {isRevealed && Object.keys(faults).length > 0 && (
        <p className="ap-missing" role="alert">
          {words.acts.missing}
          {Object.keys(faults).map((name) => (
            <button
              key={name}
              type="button"
              className="ap-link"
              onClick={() => document.getElementById(`act-${name}`)?.focus()}
            >
              {(words.fields as Record<string, string>)[name] ?? name}
            </button>
          ))}
        </p>
      )}
      <Refusal
        error={uploadError ?? sending.error}
        confirm={async (ruleKey) => done(await sending.confirm(ruleKey))}
      />
      {words.consequence[act] && <p className="ap-minor">{words.consequence[act]}</p>}
      <div className="ap-buttons ap-panel-foot">
        <Button type="primary" htmlType="submit" loading={sending.isSending || isUploading}>
          {sending.isSending ? words.acts.sending : names.acts[act]}
        </Button>
        <Button onClick={() => close()}>{words.acts.cancel}</Button>
      </div>
    </form>
  )
}
