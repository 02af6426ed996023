import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '#ui/api.ts'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import type { WorkEntry } from '#ui/work-entry.ts'
import { getCampaignWork } from '../api.ts'
import type { CampaignState } from '../lifecycle.ts'
import type { CampaignLine } from '../views.ts'
import { useCampaignWords } from './words.ts'

/** What evaluation adds to everybody's list of work. */
export function useCampaignWork(): WorkEntry[] {
  const { data } = useQuery({
    queryKey: ['campaign-work'],
    queryFn: () => call(getCampaignWork, {}),
    refetchOnMount: 'always',
    refetchInterval: 5 * 60_000,
  })
  return (data?.rows ?? []).map((row) => ({
    ...{ key: row.id, group: row.group, dueAt: row.dueAt, line: <Line row={row} /> },
  }))
}

const asks: Partial<Record<CampaignState, 'submit' | 'open' | 'issue' | 'close'>> = {
  ...{ draft: 'submit', proposed: 'open', running: 'issue', counting: 'close' },
}

function Line({ row }: { row: CampaignLine }) {
  const { acts } = useCampaignWords()
  const format = useFormat()
  const asked = acts[asks[row.state] ?? 'submit']
  return (
    <li className="work-row">
      <span className="work-due">
        <DueChip dueAt={row.dueAt} />
      </span>
      <div className="work-what">
        <span className="work-asks">{asked}</span>
        <Link className="work-title" to="/evaluations/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        <span className="work-since">{row.number}</span>
      </div>
      <span className="work-organization">{row.organizationName}</span>
      <span className="work-since">{format.shortDate(row.createdAt)}</span>
      <Link
        className="work-do"
        to="/evaluations/$id"
        params={{ id: row.id }}
        aria-label={`${asked} ${row.title}`}
      >
        {asked}
      </Link>
    </li>
  )
}
