import { useFormat } from '#ui/format.ts'
import type { HistoryLine, ProblemDetail } from '../../../views.ts'
import { useHistory } from '../data.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { Notice } from '../notice.tsx'
import { Prose } from '../part.tsx'

/** Why the problem is where it is, when somebody gave a reason: a returned plan, a refused closure, a dispute. */
export function WhyHere({ problem }: { problem: ProblemDetail }) {
  const t = usePageWords().whyHere
  const acts: Record<string, string> = useProblemWords().acts
  const format = useFormat()
  const history = useHistory(problem.id)
  const entry = cameBy(history.data?.pages[0]?.rows ?? [], problem)
  const reason = entry && reasonIn(entry)
  if (!reason) return null
  return (
    <Notice title={t(acts[entry.act] ?? entry.act, entry.person?.name ?? '', format.date(entry.enteredAt))}>
      <Prose>{reason}</Prose>
    </Notice>
  )
}

/** The act that led into the present state. */
const cameBy = (newestFirst: readonly HistoryLine[], { state }: ProblemDetail): HistoryLine | undefined => {
  const entry = newestFirst.find(({ from, to }) => to !== null && to !== from)
  return entry?.to === state ? entry : undefined
}

function reasonIn({ rows }: HistoryLine): string | undefined {
  const reason = rows.words?.reason
  return typeof reason === 'string' ? reason : undefined
}
