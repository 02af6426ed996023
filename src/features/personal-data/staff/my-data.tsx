import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '#platform/http/endpoint.ts'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { Icon } from '#ui/icons.tsx'
import { useWords } from '#ui/language.tsx'
import { TroubleScreen, Waiting } from '#ui/states.tsx'
import { getMyData } from '../api.ts'
import { AskForm } from './ask-form.tsx'
import { CopyParts, Traces } from './copy-part.tsx'
import { RequestCard } from './request-card.tsx'
import { personalWords } from './words.ts'
import './personal.css'

/** What is held on oneself, who opened it, and what one may ask. */
export function MyDataPage() {
  const words = useWords(personalWords).mine
  const mine = useQuery({
    queryKey: ['personal-data', 'mine'],
    queryFn: ({ signal }) => call(getMyData, { signal }),
  })
  if (mine.isPending) return <Waiting />
  if (!mine.data) return <TroubleScreen error={mine.error} reset={() => void mine.refetch()} />
  const { copy, openings, requests } = mine.data
  return (
    <div className="personal">
      <header className="personal-head">
        <h1>{words.title}</h1>
        <p>{words.about}</p>
        <button type="button" className="ui-button ui-no-print" onClick={() => window.print()}>
          <Icon name="print" size={18} />
          {words.print}
        </button>
      </header>
      <section className="personal-section" aria-labelledby="personal-openings">
        <h2 id="personal-openings">{words.openings}</h2>
        <Openings openings={openings} />
      </section>
      <Requests requests={requests} />
      <section className="personal-section" aria-labelledby="personal-held">
        <h2 id="personal-held">{words.held}</h2>
        <CopyParts copy={copy} />
      </section>
      <Traces traces={copy.traces} />
    </div>
  )
}

type Mine = Answer<typeof getMyData>

function Openings({ openings }: Pick<Mine, 'openings'>) {
  const all = useWords(personalWords)
  const format = useFormat()
  if (openings.length === 0) return <p className="personal-soft">{all.mine.noOpenings}</p>
  return (
    <ul className="personal-list">
      {openings.map(({ at, kind, by, as, reason }) => (
        <li key={at + by}>
          <span>{format.dateTime(at)}</span>
          <strong>{all.mine.byAs(by, all.values[as] ?? as)}</strong>
          <span>{kind === 'reveal' ? all.mine.revealed(reason ?? '') : all.mine.lookedUp}</span>
        </li>
      ))}
    </ul>
  )
}

function Requests({ requests }: Pick<Mine, 'requests'>) {
  const words = useWords(personalWords)
  const [sent, setSent] = useState(false)
  return (
    <section className="personal-section" aria-labelledby="personal-requests">
      <h2 id="personal-requests">{words.mine.requests}</h2>
      {requests.length === 0 && <p className="personal-soft">{words.mine.noRequests}</p>}
      <ul className="personal-requests">
        {requests.map((request) => (
          <RequestCard key={request.id} request={request} own />
        ))}
      </ul>
      {sent && <p role="status">{words.ask.sent}</p>}
      <details className="personal-ask ui-no-print">
        <summary>{words.ask.title}</summary>
        <AskForm kinds={['correct', 'erase']} done={() => setSent(true)} />
      </details>
    </section>
  )
}
