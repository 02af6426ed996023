import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { call } from '#ui/api.ts'
import { useFormat } from '#ui/format.ts'
import { getProblemHistory } from '../../../api.ts'
import type { ProblemAct } from '../../../lifecycle.ts'
import type { HistoryLine, ProblemDetail } from '../../../views.ts'
import { problemWords } from '../../../words.ts'
import { readProblem } from '../data.ts'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { Notice } from '../notice.tsx'

type StaleProps = { problem: ProblemDetail; act: ProblemAct; again: (version: number) => void }

/** Somebody was faster: shows what they did, and lets the same act be submitted against the problem as it is now. */
export function Stale({ problem, act, again }: StaleProps) {
  const words = usePageWords()
  const t = words.stale
  const { acts, states } = useProblemWords()
  const format = useFormat()
  const news = useQuery({
    queryKey: ['problem-news', problem.id, problem.version],
    queryFn: () => newsOf(problem),
    staleTime: 0,
    gcTime: 0,
  })
  if (!news.data) return <Notice urgent title={t.title} />
  const { now, entries } = news.data
  const possible = now.can.some((can) => can.act === act && can.missing.length === 0)
  return (
    <Notice urgent title={t.title}>
      <p>{t.what}</p>
      <ul>
        {entries.map((entry) => (
          <li key={entry.seq}>
            {t.who(
              entry.person?.name ?? t.system,
              (acts as Record<string, string>)[entry.act] ?? entry.act,
              format.dateTime(entry.enteredAt),
            )}
          </li>
        ))}
      </ul>
      <p>{possible ? t.kept : t.gone(states[now.state])}</p>
      {possible && <Button onClick={() => again(now.version)}>{t.again}</Button>}
    </Notice>
  )
}

/** Every act moves the version by one, so the newest acts are as many as versions went by; readings are no acts. */
async function newsOf(problem: ProblemDetail): Promise<{ now: ProblemDetail; entries: HistoryLine[] }> {
  const now = await readProblem(problem.id)
  const history = await call(getProblemHistory, { params: { id: problem.id }, query: {} })
  const acts = history.rows.filter((entry) => entry.act in problemWords.zh.acts)
  return { now, entries: acts.slice(0, Math.max(0, now.version - problem.version)) }
}
