import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import type { z } from 'zod'
import { isAdministrator, useMe, WaitingGrants } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import type { WorkEntry } from '#ui/work-entry.ts'
import { getWork } from '../../api.ts'
import type { WorkLine } from '../../views.ts'
import { WorkCounts } from './counts.tsx'
import { WorkRow } from './row.tsx'
import '../shared/shared.css'
import './work.css'
import { workWords } from './words.ts'

const groups = ['overdue', 'today', 'week', 'later'] as const
/** What the server gives at most. */
const MOST = 300

/** The first screen of everyone: what I must do, by deadline, the problems and what other features have `added`. */
export function WorkPage({ added }: { added: readonly WorkEntry[] }) {
  const words = useWords(workWords)
  const isAdmin = isAdministrator(useMe())
  const work = useQuery({
    queryKey: ['work'],
    queryFn: () => call(getWork, {}),
    refetchOnMount: 'always',
    refetchInterval: 5 * 60_000,
  })
  if (work.isPending) return <Waiting />
  if (!work.data) return <TroubleScreen error={work.error} reset={() => void work.refetch()} />
  const { rows } = work.data
  const cut = rows.length >= MOST
  const entries = [...rows.map(entryOf), ...added]
  const counts = Object.fromEntries(
    groups.map((group) => [group, entries.filter((entry) => entry.group === group).length]),
  ) as typeof work.data.counts
  return (
    <div className="work">
      <header className="page-head">
        <h1>{words.title}</h1>
      </header>
      <WaitingGrants
        otherwise={
          entries.length === 0 && (
            <Empty title={words.empty} why={isAdmin ? undefined : words.emptyWhy}>
              {!isAdmin && <Link to="/ledger">{words.toLedger}</Link>}
            </Empty>
          )
        }
      />
      {entries.length > 0 && <WorkCounts counts={counts} cut={cut} />}
      {cut && <p className="work-most">{words.most(MOST)}</p>}
      {groups.map((group) => (
        <WorkGroup key={group} group={group} entries={entries.filter((entry) => entry.group === group)} />
      ))}
    </div>
  )
}

type Line = z.infer<typeof WorkLine>

const entryOf = (row: Line): WorkEntry => ({
  ...{ key: row.id, group: row.group, dueAt: row.dueAt, line: <WorkRow row={row} /> },
})

const LAST = '9999'

function WorkGroup({ group, entries }: { group: Line['group']; entries: WorkEntry[] }) {
  const words = useWords(workWords)
  if (entries.length === 0) return null
  return (
    <section className="work-group" aria-labelledby={`work-${group}`}>
      <h2 id={`work-${group}`} tabIndex={-1}>
        {words.groups[group]} <span>{entries.length}</span>
      </h2>
      <ul>
        {entries
          .toSorted((a, b) => ((a.dueAt ?? LAST) < (b.dueAt ?? LAST) ? -1 : 1))
          .map(({ key, line }) => (
            <Fragment key={key}>{line}</Fragment>
          ))}
      </ul>
    </section>
  )
}
