import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { call, isApiError } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { decideGrants, listGrantRequests, withdrawGrant } from '../../rights-api.ts'
import { Fault, Panel, TextField, useSend } from './kit.tsx'
import { rightsWords } from './words.ts'
import './rights.css'

type Line = z.infer<(typeof listGrantRequests)['answer']>['rows'][number]

/** What one has asked and another is to confirm; a workbook's rows together, after looking at them. */
export function RequestsPage() {
  const { requests: words } = useWords(rightsWords)
  const [status, setStatus] = useState<'pending' | 'decided'>('pending')
  const found = useQuery({
    queryKey: ['grant-requests', status],
    queryFn: () => call(listGrantRequests, { query: { status } }),
  })
  if (found.isPending) return <Waiting />
  if (isApiError(found.error) && found.error.status === 403)
    return <Empty heading="h1" title={words.noRight} why={words.noRightWhy} />
  if (!found.data) return <TroubleScreen error={found.error} reset={() => void found.refetch()} />
  const { rows } = found.data
  return (
    <div className="rights">
      <header className="page-head">
        <h1>{words.title}</h1>
      </header>
      <p className="rights-about">{words.about}</p>
      <div className="rights-tabs">
        {(['pending', 'decided'] as const).map((tab) => (
          <button key={tab} type="button" aria-pressed={tab === status} onClick={() => setStatus(tab)}>
            {words.tabs[tab]}
          </button>
        ))}
      </div>
      {rows.length === 0 && (
        <Empty
          title={status === 'pending' ? words.none : words.noneDecided}
          {...(status === 'pending' ? { why: words.noneWhy } : {})}
        />
      )}
      {groupsOf(rows, status).map((group) => (
        <Group key={group[0]!.id} rows={group} />
      ))}
    </div>
  )
}

/** Rows of one workbook stand together; each other request by itself. */
function groupsOf(rows: readonly Line[], status: string): Line[][] {
  const groups = new Map<string, Line[]>()
  for (const row of rows) {
    const key = status === 'pending' ? (row.batchId ?? row.id) : 'all'
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()]
}

function Group({ rows }: { rows: Line[] }) {
  const { requests: words } = useWords(rightsWords)
  const format = useFormat()
  const [first] = rows
  const isBatch = first?.status === 'pending' && first.batchId !== null
  const ids = rows.filter(({ can }) => can.includes('decide')).map(({ id }) => id)
  return (
    <section className="rights-part">
      {isBatch && <h2>{words.batch(format.number(rows.length))}</h2>}
      <ul className="rights-lines">
        {rows.map((row) => (
          <Request key={row.id} row={row} alone={!isBatch} />
        ))}
      </ul>
      {isBatch && ids.length > 0 && (
        <Decide ids={ids} approve={words.approveAll(format.number(ids.length))} refuse={words.refuseAll} />
      )}
    </section>
  )
}

function Request({ row, alone }: { row: Line; alone: boolean }) {
  const { requests: words, roles } = useWords(rightsWords)
  const format = useFormat()
  const { kind, role, organizationName, person, validFrom, validTo } = row
  const decidedRole = roles[row.decidedAs as keyof typeof roles] ?? ''
  return (
    <li>
      <span>
        <strong>{person.name}</strong> {words.line(words.kinds[kind], roles[role], organizationName)}
        {kind === 'grant' &&
          `（${validTo ? words.period(format.isoDate(validFrom), format.isoDate(lastDayOf(validTo))) : words.forever}）`}
        {row.status !== 'pending' && <span className="rights-mark">{words.status[row.status]}</span>}
        <small>
          {words.askedBy(row.askedBy.name, roles[row.askedAs], format.isoDate(row.askedAt))} · {row.reason}
        </small>
        {row.decidedBy && row.decidedAt && (
          <small>
            {words.decidedBy(row.decidedBy.name, decidedRole, format.isoDate(row.decidedAt))}
            {row.note && ` · ${row.note}`}
          </small>
        )}
      </span>
      <span className="rights-do">
        {alone && row.can.includes('decide') && (
          <Decide ids={[row.id]} approve={words.approve} refuse={words.refuse} />
        )}
        {row.status === 'pending' && !row.can.includes('decide') && (
          <span className="rights-mark">{words.others}</span>
        )}
        {row.can.includes('withdraw') && <Withdraw id={row.id} />}
      </span>
    </li>
  )
}

/** `valid_to` is the first moment at which it is over. */
const lastDayOf = (validTo: string): string => new Date(Date.parse(validTo) - 1).toISOString()

function Decide({ ids, approve, refuse }: { ids: string[]; approve: string; refuse: string }) {
  const { form } = useWords(rightsWords)
  const [refusing, setRefusing] = useState(false)
  const [note, setNote] = useState('')
  const sending = useSend(() => call(decideGrants, { body: { ids, approve: true } }))
  return (
    <span className="rights-do">
      <Button type="primary" loading={sending.isPending} onClick={() => sending.mutate()}>
        {approve}
      </Button>
      <Button onClick={() => setRefusing(true)}>{refuse}</Button>
      <Fault error={sending.error} />
      {refusing && (
        <Panel
          title={refuse}
          missing={[note.trim() === '' && form.reason]}
          send={() => call(decideGrants, { body: { ids, approve: false, note: note.trim() } })}
          close={() => setRefusing(false)}
        >
          <TextField label={form.reason} value={note} change={setNote} />
        </Panel>
      )}
    </span>
  )
}

function Withdraw({ id }: { id: string }) {
  const { requests: words } = useWords(rightsWords)
  const sending = useSend(() => call(withdrawGrant, { params: { id }, body: {} }))
  return (
    <>
      <Button loading={sending.isPending} onClick={() => sending.mutate()}>
        {words.withdraw}
      </Button>
      <Fault error={sending.error} />
    </>
  )
}
