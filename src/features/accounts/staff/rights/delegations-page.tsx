import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { newId } from '#ui/new-id.ts'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { handOver, listDelegates, listDelegations } from '../../rights-api.ts'
import { ChoiceField, Panel, TextField } from './kit.tsx'
import { EndDelegation } from './person-page.tsx'
import { rightsWords } from './words.ts'
import './rights.css'

type Delegations = z.infer<(typeof listDelegations)['answer']>

/** Who acts in one's place while one is away, and for whom one acts oneself. */
export function DelegationsPage() {
  const { delegations: words } = useWords(rightsWords)
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const found = useQuery({ queryKey: ['delegations'], queryFn: () => call(listDelegations, {}) })
  if (found.isPending) return <Waiting />
  if (!found.data) return <TroubleScreen error={found.error} reset={() => void found.refetch()} />
  const { rows, grants, mostDays } = found.data
  const own = new Set(grants.map(({ id }) => id))
  const isMine = ({ grantId }: (typeof rows)[number]) => own.has(grantId)
  return (
    <div className="rights">
      <header className="page-head">
        <h1>{words.title}</h1>
      </header>
      <p className="rights-about">
        {words.about(format.number(mostDays))}
        {words.twoPeople}
      </p>
      {grants.length === 0 ? (
        <Empty title={words.noGrants} why={words.noGrantsWhy} />
      ) : (
        <Button type="primary" onClick={() => setOpen(true)}>
          {words.handOver}
        </Button>
      )}
      <Lines title={words.mine} rows={rows.filter(isMine)} whom="to" />
      <Lines title={words.toMe} rows={rows.filter((row) => !isMine(row))} whom="from" />
      {open && <HandOverPanel delegations={found.data} close={() => setOpen(false)} />}
    </div>
  )
}

function Lines({ title, rows, whom }: { title: string; rows: Delegations['rows']; whom: 'from' | 'to' }) {
  const { delegations: words, roles } = useWords(rightsWords)
  const format = useFormat()
  return (
    <section className="rights-part" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul className="rights-lines">
          {rows.map((row) => (
            <li key={row.id}>
              <span>
                <strong>{words[whom](row[whom].name)}</strong>{' '}
                {words.line(roles[row.role], row.organizationName)}
                {row.over && <span className="rights-mark">{words.over}</span>}
                <small>
                  {words.period(format.dateTime(row.validFrom), format.dateTime(row.validTo))} · {row.reason}
                </small>
              </span>
              {!row.over && <EndDelegation id={row.id} label={words.end} />}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function HandOverPanel({ delegations, close }: { delegations: Delegations; close: () => void }) {
  const { delegations: words, form, roles } = useWords(rightsWords)
  const { grants, today } = delegations
  const [id] = useState(newId)
  const [grantId, setGrant] = useState(grants.length === 1 ? grants[0]!.id : '')
  const [toPersonId, setPerson] = useState('')
  const [firstDay, setFirst] = useState(today)
  const [lastDay, setLast] = useState('')
  const [reason, setReason] = useState('')
  const [q, setQ] = useState('')
  const fit = useQuery({
    queryKey: ['delegates', grantId, q],
    queryFn: () => call(listDelegates, { query: { grant: grantId, ...(q ? { q } : {}) } }),
    enabled: grantId !== '',
  })
  const people = fit.data?.rows ?? []
  return (
    <Panel
      title={words.handOver}
      missing={[
        grantId === '' && words.which,
        toPersonId === '' && words.whom,
        firstDay === '' && form.firstDay,
        lastDay === '' && form.lastDay,
        reason.trim() === '' && form.reason,
      ]}
      send={() =>
        call(handOver, { body: { id, grantId, toPersonId, firstDay, lastDay, reason: reason.trim() } })
      }
      close={close}
    >
      <p>{words.twoPeople}</p>
      <ChoiceField
        label={words.which}
        value={grantId}
        options={grants.map((g) => ({ value: g.id, label: words.line(roles[g.role], g.organizationName) }))}
        change={(next) => {
          setGrant(next)
          setPerson('')
        }}
      />
      <ChoiceField
        label={words.whom}
        help={words.whomHelp}
        value={toPersonId}
        options={people.map((p) => ({ value: p.id, label: `${p.name}（${p.organizationName}）` }))}
        search={setQ}
        change={setPerson}
      />
      <TextField label={form.firstDay} type="date" value={firstDay} change={setFirst} />
      <TextField label={form.lastDay} type="date" value={lastDay} change={setLast} />
      <TextField label={form.reason} value={reason} change={setReason} />
    </Panel>
  )
}
