import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import type { CampaignLine } from '../views.ts'
import { useCampaigns } from './data.ts'
import { useCampaignWords, useStaffWords } from './words.ts'
import '#ui/styles/page.css'
import './evaluations.css'

/** Every campaign in the reader's scope, newest first. */
export function CampaignsPage() {
  const words = useStaffWords()
  const list = useCampaigns()
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const mayBegin = (list.data?.pages[0]?.holders.length ?? 0) > 0
  return (
    <div className="pg">
      <header className="pg-head">
        <div>
          <h1>{words.title}</h1>
          <p className="pg-minor">{words.why}</p>
        </div>
        {mayBegin && (
          <div className="pg-line">
            <Link className="ev-second" to="/surveys">
              {words.surveys}
            </Link>
            <Link className="ev-begin" to="/evaluations/new">
              <Icon name="add" size={16} />
              {words.begin}
            </Link>
          </div>
        )}
      </header>
      {list.isPending && <Waiting />}
      {list.error && !list.data && <TroubleScreen error={list.error} reset={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <Empty title={words.empty} why={words.emptyWhy} />}
      {rows.length > 0 && (
        <ul className="ev-rows">
          {rows.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </div>
  )
}

function Row({ row }: { row: CampaignLine }) {
  const words = useStaffWords()
  const { states } = useCampaignWords()
  const format = useFormat()
  return (
    <li className="ev-row">
      <span className={`ev-state ev-state-${row.state}`}>{states[row.state]}</span>
      <div className="ev-what">
        <Link to="/evaluations/$id" params={{ id: row.id }}>
          {row.title}
        </Link>
        <span className="pg-minor">
          {row.number} · {row.organizationName} · {words.places(row.places)} · {words.problems(row.problems)}
        </span>
      </div>
      <span className="ev-figure">
        {words.one.returned} {format.number(row.returned)}/{format.number(row.handedOut)} {words.sheets}
      </span>
      <span className="ev-due">
        {row.state === 'running' ? (
          <span className="pg-minor">{words.until(format.shortDate(row.answersUntil))}</span>
        ) : (
          <DueChip dueAt={row.dueAt} />
        )}
      </span>
    </li>
  )
}
