import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { DueChip } from '#ui/due.tsx'
import { useFormat } from '#ui/format.ts'
import type { AppealLine } from '../../views.ts'
import { useLabels } from '../data.ts'
import { StateWord } from '../state-word.tsx'
import { useAppealWords, useStaffWords } from '../words.ts'

type Props = { rows: readonly AppealLine[]; more?: boolean; isLoading?: boolean; loadMore?: () => void }

/** Appeals one below the other; what comes after is read when the end comes into sight. */
export function Rows({ rows, more = false, isLoading = false, loadMore }: Props) {
  const words = useStaffWords()
  const end = useWhenSeen(more && !isLoading, loadMore)
  return (
    <>
      <ul className="ap-rows">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {more && (
        <div ref={end}>
          <Button loading={isLoading} onClick={loadMore}>
            {isLoading ? words.list.loadingMore : words.list.more}
          </Button>
        </div>
      )}
    </>
  )
}

function useWhenSeen(isOn: boolean, seen: (() => void) | undefined) {
  const end = useRef<HTMLDivElement>(null)
  const act = useRef(seen)
  act.current = seen
  useEffect(() => {
    if (!isOn || !end.current) return
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) act.current?.()
      },
      { rootMargin: '600px' },
    )
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [isOn])
  return end
}

export function Row({ row }: { row: AppealLine }) {
  const words = useStaffWords().list
  const format = useFormat()
  const names = useAppealWords()
  const labelOf = useLabels()
  const about = [
    row.number,
    names.channels[row.channel],
    row.nature && names.natures[row.nature],
    labelOf('field', row.fieldCode),
    words.received(format.shortDate(row.receivedOn)),
  ].filter(Boolean)
  return (
    <li className="ap-row">
      <span className="ap-row-state">
        <StateWord state={row.state} />
      </span>
      <div className="ap-row-what">
        <Link to="/appeals/$id" params={{ id: row.id }}>
          {row.title || words.untitled}
        </Link>
        <span className="ap-minor">
          {about.join(' · ')}
          <Marks row={row} />
        </span>
      </div>
      <div className="ap-row-where">
        <span>{row.place.name}</span>
        <span className="ap-minor">{row.handler ? words.handler(row.handler.name) : words.noHandler}</span>
      </div>
      <span className="ap-row-due">
        <DueChip dueAt={row.dueAt} />
      </span>
    </li>
  )
}

/** What sets an appeal apart; about the matter, never about who brought it up. */
export function Marks({ row }: { row: AppealLine }) {
  const words = useStaffWords().list
  const names = useAppealWords()
  const marks = [
    row.urgency !== 'ordinary' && names.urgencies[row.urgency],
    row.track === 'petition' && names.tracks.petition,
    row.people > 1 && words.people(row.people),
    row.redos > 0 && words.redone(row.redos),
    row.aboutVillage && words.about,
  ].filter((mark) => typeof mark === 'string')
  return marks.map((mark) => (
    <span key={mark} className="ap-mark">
      {mark}
    </span>
  ))
}
