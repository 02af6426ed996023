import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { newId } from '#ui/new-id.ts'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { answerReprisal, listReprisals, type ReprisalLine, takeReprisal } from '../../portal/desk-api.ts'
import { Refusal } from '../refusal.tsx'
import { useLineSending } from '../sending.ts'
import { useStaffWords } from '../words.ts'

/** 打击报复: what residents reported by their receipt, for the county's discipline office alone (domain.md 7.1). */
export function Reprisals() {
  const words = useStaffWords().reprisals
  const list = useQuery({
    queryKey: ['reprisals'],
    queryFn: () => call(listReprisals),
    refetchOnMount: 'always',
  })
  return (
    <section className="ap-plain" aria-labelledby="reprisals">
      <h2 id="reprisals">{words.title}</h2>
      {list.isPending && <Waiting />}
      {list.error && !list.data && <TroubleScreen error={list.error} reset={() => void list.refetch()} />}
      {list.data?.rows.length === 0 && <p className="ap-minor">{words.empty}</p>}
      {list.data && list.data.rows.length > 0 && (
        <ul className="ap-cases">
          {list.data.rows.map((row) => (
            <Report key={row.id} row={row} />
          ))}
        </ul>
      )}
    </section>
  )
}

function Report({ row }: { row: ReprisalLine }) {
  const words = useStaffWords().reprisals
  const format = useFormat()
  const [answer, setAnswer] = useState('')
  const { error, isSending, send } = useLineSending('reprisals')
  const params = { id: row.id }
  const state = row.answeredAt
    ? words.answered(format.dateTime(row.answeredAt))
    : row.takenAt
      ? words.taken(format.dateTime(row.takenAt))
      : words.waiting
  return (
    <li className="ap-part">
      <p className="ap-line">
        <span className="ap-number">{row.number}</span>
        <span className="ap-minor">{words.at(format.dateTime(row.receivedAt))}</span>
        <span className="ap-mark">{state}</span>
      </p>
      <p className="ap-prose">{row.text}</p>
      {!row.takenAt && (
        <Button
          type="primary"
          loading={isSending}
          onClick={() => void send(() => call(takeReprisal, { params, body: { commandId: newId() } }))}
        >
          {words.take}
        </Button>
      )}
      {row.takenAt && !row.answeredAt && (
        <form
          className="ap-field"
          onSubmit={(event) => {
            event.preventDefault()
            const body = { commandId: newId(), answer: answer.trim() }
            void send(() => call(answerReprisal, { params, body }))
          }}
        >
          <label htmlFor={`answer-${row.id}`}>{words.answer}</label>
          <textarea
            id={`answer-${row.id}`}
            rows={3}
            value={answer}
            maxLength={1000}
            onChange={({ target }) => setAnswer(target.value)}
          />
          <div className="ap-buttons">
            <Button type="primary" htmlType="submit" disabled={answer.trim() === ''} loading={isSending}>
              {words.send}
            </Button>
          </div>
        </form>
      )}
      <Refusal error={error} />
    </li>
  )
}
