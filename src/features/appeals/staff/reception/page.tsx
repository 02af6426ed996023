import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button, Select } from 'antd'
import { type FormEvent, useState } from 'react'
import { useMe } from '#features/accounts/staff/index.ts'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { newId } from '#ui/new-id.ts'
import { Empty, TroubleScreen, Waiting } from '#ui/states.tsx'
import { addReceptionDay, cancelReceptionDay, listReceptionDays } from '../../api.ts'
import { usePeopleByRole } from '../data.ts'
import { AppealsFrame } from '../frame.tsx'
import { soundsLike } from '../pinyin.ts'
import { Refusal } from '../refusal.tsx'
import { announcesAt } from '../who.ts'
import { useStaffWords } from '../words.ts'

const key = ['reception-days'] as const

/** 接访日: which leader receives residents when and where (S3-56). */
export function ReceptionPage() {
  const words = useStaffWords().reception
  const me = useMe()
  const mine = announcesAt(me)
  const days = useQuery({
    queryKey: key,
    queryFn: () => call(listReceptionDays, { query: {} }),
    refetchOnMount: 'always',
  })
  return (
    <AppealsFrame title={words.title}>
      <p className="ap-minor ap-about">{words.about}</p>
      {mine.length > 0 && <Announce organizations={mine} />}
      {days.isPending && <Waiting />}
      {days.error && !days.data && <TroubleScreen error={days.error} reset={() => void days.refetch()} />}
      {days.data?.rows.length === 0 && <Empty title={words.empty} why={words.emptyWhy} />}
      {days.data && days.data.rows.length > 0 && (
        <ul className="ap-rows">
          {days.data.rows.map((day) => (
            <Day key={day.id} day={day} mayCancel={mine.some(({ id }) => id === day.organization.id)} />
          ))}
        </ul>
      )}
    </AppealsFrame>
  )
}

type Row = Answer<typeof listReceptionDays>['rows'][number]

function Day({ day, mayCancel }: { day: Row; mayCancel: boolean }) {
  const words = useStaffWords().reception
  const format = useFormat()
  const queries = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const cancel = async () => {
    setError(null)
    try {
      await call(cancelReceptionDay, { params: { id: day.id }, body: {} })
      await queries.invalidateQueries({ queryKey: key })
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <li className={day.cancelled ? 'ap-day ap-day-off' : 'ap-day'}>
      <strong>
        {format.date(day.day)} {day.hours}
      </strong>
      <span>
        {day.organization.name} · {day.place}
        {day.leader && ` · ${words.leaderOf(day.leader.name)}`}
      </span>
      {day.cancelled && <span className="ap-mark">{words.cancelled}</span>}
      {mayCancel && !day.cancelled && (
        <span className="ap-buttons">
          {isAsked ? (
            <>
              <span className="ap-minor">{words.cancelWhy}</span>
              <Button onClick={() => void cancel()}>{words.reallyCancel}</Button>
              <Button onClick={() => setAsked(false)}>{words.keep}</Button>
            </>
          ) : (
            <Button onClick={() => setAsked(true)}>
              {words.cancel}
              <span className="ui-hidden"> {format.date(day.day)}</span>
            </Button>
          )}
        </span>
      )}
      <Refusal error={error} />
    </li>
  )
}

type Draft = { organizationId: string; day: string; hours: string; place: string; leaderId: string }

function Announce({ organizations }: { organizations: readonly { id: string; name: string }[] }) {
  const words = useStaffWords()
  const t = words.reception
  const queries = useQueryClient()
  const empty: Draft = {
    organizationId: organizations[0]?.id ?? '',
    day: '',
    hours: '',
    place: '',
    leaderId: '',
  }
  const [draft, setDraft] = useState<Draft>(empty)
  const [id, setId] = useState(() => newId())
  const [error, setError] = useState<unknown>(null)
  const [isSending, setSending] = useState(false)
  const leaders = usePeopleByRole('leader').data?.rows ?? []
  const secretaries = usePeopleByRole('secretary').data?.rows ?? []
  const [isRevealed, setRevealed] = useState(false)
  const missing = (['day', 'hours', 'place'] as const).filter((name) => draft[name].trim() === '')
  const announce = async (event: FormEvent) => {
    event.preventDefault()
    setRevealed(true)
    if (missing.length > 0) return
    setSending(true)
    setError(null)
    try {
      const { leaderId, ...day } = draft
      await call(addReceptionDay, { body: { id, ...day, ...(leaderId && { leaderId }) } })
      setId(newId())
      setDraft(empty)
      setRevealed(false)
      await queries.invalidateQueries({ queryKey: key })
    } catch (failure) {
      setError(failure)
    } finally {
      setSending(false)
    }
  }
  const field = (name: 'day' | 'hours' | 'place', more: object) => (
    <div className="ap-field">
      <label htmlFor={`reception-${name}`}>{t[name]}</label>
      <input
        id={`reception-${name}`}
        value={draft[name]}
        onChange={({ target }) => setDraft({ ...draft, [name]: target.value })}
        {...more}
      />
    </div>
  )
  return (
    <form
      className="ap-part ui-no-print"
      onSubmit={(event) => void announce(event)}
      aria-labelledby="announce-title"
    >
      <h2 id="announce-title">{t.add}</h2>
      <div className="ap-fields">
        {organizations.length > 1 && (
          <div className="ap-field">
            <label htmlFor="reception-organization">{t.organizationId}</label>
            <select
              id="reception-organization"
              value={draft.organizationId}
              onChange={({ target }) => setDraft({ ...draft, organizationId: target.value })}
            >
              {organizations.map((o) => (
                <option key={o.id} value={o.id}>
                  {o.name}
                </option>
              ))}
            </select>
          </div>
        )}
        {field('day', { type: 'date' })}
        {field('hours', { maxLength: 40, placeholder: t.hoursHint })}
        {field('place', { maxLength: 60, placeholder: t.placeHint })}
        <div className="ap-field">
          <label htmlFor="reception-leader">
            {t.leaderId}
            <span className="ap-optional"> {words.acts.optional}</span>
          </label>
          <Select<string, { value: string; label: string }>
            id="reception-leader"
            className="ap-select"
            value={draft.leaderId || null}
            options={[...leaders, ...secretaries].map((p) => ({
              value: p.id,
              label: `${p.name} · ${p.organizationName}`,
            }))}
            placeholder={words.acts.choose}
            notFoundContent={words.fault.unknown_reference}
            allowClear
            showSearch={{ filterOption: (typed, option) => soundsLike(option?.label ?? '', typed) }}
            onChange={(next) => setDraft({ ...draft, leaderId: next ?? '' })}
          />
        </div>
      </div>
      {isRevealed && missing.length > 0 && (
        <p className="ap-missing" role="alert">
          {words.acts.missing}
          {missing.map((name) => (
            <button
              key={name}
              type="button"
              className="ap-link"
              onClick={() => document.getElementById(`reception-${name}`)?.focus()}
            >
              {t[name]}
            </button>
          ))}
        </p>
      )}
      <Refusal error={error} />
      <div className="ap-buttons">
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t.save}
        </Button>
      </div>
    </form>
  )
}
