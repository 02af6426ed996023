import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '#ui/api.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import { commonWords } from '#ui/words/index.ts'
import type { WorkEntry } from '#ui/work-entry.ts'
import { getPublicationWork } from '../api.ts'
import type { PublicationAct } from '../lifecycle.ts'
import type { PublicationWork } from '../views.ts'
import { usePublicationWords, useStaffWords } from './words.ts'

/** What publicity adds to everybody's list of work. */
export function usePublicationWork(): WorkEntry[] {
  const { data } = useQuery({
    queryKey: ['publication-work'],
    queryFn: () => call(getPublicationWork, {}),
    refetchOnMount: 'always',
    refetchInterval: 5 * 60_000,
  })
  return (data?.rows ?? []).map((row) => ({
    ...{ key: row.id, group: row.group, dueAt: row.dueAt, line: <Line row={row} /> },
  }))
}

function Line({ row }: { row: PublicationWork }) {
  const words = useStaffWords()
  const t = words.work
  const { acts, audiences } = usePublicationWords()
  const format = useFormat()
  const { listSeparator } = useWords(commonWords).common
  const asks = row.asks.map((act) => t.asks[act] ?? acts[act as PublicationAct] ?? act).join(listSeparator)
  return (
    <li className="work-row">
      <span className="work-due">
        <DueChip dueAt={row.dueAt} />
      </span>
      <div className="work-what">
        <span className="work-asks">{asks}</span>
        <Link className="work-title" to="/publicity/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        <span className="work-since">
          {t.kind(audiences[row.audience])}
          {row.comments > 0 && ` · ${t.comments(row.comments)}`}
        </span>
      </div>
      <span className="work-organization">{row.organizationName}</span>
      <span className="work-since">{t.since(format.shortDate(row.createdAt))}</span>
      <Link
        className="work-do"
        to="/publicity/$id"
        params={{ id: row.id }}
        aria-label={t.one(`${t.handle} ${asks}`, row.title)}
      >
        {t.handle}
      </Link>
    </li>
  )
}
