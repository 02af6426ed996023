import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import {
  listNotices,
  listStranded,
  type NoticeLine,
  registerStranded,
  type StrandedLine,
  settleStranded,
  tellNotice,
} from '../../portal/desk-api.ts'
import { isPlace } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { OrganizationSelect } from '../organization-select.tsx'
import { Refusal } from '../refusal.tsx'
import { useLineSending } from '../sending.ts'
import { isRegistrar } from '../who.ts'
import { useStaffWords } from '../words.ts'

/** 待告知: residents to be told on the telephone, and what they sent that could not be registered by itself. */
export function TellingPage() {
  const words = useStaffWords().telling
  const isTheirs = isRegistrar(useMe())
  const options = { enabled: isTheirs, refetchOnMount: 'always' } as const
  const notices = useQuery({ queryKey: ['appeal-notices'], queryFn: () => call(listNotices), ...options })
  const stranded = useQuery({ queryKey: ['appeals-stranded'], queryFn: () => call(listStranded), ...options })
  return (
    <AppealsFrame title={words.title}>
      {!isTheirs && <Empty title={words.noRight} why={words.noRightWhy} />}
      {isTheirs && <p className="ap-minor ap-about">{words.about}</p>}
      {isTheirs && notices.isPending && <Waiting />}
      {notices.error && !notices.data && (
        <TroubleScreen error={notices.error} reset={() => void notices.refetch()} />
      )}
      {notices.data?.rows.length === 0 && <Empty title={words.empty} why={words.emptyWhy} />}
      {notices.data && notices.data.rows.length > 0 && (
        <ul className="ap-cases">
          {notices.data.rows.map((row) => (
            <Notice key={row.id} row={row} />
          ))}
        </ul>
      )}
      {stranded.error && !stranded.data && (
        <TroubleScreen error={stranded.error} reset={() => void stranded.refetch()} />
      )}
      {stranded.data && stranded.data.rows.length > 0 && (
        <section aria-labelledby="stranded">
          <h2 id="stranded">{words.stranded}</h2>
          <p className="ap-minor ap-about">{words.strandedWhy}</p>
          <ul className="ap-cases">
            {stranded.data.rows.map((row) => (
              <Stranded key={row.id} row={row} />
            ))}
          </ul>
        </section>
      )}
    </AppealsFrame>
  )
}

function Notice({ row }: { row: NoticeLine }) {
  const words = useStaffWords().telling
  const format = useFormat()
  const { error, isSending, send } = useLineSending('appeal-notices')
  const tell = (isReached: boolean) =>
    void send(() => call(tellNotice, { params: { id: row.id }, body: { isReached } }))
  return (
    <Line
      number={row.number}
      at={format.dateTime(row.at)}
      title={
        <Link to="/appeals/$id" params={{ id: row.appealId }}>
          {row.title}
        </Link>
      }
    >
      <p className="ap-prose">{row.sentence}</p>
      {row.said && <blockquote className="ap-told ap-prose">{row.said}</blockquote>}
      {row.tries > 0 && <p className="ap-minor">{words.tried(row.tries)}</p>}
      <div className="ap-inline-form">
        <Button type="primary" loading={isSending} onClick={() => tell(true)}>
          {words.told}
        </Button>
        <Button loading={isSending} onClick={() => tell(false)}>
          {words.notReached}
        </Button>
      </div>
      <Refusal error={error} />
    </Line>
  )
}

function Stranded({ row }: { row: StrandedLine }) {
  const words = useStaffWords().telling
  const format = useFormat()
  const { error, isSending, send } = useLineSending('appeals-stranded')
  const [placeId, setPlace] = useState(row.placeId ?? undefined)
  const params = { id: row.id }
  const isForm = row.kind === 'submission'
  return (
    <Line
      number={row.number ?? ''}
      at={format.dateTime(row.receivedAt)}
      title={isForm ? words.form : words.act}
    >
      <p className="ap-minor">{words.failed[row.reason.split('.')[0] ?? ''] ?? words.failed.internal}</p>
      {isForm && <p className="ap-prose">{row.text ?? words.notKept}</p>}
      {isForm && row.text !== null && (
        <OrganizationSelect
          label={words.place}
          value={placeId}
          change={setPlace}
          among={isPlace}
          placeholder={words.place}
          nothing={words.placeNone}
        />
      )}
      <div className="ap-inline-form">
        {(!isForm || row.text !== null) && (
          <Button
            type="primary"
            loading={isSending}
            disabled={isForm && placeId === undefined}
            onClick={() =>
              void send(() =>
                call(registerStranded, { params, body: placeId === undefined ? {} : { placeId } }),
              )
            }
          >
            {isForm ? words.register : words.again}
          </Button>
        )}
        <Button
          loading={isSending}
          onClick={() => void send(() => call(settleStranded, { params, body: {} }))}
        >
          {words.settle}
        </Button>
      </div>
      <Refusal error={error} />
    </Line>
  )
}

function Line({
  number,
  at,
  title,
  children,
}: {
  number: string
  at: string
  title: ReactNode
  children: ReactNode
}) {
  return (
    <li className="ap-part">
      <p className="ap-line">
        <span className="ap-number">{number}</span>
        <strong>{title}</strong>
        <span className="ap-minor">{at}</span>
      </p>
      {children}
    </li>
  )
}
