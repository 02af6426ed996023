import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { getAppealEvidence } from '../../api.ts'
import type { AppealDetail } from '../../views.ts'
import { useLabels, useOrganizations } from '../data.ts'
import { Nothing, Part } from '../part.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'

type Props = { appeal: AppealDetail }

type ItemProps = {
  at: string
  who?: string | undefined
  what: ReactNode
  marks?: ReactNode
  children?: ReactNode
}

/** One thing that was done: when, what, by whom, and what was said. */
function Item({ at, who, what, marks, children }: ItemProps) {
  const format = useFormat()
  return (
    <li>
      <p className="ap-line">
        <time className="ap-minor" dateTime={at}>
          {at.length === 10 ? format.date(at) : format.dateTime(at)}
        </time>
        <strong>{what}</strong>
        {marks}
        {who && <span className="ap-minor">{who}</span>}
      </p>
      {children}
    </li>
  )
}

const Mark = ({ children }: { children: ReactNode }) => <span className="ap-mark">{children}</span>
const Said = ({ children }: { children: ReactNode }) =>
  children ? <p className="ap-prose">{children}</p> : null

/** How far the matter has come: before it was dispatched nothing of this is expected. */
const isDispatched = ({ dispatchedAt }: AppealDetail) => dispatchedAt !== null

export function Assignments({ appeal: { assignments } }: Props) {
  const t = useStaffWords().parts
  if (assignments.length === 0) return null
  return (
    <Part id="assignments" title={t.assignments}>
      <ul className="ap-plain">
        {assignments.map(({ organization, part, at, endedAt, endedAs, note }) => (
          <Item
            key={`${at} ${organization.id}`}
            at={at}
            what={organization.name}
            marks={
              <>
                <Mark>{t.assignedAs[part]}</Mark>
                {endedAt && <Mark>{t.endedAs[endedAs ?? ''] ?? endedAs}</Mark>}
              </>
            }
          >
            <Said>{note}</Said>
          </Item>
        ))}
      </ul>
    </Part>
  )
}

export function Contacts({ appeal }: Props) {
  const t = useStaffWords().parts
  const { ways } = useAppealWords()
  if (!isDispatched(appeal)) return null
  return (
    <Part id="contacts" title={t.contacts}>
      {appeal.contacts.length === 0 && <Nothing what={t.noContact} why={t.noContactWhy} />}
      <ul className="ap-plain">
        {appeal.contacts.map(({ way, at, note, person }) => (
          <Item key={at} at={at} what={ways[way]} who={person.name}>
            <Said>{note}</Said>
          </Item>
        ))}
      </ul>
    </Part>
  )
}

export function Progress({ appeal }: Props) {
  const t = useStaffWords().parts
  if (!isDispatched(appeal)) return null
  return (
    <Part id="progress" title={t.progress}>
      {appeal.progress.length === 0 && <Nothing what={t.noProgress} why={t.noProgressWhy} />}
      <ul className="ap-plain">
        {appeal.progress.map(({ kind, text, agreed, on, person }) => (
          <Item
            key={`${on} ${text}`}
            at={on}
            what={t.progressKinds[kind]}
            who={person.name}
            marks={agreed !== null && <Mark>{agreed ? t.agreed : t.notAgreed}</Mark>}
          >
            <Said>{text}</Said>
          </Item>
        ))}
      </ul>
    </Part>
  )
}

const PICTURE = /\.(jpe?g|png|webp|gif)$/i

export function Evidence({ appeal: { id, evidence, picturesWithheld } }: Props) {
  const t = useStaffWords().parts
  const format = useFormat()
  if (evidence.length === 0 && !picturesWithheld) return null
  return (
    <Part id="evidence" title={t.evidence}>
      {picturesWithheld && <p className="ap-minor">{t.picturesWithheld}</p>}
      <ul className="ap-evidence">
        {evidence.map(({ kind, sha256, fileName, note, takenOn, person }) => {
          const address = urlOf(getAppealEvidence, { params: { id, sha256 } })
          return (
            <li key={`${sha256} ${takenOn}`}>
              <a href={address} target="_blank" rel="noreferrer">
                {PICTURE.test(fileName) && <img src={address} alt="" loading="lazy" />}
                <span>{fileName}</span>
              </a>
              <span className="ap-minor">
                {t.evidenceKinds[kind]} · {format.shortDate(takenOn)} · {person?.name ?? t.fromResident}
              </span>
              {note && <span>{note}</span>}
            </li>
          )
        })}
      </ul>
    </Part>
  )
}

export function Requests({ appeal: { requests } }: Props) {
  const t = useStaffWords().parts
  if (requests.length === 0) return null
  return (
    <Part id="requests" title={t.requests}>
      <ul className="ap-plain">
        {requests.toReversed().map((request) => (
          <Item
            key={`${request.at} ${request.kind}`}
            at={request.at}
            what={t.requestKinds[request.kind]}
            who={request.by.name}
            marks={<Mark>{t.requestStatus[request.status]}</Mark>}
          >
            <Asked asks={request.asks} kind={request.kind} />
            <Said>{request.reason}</Said>
            {request.decidedBy && (
              <p className="ap-minor">
                {t.requestStatus[request.status]} {request.decidedBy.name}
                {request.decisionNote && ` · ${request.decisionNote}`}
              </p>
            )}
          </Item>
        ))}
      </ul>
    </Part>
  )
}

type Request = AppealDetail['requests'][number]
const reasonOf: Record<Request['kind'], string> = {
  return: 'return_reason',
  extension: 'extension_reason',
  suspension: 'suspension_reason',
  exclusion: 'exclusion_reason',
}

/** What is asked for, in words: codes and ids by what they are called. Columns and body fields are written alike. */
export function Asked({ asks, kind }: Pick<Request, 'asks' | 'kind'>) {
  const t = useStaffWords().parts
  const format = useFormat()
  const labelOf = useLabels()
  const { byId } = useOrganizations()
  const shown = Object.entries(asks).flatMap(([key, value]) => {
    const name = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
    const label = t.asks[name]
    if (!label || typeof value !== 'string') return []
    const said =
      name === 'reasonCode'
        ? labelOf(reasonOf[kind], value)
        : /^\d{4}-\d{2}-\d{2}$/.test(value)
          ? format.date(value)
          : byId.get(value)?.name
    return said ? [`${label} ${said}`] : []
  })
  return shown.length > 0 ? <p>{shown.join(' · ')}</p> : null
}

export function Answers({ appeal }: Props) {
  const t = useStaffWords().parts
  const { claims } = useAppealWords()
  if (!isDispatched(appeal) && appeal.answers.length === 0) return null
  return (
    <Part id="answers" title={t.answers}>
      {appeal.answers.length === 0 && <Nothing what={t.noAnswer} why={t.noAnswerWhy} />}
      <ul className="ap-plain">
        {appeal.answers.toReversed().map(({ kind, text, claim, status, at, person, passedBy }) => (
          <Item
            key={at}
            at={at}
            what={t.answerKinds[kind]}
            who={`${person.name}${passedBy && kind === 'answer' ? ` · ${t.passedBy(passedBy.name)}` : ''}`}
            marks={
              <>
                {claim && <Mark>{claims[claim]}</Mark>}
                {kind === 'answer' && <Mark>{t.answerStatus[status]}</Mark>}
              </>
            }
          >
            <Said>{text}</Said>
          </Item>
        ))}
      </ul>
    </Part>
  )
}

export function Callbacks({ appeal }: Props) {
  const t = useStaffWords().parts
  const { satisfaction: rated } = useAppealWords()
  if (appeal.callbacks.length === 0 && appeal.state !== 'callback') return null
  return (
    <Part id="callbacks" title={t.callbacks}>
      {appeal.callbacks.length === 0 && <Nothing what={t.noCallback} why={t.noCallbackWhy} />}
      <ul className="ap-plain">
        {appeal.callbacks.toReversed().map(({ way, outcome, satisfaction, text, at, person }) => (
          <Item
            key={at}
            at={at}
            what={t.outcomes[outcome]}
            who={[t.callbackWays[way], person?.name].filter(Boolean).join(' · ')}
            marks={satisfaction && <Mark>{rated[satisfaction]}</Mark>}
          >
            <Said>{text}</Said>
          </Item>
        ))}
      </ul>
    </Part>
  )
}

export function Orders({ appeal: { orders } }: Props) {
  const t = useStaffWords().parts
  const { orders: names } = useAppealWords()
  if (orders.length === 0) return null
  return (
    <Part id="orders" title={t.orders}>
      <ul className="ap-plain">
        {orders.toReversed().map(({ kind, reason, at, by }) => (
          <Item key={at} at={at} what={names[kind]} who={by.name}>
            <Said>{reason}</Said>
          </Item>
        ))}
      </ul>
    </Part>
  )
}

/** By number and day: who else brought it up is nobody's to read here. */
export function Joined({ appeal: { joined } }: Props) {
  const t = useStaffWords().parts
  const { satisfaction: rated } = useAppealWords()
  const format = useFormat()
  if (joined.length === 0) return null
  return (
    <Part id="joined" title={t.joined}>
      <p className="ap-minor">{t.joinedWhy}</p>
      <ul className="ap-line">
        {joined.map(({ id, number, receivedOn, solved, satisfaction }) => (
          <li key={id}>
            <Link to="/appeals/$id" params={{ id }}>
              {number}
            </Link>{' '}
            <span className="ap-minor">{format.shortDate(receivedOn)}</span>
            {solved !== null && <Mark>{t.outcomes[solved ? 'solved' : 'unsolved']}</Mark>}
            {satisfaction && <Mark>{rated[satisfaction]}</Mark>}
          </li>
        ))}
      </ul>
    </Part>
  )
}
