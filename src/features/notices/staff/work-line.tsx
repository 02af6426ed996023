import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { hasCountyRole, useMe } from '#features/accounts/staff/index.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { useWords } from '#ui/language.tsx'
import type { WorkEntry } from '#ui/work-entry.ts'
import { listOutlets, type Outlet } from '../api.ts'
import { noticeWords } from './words.ts'

/** Outlets that wait to be confirmed, in the list of work of whoever confirms them. */
export function useOutletWork(): WorkEntry[] {
  const confirms = hasCountyRole(useMe(), 'security_admin')
  const { data } = useQuery({
    queryKey: ['outlets'],
    queryFn: () => call(listOutlets, {}),
    enabled: confirms,
    refetchOnMount: 'always',
  })
  return (data?.rows ?? [])
    .filter(({ can }) => can.includes('decide'))
    .map((outlet) => ({
      ...{ key: outlet.id, group: 'later', dueAt: null, line: <Line outlet={outlet} /> },
    }))
}

function Line({ outlet: { name, host, askedBy, askedAt } }: { outlet: Outlet }) {
  const words = useWords(noticeWords).outlets
  const format = useFormat()
  return (
    <li className="work-row">
      <span className="work-due" />
      <div className="work-what">
        <span className="work-asks">{words.toConfirm}</span>
        <Link className="work-title" to="/outlets">
          {name}
        </Link>
        <span className="work-since">{host}</span>
      </div>
      <span className="work-organization">{askedBy}</span>
      <span className="work-since">{format.shortDate(askedAt)}</span>
      <Link className="work-do" to="/outlets" aria-label={`${words.toConfirm} ${name}`}>
        {words.toConfirm}
      </Link>
    </li>
  )
}
