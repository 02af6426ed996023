import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type FormEvent, useState } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import type { Answer } from '#platform/http/endpoint.ts'
import { call, urlOf } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { newId } from '#ui/new-id.ts'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { getAppealEvidence, listDiverted, openDiverted } from '../../api.ts'
import { useLabels } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { OpenIdentity } from '../one/identity.tsx'
import { Refusal } from '../refusal.tsx'
import { takesDiverted } from '../who.ts'
import { useStaffWords } from '../words.ts'
import { Reprisals } from './reprisals.tsx'

/** 转送件: what the county's discipline office took over (domain.md 2.7); read with a reason, and recorded. */
export function DivertedPage() {
  const words = useStaffWords().diverted
  const me = useMe()
  const isTheirs = takesDiverted(me)
  const list = useInfiniteQuery({
    queryKey: ['diverted'],
    queryFn: ({ pageParam }) => call(listDiverted, { query: pageParam ? { after: pageParam } : {} }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: isTheirs,
    refetchOnMount: 'always',
  })
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <AppealsFrame title={words.title}>
      {!isTheirs && <Empty title={words.noRight} why={words.noRightWhy} />}
      {isTheirs && <Reprisals />}
      {isTheirs && <h2>{words.passedOn}</h2>}
      {isTheirs && <p className="ap-minor ap-about">{words.about}</p>}
      {isTheirs && list.isPending && <Waiting />}
      {list.error && !list.data && <TroubleScreen error={list.error} reset={() => void list.refetch()} />}
      {list.data && rows.length === 0 && <Empty title={words.empty} why={words.emptyWhy} />}
      {rows.length > 0 && (
        <ul className="ap-cases">
          {rows.map((row) => (
            <Matter key={row.appealId} row={row} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <More load={() => void list.fetchNextPage()} isLoading={list.isFetchingNextPage} />
      )}
    </AppealsFrame>
  )
}

function More({ load, isLoading }: { load: () => void; isLoading: boolean }) {
  const words = useStaffWords().list
  return (
    <Button loading={isLoading} onClick={load}>
      {words.more}
    </Button>
  )
}

type Row = Answer<typeof listDiverted>['rows'][number]
type Content = Answer<typeof openDiverted>

function Matter({ row }: { row: Row }) {
  const words = useStaffWords().diverted
  const format = useFormat()
  const labelOf = useLabels()
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [content, setContent] = useState<Content | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [isAsking, setAsking] = useState(false)
  const open = async (event: FormEvent) => {
    event.preventDefault()
    setAsking(true)
    setError(null)
    try {
      const asking = { params: { id: row.appealId }, body: { commandId: newId(), reason: reason.trim() } }
      setContent(await call(openDiverted, asking))
      void queries.invalidateQueries({ queryKey: ['diverted'] })
    } catch (failure) {
      setError(failure)
    } finally {
      setAsking(false)
    }
  }
  const isNew = row.receivedAt === null
  return (
    <li className="ap-part">
      <p className="ap-line">
        <span className="ap-number">{row.number}</span>
        <strong>{labelOf('divert_kind', row.kindCode) || words.kindUnknown}</strong>
        <span className="ap-minor">{words.at(format.dateTime(row.divertedAt))}</span>
        <span className="ap-mark">
          {row.receivedAt ? words.received(format.dateTime(row.receivedAt)) : words.waiting}
        </span>
      </p>
      {content ? (
        <Read id={row.appealId} content={content} />
      ) : (
        <form className="ap-inline-form" onSubmit={(event) => void open(event)}>
          <label htmlFor={`why-${row.appealId}`}>{words.reason}</label>
          <input
            id={`why-${row.appealId}`}
            value={reason}
            maxLength={200}
            onChange={({ target }) => setReason(target.value)}
          />
          <Button
            type={isNew ? 'primary' : 'default'}
            htmlType="submit"
            disabled={reason.trim().length < 2}
            loading={isAsking}
          >
            {isNew ? words.open : words.again}
          </Button>
        </form>
      )}
      <Refusal error={error} />
    </li>
  )
}

function Read({ id, content }: { id: string; content: Content }) {
  const words = useStaffWords()
  const format = useFormat()
  const { title, cause, course, placeDetail, happenedOn, messages, answers, notes, papers } = content
  return (
    <div className="ap-told">
      <h2>{title}</h2>
      <p className="ap-prose">{cause}</p>
      {course && <p className="ap-prose">{course}</p>}
      <p className="ap-minor">
        {[placeDetail, happenedOn && format.date(happenedOn)].filter(Boolean).join(' · ')}
      </p>
      {messages.length > 0 && (
        <>
          <h3>{words.diverted.messages}</h3>
          <ul className="ap-plain">
            {messages.map(({ side, text, at }) => (
              <li key={at}>
                <span className="ap-minor">
                  {words.dialogue.sides[side as 'resident'] ?? side} {format.dateTime(at)}
                </span>
                <p className="ap-prose">{text}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {answers.length > 0 && (
        <>
          <h3>{words.diverted.answers}</h3>
          <ul className="ap-plain">
            {answers.map(({ text, at }) => (
              <li key={at}>
                <span className="ap-minor">{format.dateTime(at)}</span>
                <p className="ap-prose">{text}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {notes.length > 0 && (
        <>
          <h3>{words.diverted.notes}</h3>
          <ul className="ap-plain">
            {notes.map(({ kind, text, at }) => (
              <li key={`${kind} ${at} ${text}`}>
                <span className="ap-minor">{format.dateTime(at)}</span>
                <p className="ap-prose">{text}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      {papers.length > 0 && (
        <>
          <h3>{words.diverted.papers}</h3>
          <ul className="ap-plain">
            {papers.map(({ sha256, fileName, note }) => (
              <li key={sha256}>
                <a
                  href={urlOf(getAppealEvidence, { params: { id, sha256 } })}
                  target="_blank"
                  rel="noreferrer"
                >
                  {fileName}
                </a>
                {note && <span className="ap-minor"> {note}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{words.identity.title}</h3>
      <OpenIdentity id={id} />
      <p className="ap-minor">{words.diverted.note}</p>
    </div>
  )
}
