import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { PhonePart } from '#features/personal-data/staff/index.ts'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { endHandedOver, getPerson } from '../../rights-api.ts'
import type { OnePerson } from '../../rights-views.ts'
import type { resetPassword } from '../../sign-in-api.ts'
import { Slip } from '../help/slip.tsx'
import { PostsPanel } from './enter-panel.tsx'
import { GrantEndPanel, GrantPanel } from './grant-panel.tsx'
import { Fault, useSend } from './kit.tsx'
import { BackPanel, LeavePanel } from './leave-panel.tsx'
import { PasswordPanel } from './password-panel.tsx'
import { rightsWords } from './words.ts'
import './rights.css'

const acts = ['changePosts', 'askGrant', 'givePassword', 'leave', 'comeBack'] as const
type Open = { act: (typeof acts)[number] } | { act: 'endGrant'; grantId: string }

/** One person: what they hold, what waits, and what the reader may do about it. */
export function PersonPage() {
  const { id } = useParams({ from: '/desk/people/$id' })
  const words = useWords(rightsWords)
  const [open, setOpen] = useState<Open>()
  const [slip, setSlip] = useState<Answer<typeof resetPassword>>()
  const found = useQuery({ queryKey: ['staff', id], queryFn: () => call(getPerson, { params: { id } }) })
  if (found.isPending) return <Waiting />
  if (!found.data) return <TroubleScreen error={found.error} reset={() => void found.refetch()} />
  const person = found.data
  const close = () => setOpen(undefined)
  if (slip)
    return (
      <div className="account">
        <Slip slip={slip} done={() => setSlip(undefined)} />
      </div>
    )
  return (
    <div className="rights">
      <p>
        <Link to="/people">{words.person.back}</Link>
      </p>
      <header className="page-head">
        <h1>{person.name}</h1>
        <p>{words.person.state[person.status]}</p>
      </header>
      <div className="rights-acts">
        {acts
          .filter((act) => person.can.includes(act))
          .map((act) => (
            <Button key={act} onClick={() => setOpen({ act })}>
              {act === 'givePassword' ? words.person.givePassword(person.hasAccount) : words.person.acts[act]}
            </Button>
          ))}
      </div>
      <Account person={person} />
      <Posts person={person} />
      <Grants person={person} end={(grantId) => setOpen({ act: 'endGrant', grantId })} />
      <Delegations person={person} />
      <Waits person={person} />
      {open?.act === 'changePosts' && <PostsPanel person={person} close={close} />}
      {open?.act === 'askGrant' && <GrantPanel person={person} close={close} />}
      {open?.act === 'endGrant' && <GrantEndPanel grantId={open.grantId} close={close} />}
      {open?.act === 'givePassword' && <PasswordPanel person={person} close={close} made={setSlip} />}
      {open?.act === 'leave' && <LeavePanel person={person} close={close} />}
      {open?.act === 'comeBack' && <BackPanel person={person} close={close} />}
    </div>
  )
}

type PartProps = { title: string; none?: string | false; children?: ReactNode; below?: ReactNode }

function Part({ title, none, children, below }: PartProps) {
  return (
    <section className="rights-part" aria-label={title}>
      <h2>{title}</h2>
      {none ? <p>{none}</p> : <ul className="rights-lines">{children}</ul>}
      {below}
    </section>
  )
}

function Account({ person }: { person: OnePerson }) {
  const { person: words } = useWords(rightsWords)
  return (
    <Part
      title={words.account}
      none={person.username === null && words.none}
      below={<PhonePart personId={person.id} />}
    >
      <li>
        <span>
          {words.username} <strong>{person.username}</strong>
          <small>{person.hasAccount ? words.password.yes : words.password.no}</small>
        </span>
      </li>
    </Part>
  )
}

function Posts({ person }: { person: OnePerson }) {
  const { person: words } = useWords(rightsWords)
  const format = useFormat()
  return (
    <Part title={words.posts} none={person.posts.length === 0 && words.noPosts}>
      {person.posts.map(({ id, title, organizationName, validFrom }) => (
        <li key={id}>
          <span>
            {title}
            <small>
              {organizationName} · {words.since(format.date(validFrom))}
            </small>
          </span>
        </li>
      ))}
      {person.contacts.length > 0 && (
        <li>
          <span>
            {words.contacts}
            <small>{person.contacts.join('、')}</small>
          </span>
        </li>
      )}
    </Part>
  )
}

function Grants({ person, end }: { person: OnePerson; end: (grantId: string) => void }) {
  const { person: words, roles } = useWords(rightsWords)
  const format = useFormat()
  const mayEnd = person.can.includes('askGrant')
  const ending = (role: string, organizationId: string) =>
    person.requests.some((r) => r.kind === 'end' && r.role === role && r.organizationId === organizationId)
  return (
    <Part title={words.grants} none={person.grants.length === 0 && words.noGrants}>
      {person.grants.map(({ id, role, organizationId, organizationName, validFrom, validTo }) => (
        <li key={id}>
          <span>
            {roles[role]}
            <small>
              {organizationName} · {words.since(format.date(validFrom))}
              {validTo && ` · ${words.until(format.dateTime(validTo))}`}
            </small>
          </span>
          {ending(role, organizationId) ? (
            <span className="rights-mark">{words.askedEnd}</span>
          ) : (
            mayEnd && <Button onClick={() => end(id)}>{words.acts.endGrant}</Button>
          )}
        </li>
      ))}
    </Part>
  )
}

function Delegations({ person }: { person: OnePerson }) {
  const { person: words, roles } = useWords(rightsWords)
  const format = useFormat()
  return (
    <Part title={words.delegations} none={person.delegations.length === 0 && words.none}>
      {person.delegations.map(({ id, role, from, to, organizationName, validTo }) => (
        <li key={id}>
          <span>
            {from.id === person.id ? words.handed(roles[role], to.name) : words.holds(roles[role], from.name)}
            <small>
              {organizationName} · {words.until(format.dateTime(validTo))}
            </small>
          </span>
          {person.can.includes('endHandedOver') && <EndDelegation id={id} />}
        </li>
      ))}
    </Part>
  )
}

export function EndDelegation({ id, label }: { id: string; label?: string }) {
  const { person: words } = useWords(rightsWords)
  const sending = useSend(() => call(endHandedOver, { params: { id }, body: {} }))
  return (
    <span>
      <Button loading={sending.isPending} onClick={() => sending.mutate()}>
        {label ?? words.acts.endHandedOver}
      </Button>
      <Fault error={sending.error} />
    </span>
  )
}

function Waits({ person }: { person: OnePerson }) {
  const { person: words, requests, roles } = useWords(rightsWords)
  const format = useFormat()
  if (person.requests.length === 0) return null
  return (
    <Part title={words.requests}>
      {person.requests.map(({ id, kind, role, organizationName, askedBy, askedAs, askedAt }) => (
        <li key={id}>
          <span>
            {requests.line(requests.kinds[kind], roles[role], organizationName)}
            <small>{requests.askedBy(askedBy.name, roles[askedAs], format.isoDate(askedAt))}</small>
          </span>
        </li>
      ))}
    </Part>
  )
}
