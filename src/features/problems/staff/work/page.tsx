import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { isAdministrator, useMe, WaitingGrants } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
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

/** The first screen of everyone: what I must do, by deadline. */
export function WorkPage() {
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
  const { counts, rows } = work.data
  const cut = rows.length >= MOST
  return (
    <div className="work">
      <header className="page-head">
        <h1>{words.title}</h1>
      </header>
      <WaitingGrants />
      {rows.length === 0 ? (
        <Empty title={words.empty} why={isAdmin ? undefined : words.emptyWhy}>
          {!isAdmin && <Link to="/ledger">{words.toLedger}</Link>}
        </Empty>
      ) : (
        <WorkCounts counts={counts} cut={cut} />
      )}
      {cut && <p className="work-most">{words.most(MOST)}</p>}
      {groups.map((group) => (
        <WorkGroup key={group} group={group} n={counts[group]} rows={rows.filter((r) => r.group === group)} />
      ))}
    </div>
  )
}

type Line = z.infer<typeof WorkLine>

function WorkGroup({ group, n, rows }: { group: Line['group']; n: number; rows: Line[] }) {
  const words = useWords(workWords)
  if (rows.length === 0) return null
  return (
    <section className="work-group" aria-labelledby={`work-${group}`}>
      <h2 id={`work-${group}`} tabIndex={-1}>
        {words.groups[group]} <span>{n}</span>
      </h2>
      <ul>
        {rows.map((row) => (
          <WorkRow key={row.id} row={row} />
        ))}
      </ul>
    </section>
  )
}
