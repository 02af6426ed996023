import type { ProblemDetail } from '../../../views.ts'
import { usePageWords } from '../kit.tsx'

/** What sets this problem apart, in words. */
export function Badges({ problem }: { problem: ProblemDetail }) {
  const words = usePageWords()
  const t = words.badges
  const badges = [
    problem.listed && t.listed,
    problem.round > 1 && words.page.round(problem.round),
    problem.relapses > 0 && t.relapsed(problem.relapses),
    problem.track === 'immediate' && t.immediate,
    problem.secrecy === 'work_secret' && t.workSecret,
  ].filter((badge) => typeof badge === 'string')
  return badges.map((badge) => (
    <span key={badge} className="pp-badge">
      {badge}
    </span>
  ))
}
