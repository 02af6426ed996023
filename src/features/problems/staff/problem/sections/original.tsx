import { useState } from 'react'
import { useFormat } from '#ui/format.ts'
import type { HistoryLine, ProblemDetail } from '../../../views.ts'
import { useHistory } from '../data.ts'
import { usePageWords } from '../kit.tsx'
import { Part, Prose } from '../part.tsx'

/** The words of the feedback, never changed (S2-12) but by a correction of two people, which keeps the old ones. */
export function Original({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  return (
    <Part
      id="words"
      title={words.words.title}
      beside={<span className="pp-mark">{words.words.unchanged}</span>}
    >
      <blockquote className="pp-original">
        <Prose>{problem.feedbackText}</Prose>
      </blockquote>
      {problem.requests
        .filter((request) => request.kind === 'correction' && request.status === 'approved')
        .map((request) => (
          <OlderWords key={request.id} problemId={problem.id} confirmedAt={request.decidedAt ?? ''} />
        ))}
      {problem.basis && (
        <div className="pp-basis">
          <h3>{words.words.basis}</h3>
          <Prose>{problem.basis}</Prose>
        </div>
      )}
    </Part>
  )
}

function OlderWords({ problemId, confirmedAt }: { problemId: string; confirmedAt: string }) {
  const words = usePageWords()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  return (
    <div className="pp-older">
      <span>{words.words.corrected(format.date(confirmedAt))}</span>
      <button type="button" className="pp-link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? words.words.hideOld : words.words.showOld}
      </button>
      {open && <Old problemId={problemId} confirmedAt={confirmedAt} />}
    </div>
  )
}

/** Looked up in the history, page by page, only when somebody asks. */
function Old({ problemId, confirmedAt }: { problemId: string; confirmedAt: string }) {
  const words = usePageWords()
  const history = useHistory(problemId)
  const entries = history.data?.pages.flatMap((page) => page.rows) ?? []
  const entry = entries.find((e) => e.act === 'confirmCorrection' && e.at === confirmedAt)
  if (!entry && history.hasNextPage)
    return (
      <button type="button" className="pp-link" onClick={() => history.fetchNextPage()}>
        {words.history.more}
      </button>
    )
  if (!entry) return <p>{history.isPending ? words.page.loading : words.history.failed}</p>
  const { oldTitle, oldText } = saidIn(entry)
  if (!oldText) return <p>{words.words.oldErased}</p>
  return (
    <blockquote className="pp-original pp-old">
      {oldTitle && (
        <p>
          {words.words.oldTitle}: {oldTitle}
        </p>
      )}
      <Prose>{oldText}</Prose>
    </blockquote>
  )
}

const saidIn = (entry: HistoryLine): { oldTitle?: string; oldText?: string } =>
  Object.assign({}, ...Object.values(entry.rows))
