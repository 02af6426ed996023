import { useState } from 'react'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { newId } from '#ui/new-id.ts'
import type { Role } from '../../api.ts'
import { askGrant, askGrantEnd } from '../../rights-api.ts'
import type { OnePerson } from '../../rights-views.ts'
import { ChoiceField, Panel, TextField, useOrganizationOptions } from './kit.tsx'
import { rightsWords } from './words.ts'

/** Asks for a role. Who confirms is said before it is sent. */
export function GrantPanel({ person, close }: { person: OnePerson; close: () => void }) {
  const { form, roles, person: words, requests } = useWords(rightsWords)
  const organizations = useOrganizationOptions()
  const [id] = useState(newId)
  const [role, setRole] = useState<Role | ''>('')
  const [organizationId, setOrganization] = useState('')
  const [firstDay, setFirst] = useState('')
  const [lastDay, setLast] = useState('')
  const [reason, setReason] = useState('')
  const choose = (next: Role) => {
    setRole(next)
    // Most roles of the county stand on the county itself: it is filled in, and can be changed.
    const county = organizations.find(({ kind }) => kind === 'county')
    if (countyRoles.includes(next) && county) setOrganization(county.value)
  }
  return (
    <Panel
      title={words.acts.askGrant}
      missing={[
        role === '' && form.role,
        organizationId === '' && form.organization,
        reason.trim() === '' && form.reason,
      ]}
      send={() => {
        const days = { ...(firstDay ? { firstDay } : {}), ...(lastDay ? { lastDay } : {}) }
        const asked = { id, personId: person.id, role: role as Role, organizationId, reason: reason.trim() }
        return call(askGrant, { body: { ...asked, ...days } })
      }}
      close={close}
    >
      <p>{requests.about}</p>
      <ChoiceField
        label={form.role}
        value={role}
        options={(Object.keys(roles) as Role[]).map((value) => ({ value, label: roles[value] }))}
        change={(next) => choose(next as Role)}
      />
      <ChoiceField
        label={form.organization}
        value={organizationId}
        options={organizations}
        change={setOrganization}
      />
      <TextField
        label={form.firstDay}
        help={form.firstDayHelp}
        type="date"
        value={firstDay}
        change={setFirst}
      />
      <TextField label={form.lastDay} help={form.lastDayHelp} type="date" value={lastDay} change={setLast} />
      <TextField label={form.reason} value={reason} change={setReason} />
    </Panel>
  )
}

const countyRoles: readonly Role[] = [
  ...(['office', 'leader', 'inspector', 'discipline', 'personnel', 'secrecy', 'registrar'] as const),
  ...(['system_admin', 'security_admin', 'audit_admin'] as const),
]

export function GrantEndPanel({ grantId, close }: { grantId: string; close: () => void }) {
  const { form, person: words, requests } = useWords(rightsWords)
  const [id] = useState(newId)
  const [reason, setReason] = useState('')
  return (
    <Panel
      title={words.acts.endGrant}
      missing={[reason.trim() === '' && form.reason]}
      send={() => call(askGrantEnd, { body: { id, grantId, reason: reason.trim() } })}
      close={close}
    >
      <p>{requests.about}</p>
      <TextField label={form.reason} value={reason} change={setReason} />
    </Panel>
  )
}
