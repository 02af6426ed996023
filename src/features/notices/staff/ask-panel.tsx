import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Checkbox, Drawer, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { organizationsQuery } from '#features/organizations/staff/index.ts'
import { call, isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { askOutlet, OutletKind } from '../api.ts'
import { noticeWords } from './words.ts'

/** What an outlet is, with only the fields that its kind has. A webhook's secret is shown once, here. */
export function AskPanel({ close }: { close: () => void }) {
  const words = useWords(noticeWords).outlets
  const common = useWords(commonWords)
  const client = useQueryClient()
  const [kind, setKind] = useState<OutletKind>('wecom')
  const [given, setGiven] = useState({ name: '', url: '', secret: '' })
  const [organizationId, setOrganizationId] = useState<string>()
  const [events, setEvents] = useState<string[]>(Object.keys(words.kindsOfCases))
  const [wants, setWants] = useState({ digest: true, urgent: true })
  const organizations = useQuery(organizationsQuery)
  const isWebhook = kind === 'webhook'
  const ask = useMutation({
    mutationFn: () =>
      call(askOutlet, {
        body: {
          ...{ kind, name: given.name.trim(), url: given.url.trim() },
          ...(isWebhook ? { events } : { organizationId, ...wants, secret: given.secret.trim() }),
        },
      }),
    onSuccess: async ({ secret }) => {
      await client.invalidateQueries({ queryKey: ['outlets'] })
      if (secret === null) close()
    },
  })
  const missing = [
    given.name.trim() === '' && words.fields.name,
    given.url.trim() === '' && words.fields.url,
    !isWebhook && organizationId === undefined && words.fields.organization,
    isWebhook && events.length === 0 && words.fields.events,
  ].filter((label) => label !== false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (missing.length === 0) ask.mutate()
  }
  const text = (name: keyof typeof given, help: string) => (
    <Field label={words.fields[name]} help={help}>
      {(id) => (
        <Input
          id={id}
          autoComplete="off"
          maxLength={name === 'url' ? 500 : 200}
          value={given[name]}
          aria-describedby={`${id}-help`}
          onChange={(event) => setGiven({ ...given, [name]: event.target.value })}
        />
      )}
    </Field>
  )
  return (
    <Drawer
      open
      onClose={close}
      title={words.ask}
      size="min(520px, 100vw)"
      mask={{ closable: false }}
      destroyOnHidden
    >
      {ask.data?.secret ? (
        <Secret secret={ask.data.secret} close={close} />
      ) : (
        <form className="notices-form" onSubmit={submit} noValidate>
          <Field label={words.fields.kind}>
            {(id) => (
              <Select
                id={id}
                value={kind}
                onChange={setKind}
                options={OutletKind.options.map((value) => ({ value, label: words.kinds[value] }))}
              />
            )}
          </Field>
          {text('name', words.fields.nameHelp)}
          {text('url', words.fields.urlHelp[kind])}
          {!isWebhook && kind !== 'wecom' && text('secret', words.fields.secretHelp)}
          {!isWebhook && (
            <Field label={words.fields.organization} help={words.fields.organizationHelp}>
              {(id) => (
                <Select
                  id={id}
                  showSearch={{ optionFilterProp: 'label' }}
                  value={organizationId ?? null}
                  onChange={(value: string | null) => setOrganizationId(value ?? undefined)}
                  options={(organizations.data?.rows ?? []).map(({ id: value, name }) => ({
                    value,
                    label: name,
                  }))}
                />
              )}
            </Field>
          )}
          {isWebhook && (
            <fieldset className="notices-events">
              <legend>{words.fields.events}</legend>
              <Checkbox.Group
                value={events}
                onChange={setEvents}
                options={Object.entries(words.kindsOfCases).map(([value, label]) => ({ value, label }))}
              />
            </fieldset>
          )}
          {!isWebhook &&
            (['digest', 'urgent'] as const).map((name) => (
              <Checkbox
                key={name}
                checked={wants[name]}
                onChange={(event) => setWants({ ...wants, [name]: event.target.checked })}
              >
                {words.fields[name]}
              </Checkbox>
            ))}
          {ask.error && (
            <p className="notices-fault" role="alert">
              {words.faults[reasonOf(ask.error) ?? ''] ?? sayError(ask.error, common)}
            </p>
          )}
          {missing.length > 0 && (
            <p className="notices-soft">{words.missing(missing.join(common.common.listSeparator))}</p>
          )}
          <div className="notices-do">
            <Button type="primary" htmlType="submit" disabled={missing.length > 0} loading={ask.isPending}>
              {words.send}
            </Button>
            <Button onClick={close}>{words.cancel}</Button>
          </div>
        </form>
      )}
    </Drawer>
  )
}

const reasonOf = (error: unknown): string | undefined => {
  const refusal = isApiError(error) ? error.refusal : undefined
  return refusal?.code === 'invalid' ? refusal.issues[0]?.reason : undefined
}

function Secret({ secret, close }: { secret: string; close: () => void }) {
  const words = useWords(noticeWords).outlets
  return (
    <div className="notices-form">
      <strong>{words.secretOnce}</strong>
      <code className="notices-secret">{secret}</code>
      <p>{words.secretWhy}</p>
      <div className="notices-do">
        <Button type="primary" onClick={close}>
          {words.close}
        </Button>
      </div>
    </div>
  )
}

function Field({
  label,
  help,
  children,
}: {
  label: string
  help?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className="notices-field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {help && <small id={`${id}-help`}>{help}</small>}
    </div>
  )
}
