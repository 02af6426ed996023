import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMe } from '#features/accounts/staff/index.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { WorkEntry } from '#ui/work-entry.ts'
import type { AppealAct } from '../lifecycle.ts'
import type { AppealWork } from '../views.ts'
import { workQuery } from './data.ts'
import { takesDiverted, worksOnAppeals } from './who.ts'
import { useAppealWords, useStaffWords } from './words.ts'

/** What appeals add to somebody's list of work. */
export function useAppealWork(): WorkEntry[] {
  const me = useMe()
  const isMine = worksOnAppeals(me) || takesDiverted(me)
  const { data } = useQuery({ ...workQuery, enabled: isMine, refetchInterval: 5 * 60_000 })
  return (data?.rows ?? []).map((row) => ({
    ...{ key: row.id, group: row.group, dueAt: row.dueAt, line: <Line row={row} /> },
  }))
}

function Line({ row }: { row: AppealWork }) {
  const words = useStaffWords()
  const t = words.work
  const names = useAppealWords()
  const format = useFormat()
  const { listSeparator } = useWords(commonWords).common
  // One step may have several ways out: what is asked is the step.
  const said = (act: string) =>
    t.asks[`${row.state}.${act}`] ?? t.asks[act] ?? names.acts[act as AppealAct] ?? act
  const asks = [...new Set(row.asks.map(said))].join(listSeparator)
  const title = row.title || words.list.untitled
  return (
    <li className="work-row">
      <span className="work-due">
        <DueChip dueAt={row.dueAt} />
      </span>
      <div className="work-what">
        <span className="work-asks">{asks || names.states[row.state]}</span>
        <Link className="work-title" to="/appeals/$id" params={{ id: row.id }}>
          {title}
        </Link>
        <span className="work-since">{t.kind(names.channels[row.channel])}</span>
      </div>
      <span className="work-organization">{row.place.name}</span>
      <span className="work-since">{t.since(format.shortDate(row.receivedOn))}</span>
      <Link
        className="work-do"
        to="/appeals/$id"
        params={{ id: row.id }}
        aria-label={t.one(`${t.handle} ${asks}`, title)}
      >
        {t.handle}
      </Link>
    </li>
  )
}
