import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { call, isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { addOrganization, type OrganizationDetail, type OrganizationLine, reorganizing } from '../api.ts'
import { codeFits, type Draft, emptyDraft, Fields, isComplete } from './act-fields.tsx'
import { Reach } from './reach.tsx'
import { type OrganizationWords, organizationWords } from './words.ts'

export type PanelAct = OrganizationDetail['can'][number] | 'add'

export type PanelProps = { act: PanelAct; one: OrganizationDetail; rows: readonly OrganizationLine[] }

/** The side panel of one act: what it asks, what it reaches, and the button. */
export function ActPanel({ act, one, rows, close }: PanelProps & { close: () => void }) {
  const words = useWords(organizationWords)
  const common = useWords(commonWords)
  const client = useQueryClient()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(act, one))
  const [blocked, setBlocked] = useState(true)
  const [looked, setLooked] = useState(false)
  const send = useMutation({
    mutationFn: () => sent(act, one, draft),
    onSuccess: async ({ id }) => {
      close()
      await navigate({ to: '/organizations/$id', params: { id } })
      // Scope, names and the tree are other ones now.
      await client.invalidateQueries()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setLooked(true)
    if (isComplete(act, draft) && codeFits(draft.code) && !blocked) send.mutate()
  }
  return (
    <Drawer
      open
      onClose={close}
      title={`${words.acts[act]} · ${one.name}`}
      size="min(560px, 100vw)"
      mask={{ closable: false }}
      destroyOnHidden
    >
      <form className="organization-form" noValidate onSubmit={submit}>
        <Fields act={act} one={one} rows={rows} draft={draft} change={setDraft} looked={looked} />
        <Reach act={act} one={one} draft={draft} block={setBlocked} />
        {send.isError && (
          <p className="organization-fault" role="alert">
            {faultOf(send.error, words) ?? sayError(send.error, common)}
          </p>
        )}
        <footer>
          <Button type="primary" htmlType="submit" loading={send.isPending} disabled={blocked}>
            {send.isPending ? words.send.going : words.acts[act]}
          </Button>
          <Button onClick={close}>{words.send.cancel}</Button>
        </footer>
      </form>
    </Drawer>
  )
}

function sent(act: PanelAct, { id, version }: OrganizationDetail, draft: Draft) {
  const params = { id }
  const { code, kind, into, below, problems } = draft
  const names = {
    name: draft.name.trim(),
    ...(draft.shortName.trim() && { shortName: draft.shortName.trim() }),
  }
  switch (act) {
    case 'add':
      return call(addOrganization, { body: { code, kind, ...names, parentId: id } })
    case 'rename':
      return call(reorganizing.rename, { params, body: { version, ...names } })
    case 'merge':
      return call(reorganizing.merge, { params, body: { version, into } })
    case 'split':
      return call(reorganizing.split, {
        params,
        body: { version, into: { code, ...names }, below, problems },
      })
    case 'move':
      return call(reorganizing.move, { params, body: { version, to: into } })
    case 'close':
      return call(reorganizing.close, { params, body: { version } })
  }
}

/** What is wrong in words of this screen; undefined where the common ones say it. */
function faultOf(error: unknown, { faults }: OrganizationWords): string | undefined {
  if (!isApiError(error)) return undefined
  const { refusal } = error
  const word = (reason: string) => faults[reason as keyof typeof faults]
  if (refusal.code === 'invalid') return word(refusal.issues[0]?.reason ?? '') ?? faults.other
  if (refusal.code === 'missing') return refusal.needs.map((need) => word(need) ?? need).join(' ')
  return refusal.code === 'wrong_state' ? faults.wrong_state : undefined
}
