import { useFormat } from '#ui/format.ts'
import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'
import { Part } from '../part.tsx'
import { Asks } from './asks.tsx'

type Request = ProblemDetail['requests'][number]

/** What was asked and what was decided; what waits for a decision stands first and stands out. */
export function Requests({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  if (problem.requests.length === 0) return null
  const order = (r: Request) => `${r.status === 'pending' ? 1 : 0}${r.requestedAt}`
  const requests = [...problem.requests].sort((a, b) => (order(a) < order(b) ? 1 : -1))
  return (
    <Part id="requests" title={words.requests.title}>
      <ul className="pp-entries">
        {requests.map((request) => (
          <li key={request.id} className={request.status === 'pending' ? 'pp-pending' : undefined}>
            <RequestEntry request={request} title={problem.title} />
          </li>
        ))}
      </ul>
    </Part>
  )
}

const SHAPE = { pending: '○', approved: '✓', refused: '✕', withdrawn: '–' } as const

/** `title` is the problem's: a correction that leaves it alone need not repeat it. */
export function RequestEntry({ request, title }: { request: Request; title: string }) {
  const t = usePageWords().requests
  const format = useFormat()
  return (
    <>
      <p className="pp-entry-head">
        <strong>{t.kinds[request.kind]}</strong>
        <span>
          {SHAPE[request.status]} {t.status[request.status]}
        </span>
        <span>{t.by(request.requestedBy.name, format.date(request.requestedAt))}</span>
      </p>
      <Asks asks={request.asks} title={title} />
      <p className="pp-prose">
        {request.confirmer ? t.finding : t.reason}: {request.reason}
      </p>
      {request.confirmer && request.status === 'pending' && (
        <p className="pp-minor">{t.confirmer(request.confirmer.name)}</p>
      )}
      {request.decidedBy && request.decidedAt && (
        <p className="pp-prose">
          {t.decided(request.decidedBy.name, format.date(request.decidedAt))}
          {request.decisionNote && ` · ${t.answer}: ${request.decisionNote}`}
        </p>
      )}
    </>
  )
}
