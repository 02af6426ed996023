import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { call, isApiError } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { sayError } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { decideOutlet, endOutlet, listOutlets, type Outlet, resumeOutlet, testOutlet } from '../api.ts'
import { AskPanel } from './ask-panel.tsx'
import { Log } from './log.tsx'
import { noticeWords } from './words.ts'
import './notices.css'

/** Where data leaves the house by itself: who let it, and how it goes. */
export function OutletsPage() {
  const words = useWords(noticeWords).outlets
  const [asking, setAsking] = useState(false)
  const found = useQuery({
    queryKey: ['outlets'],
    queryFn: () => call(listOutlets, {}),
    refetchOnMount: 'always',
  })
  if (isApiError(found.error) && found.error.status === 403)
    return <Empty heading="h1" title={words.noRight} why={words.noRightWhy} />
  if (found.error && !found.data)
    return <TroubleScreen error={found.error} reset={() => void found.refetch()} />
  if (!found.data) return <Waiting />
  const { rows, can, mail } = found.data
  return (
    <div className="notices">
      <header className="notices-head">
        <h1>{words.title}</h1>
        {can.includes('ask') && (
          <Button type="primary" onClick={() => setAsking(true)}>
            {words.ask}
          </Button>
        )}
      </header>
      <p className="notices-about">{words.about}</p>
      <Mail {...mail} />
      {rows.length === 0 && <Empty title={words.none} why={words.noneWhy} />}
      {rows.map((row) => (
        <One key={row.id} outlet={row} isDemo={mail.state === 'demo'} />
      ))}
      {asking && <AskPanel close={() => setAsking(false)} />}
    </div>
  )
}

function Mail({
  state,
  since,
  reason,
  waiting,
}: {
  state: 'on' | 'off' | 'demo' | 'failing'
  since: string | null
  reason: string | null
  waiting: number
}) {
  const words = useWords(noticeWords).outlets.mail
  const format = useFormat()
  return (
    <section className="notices-part notices-line">
      <strong>{words.title}</strong>
      <span className={state === 'failing' ? 'notices-late' : ''}>
        {state === 'failing'
          ? words.failing(since ? format.dateTime(since) : '', reason ?? '')
          : words[state]}
        {waiting > 0 && state !== 'demo' && ` · ${words.waiting(waiting)}`}
      </span>
    </section>
  )
}

function One({ outlet, isDemo }: { outlet: Outlet; isDemo: boolean }) {
  const words = useWords(noticeWords).outlets
  const format = useFormat()
  const [showsLog, setShowsLog] = useState(false)
  const {
    id,
    kind,
    name,
    host,
    organization,
    events,
    status,
    askedBy,
    askedAt,
    decidedBy,
    decidedAt,
    failingSince,
  } = outlet
  const what = [
    organization?.name,
    ...events.map((event) => words.kindsOfCases[event] ?? event),
    outlet.digest && words.fields.digest,
    outlet.urgent && words.fields.urgent,
  ].filter((text): text is string => typeof text === 'string')
  const hasLog = status !== 'asked' && status !== 'refused'
  return (
    <section className="notices-part">
      <div className="notices-one">
        <div>
          <h2>{name}</h2>
          <p>
            {words.kinds[kind]} · {host}
          </p>
          <p>{what.join(' · ')}</p>
          <small>
            {words.asked(askedBy, format.isoDate(askedAt))}
            {decidedBy &&
              decidedAt &&
              status !== 'refused' &&
              ` · ${words.decided(decidedBy, format.isoDate(decidedAt))}`}
          </small>
        </div>
        <span className={`notices-state notices-${status}`}>{words.status[status]}</span>
      </div>
      {failingSince && status !== 'ended' && (
        <p className="notices-late">{words.failing(format.dateTime(failingSince))}</p>
      )}
      <Doings outlet={outlet} isDemo={isDemo}>
        {hasLog && (
          <Button aria-expanded={showsLog} onClick={() => setShowsLog(!showsLog)}>
            {words.log}
          </Button>
        )}
      </Doings>
      {showsLog && <Log id={id} />}
    </section>
  )
}

type Act = 'approve' | 'refuse' | 'end' | 'resume' | 'test'

function Doings({
  outlet: { id, can, name, status },
  isDemo,
  children,
}: {
  outlet: Outlet
  isDemo: boolean
  children: React.ReactNode
}) {
  const words = useWords(noticeWords).outlets
  const common = useWords(commonWords)
  const client = useQueryClient()
  const [asked, setAsked] = useState<'end' | 'approve' | null>(null)
  const doing = useMutation({
    mutationFn: (act: Act) => {
      const params = { id }
      if (act === 'end') return call(endOutlet, { params, body: {} })
      if (act === 'resume') return call(resumeOutlet, { params, body: {} })
      if (act === 'test') return call(testOutlet, { params, body: {} })
      return call(decideOutlet, { params, body: { approve: act === 'approve' } })
    },
    onSuccess: async () => {
      setAsked(null)
      await Promise.all([
        client.invalidateQueries({ queryKey: ['outlets'] }),
        client.invalidateQueries({ queryKey: ['bell'] }),
      ])
    },
  })
  const ending = status === 'asked' ? words.doings.withdraw : words.doings.end
  const button = (act: Act, label: string, type: 'primary' | 'default' = 'default') => (
    <Button
      type={type}
      aria-label={words.named(label, name)}
      loading={doing.isPending && doing.variables === act}
      onClick={() => doing.mutate(act)}
    >
      {label}
    </Button>
  )
  return (
    <div className="notices-do">
      {can.includes('decide') && asked !== 'approve' && (
        <Button
          type="primary"
          aria-label={words.named(words.doings.decide, name)}
          onClick={() => setAsked('approve')}
        >
          {words.doings.decide}
        </Button>
      )}
      {can.includes('decide') && button('refuse', words.doings.refuse)}
      {can.includes('resume') && button('resume', words.doings.resume, 'primary')}
      {can.includes('test') && button('test', words.doings.test)}
      {can.includes('end') && asked !== 'end' && (
        <Button
          aria-label={words.named(ending, name)}
          onClick={() => (status === 'asked' ? doing.mutate('end') : setAsked('end'))}
        >
          {ending}
        </Button>
      )}
      {children}
      {asked && (
        <p className="notices-sure">
          {asked === 'end' ? words.endSure : words.sure}{' '}
          {button(asked, asked === 'end' ? words.doings.end : words.doings.decide, 'primary')}{' '}
          <Button onClick={() => setAsked(null)}>{words.cancel}</Button>
        </p>
      )}
      {doing.isSuccess && doing.variables === 'test' && (
        <span role="status">{isDemo ? words.notSent : words.tested}</span>
      )}
      {doing.error && (
        <p className="notices-fault" role="alert">
          {isApiError(doing.error) && doing.error.refusal.code === 'same_person'
            ? words.faults.same_person
            : sayError(doing.error, common)}
        </p>
      )}
    </div>
  )
}
