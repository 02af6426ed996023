import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Drawer, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useId } from 'react'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { rightsWords } from './words.ts'
import './rights.css'

/** What the screens of people and rights share: a side panel with its form, and the fields in it. */
export type PanelProps = {
  title: string
  /** The button, when it is not the title. */
  does?: string
  ready?: boolean
  /** The fields without which it cannot be sent, by their labels; what is given is `false`. */
  missing?: readonly (string | false)[]
  send: () => Promise<unknown>
  close: () => void
  children: ReactNode
}

export function Panel({
  title,
  does = title,
  ready = true,
  missing = [],
  send,
  close,
  children,
}: PanelProps) {
  const { form } = useWords(rightsWords)
  const { common } = useWords(commonWords)
  const sending = useSend(send, close)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (mayBeSent) sending.mutate()
  }
  const wanted = missing.filter((label) => label !== false)
  const mayBeSent = ready && wanted.length === 0
  const wantedId = useId()
  return (
    <Drawer
      open
      onClose={close}
      title={title}
      size="min(520px, 100vw)"
      mask={{ closable: false }}
      destroyOnHidden
    >
      <form className="rights-form" noValidate onSubmit={submit}>
        {children}
        <Fault error={sending.error} />
        {wanted.length > 0 && (
          <p id={wantedId} className="rights-wanted">
            {form.wanted(wanted.join(common.listSeparator))}
          </p>
        )}
        <footer>
          <Button
            type="primary"
            htmlType="submit"
            disabled={!mayBeSent}
            aria-describedby={wanted.length > 0 ? wantedId : undefined}
            loading={sending.isPending}
          >
            {sending.isPending ? form.sending : does}
          </Button>
          <Button onClick={close}>{form.cancel}</Button>
        </footer>
      </form>
    </Drawer>
  )
}

/** Sends, and reads everything anew: rights change what is listed everywhere. */
export function useSend(send: () => Promise<unknown>, done?: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: send,
    onSuccess: async () => {
      done?.()
      await client.invalidateQueries()
    },
  })
}

/** What was wrong, in words that say what to do. */
export function Fault({ error }: { error: unknown }) {
  const { faults } = useWords(rightsWords)
  const common = useWords(commonWords)
  if (!error) return null
  return (
    <p className="rights-fault" role="alert">
      {faults[faultOf(error) ?? ''] ?? sayError(error, common)}
    </p>
  )
}

function faultOf(error: unknown): string | undefined {
  const refusal = isApiError(error) ? error.refusal : undefined
  if (refusal?.code === 'invalid') return refusal.issues[0]?.reason
  if (refusal?.code === 'missing') return refusal.needs[0]
  return refusal?.code === 'same_person' ? 'same_person' : undefined
}

type FieldProps = { label: string; help?: string; children: (id: string, describedBy?: string) => ReactNode }

export function Field({ label, help, children }: FieldProps) {
  const id = useId()
  return (
    <div className="rights-field">
      <label htmlFor={id}>{label}</label>
      {children(id, help ? `${id}-help` : undefined)}
      {help && <p id={`${id}-help`}>{help}</p>}
    </div>
  )
}

type TextProps = {
  label: string
  help?: string
  value: string
  change: (value: string) => void
  max?: number
  type?: 'date'
}

export function TextField({ label, help, value, change, max = 200, type }: TextProps) {
  return (
    <Field label={label} {...(help ? { help } : {})}>
      {(id, describedBy) => (
        <Input
          id={id}
          value={value}
          maxLength={max}
          aria-describedby={describedBy}
          {...(type ? { type } : {})}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}

type ChoiceProps = {
  label: string
  help?: string
  value: string
  options: { value: string; label: string }[]
  change: (value: string) => void
  search?: (q: string) => void
}

export function ChoiceField({ label, help, value, options, change, search }: ChoiceProps) {
  const { form } = useWords(rightsWords)
  return (
    <Field label={label} {...(help ? { help } : {})}>
      {(id, describedBy) => (
        <Select<string>
          id={id}
          value={value || null}
          options={options}
          placeholder={form.choose}
          aria-describedby={describedBy}
          showSearch={search ? { filterOption: false, onSearch: search } : { optionFilterProp: 'label' }}
          onChange={change}
        />
      )}
    </Field>
  )
}

/** Organisations that still are, by name; the county first. */
export function useOrganizationOptions(): { value: string; label: string; kind: string }[] {
  const rows = useQuery(organizationsQuery).data?.rows ?? []
  return rows
    .filter(({ status }) => status === 'active')
    .map(({ id, name, kind }) => ({ value: id, label: name, kind }))
}
