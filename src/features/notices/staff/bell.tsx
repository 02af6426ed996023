import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { hasCountyRole, useMe } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useLanguage, useWords } from '#ui/language.tsx'
import { Menu } from '#ui/menu.tsx'
import { type BellLine, type Bell as BellSays, getBell, seeBell } from '../api.ts'
import { noticeWords } from './words.ts'
import './notices.css'

const bellQuery = {
  queryKey: ['bell'],
  queryFn: () => call(getBell, {}),
  refetchInterval: 2 * 60_000,
}

/** Where a case of a kind is opened; a kind without a page is named and not linked. */
export type CasePages = Readonly<
  Record<string, '/problems/$id' | '/publicity/$id' | '/appeals/$id' | '/evaluations/$id'>
>

/** What is new, beside one's name. Opening it is having looked. */
export function Bell({ pages }: { pages: CasePages }) {
  const words = useWords(noticeWords).bell
  const { data } = useQuery(bellQuery)
  const fresh = (data?.fresh ?? 0) + (data?.alerts.length ?? 0)
  const button = (
    <>
      <Icon name="bell" />
      {fresh > 0 && <span className="bell-count">{fresh > 99 ? '99+' : fresh}</span>}
    </>
  )
  return (
    <Menu label={words.open(fresh)} className="bar-button bell" button={button}>
      {(close) => <Panel pages={pages} close={close} says={data} />}
    </Menu>
  )
}

/** Stays as it was when it was opened: what is seen now counts as seen from then on. */
function Panel({ says, pages, close }: { says: BellSays | undefined; pages: CasePages; close: () => void }) {
  const words = useWords(noticeWords).bell
  const me = useMe()
  const [shown, show] = useState(says)
  // Opened before the answer was there.
  if (!shown && says) show(says)
  useSeen(shown?.asOf)
  if (!shown) return null
  const { lines, earlier, fresh, work, alerts } = shown
  return (
    <section className="bell-panel" aria-label={words.title}>
      {alerts.map(({ kind, name }) => (
        <Link key={kind + name} to="/outlets" className="bell-alert" onClick={close}>
          {words.alerts[kind](name)}
        </Link>
      ))}
      {lines.length === 0 && alerts.length === 0 && (
        <div className="bell-none">
          <strong>{words.none}</strong>
          <p>{words.noneWhy}</p>
        </div>
      )}
      <Lines lines={lines} pages={pages} close={close} />
      {fresh > lines.length && <p className="bell-more">{words.more(fresh - lines.length)}</p>}
      {earlier.length > 0 && (
        <details className="bell-earlier">
          <summary>{words.earlier(earlier.length)}</summary>
          <Lines lines={earlier} pages={pages} close={close} />
        </details>
      )}
      <footer>
        <Link to="/" onClick={close}>
          {words.work(work)}
        </Link>
        <Link to="/notice-ways" onClick={close}>
          {words.ways}
        </Link>
        {hasCountyRole(me, 'system_admin', 'security_admin', 'audit_admin') && (
          <Link to="/outlets" onClick={close}>
            {words.outlets}
          </Link>
        )}
      </footer>
    </section>
  )
}

function useSeen(asOf: string | undefined): void {
  const client = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: (until: string) => call(seeBell, { body: { asOf: until } }),
    onSuccess: () => client.invalidateQueries({ queryKey: bellQuery.queryKey }),
  })
  useEffect(() => {
    if (asOf !== undefined) mutate(asOf)
  }, [asOf, mutate])
}

function Lines({ lines, ...given }: { lines: readonly BellLine[]; pages: CasePages; close: () => void }) {
  if (lines.length === 0) return null
  return (
    <ul>
      {lines.map((line) => (
        <Line key={line.kind + line.id} line={line} {...given} />
      ))}
    </ul>
  )
}

function Line({ line, pages, close }: { line: BellLine; pages: CasePages; close: () => void }) {
  const words = useWords(noticeWords).bell
  const format = useFormat()
  const { language } = useLanguage()
  const to = pages[line.kind]
  const name = words.line({
    ...{ kind: line.label[language], number: line.number, step: line.step[language] },
    due: line.dueAt === null ? null : format.shortDate(line.dueAt),
  })
  return (
    <li>
      {to ? (
        <Link to={to} params={{ id: line.id }} onClick={close}>
          {name}
        </Link>
      ) : (
        <span>{name}</span>
      )}
      <DueChip dueAt={line.dueAt} />
      <small>{words.changed(`${format.shortDate(line.changedAt)} ${format.time(line.changedAt)} `)}</small>
    </li>
  )
}
