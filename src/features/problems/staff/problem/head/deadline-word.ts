import type { Clock } from '#platform/clock/clock.ts'
import { clockView } from '#platform/clock/clock-view.ts'
import { dayOf, daysBetween, SOON_DAYS } from '#ui/format.ts'
import { usePageWords } from '../kit.tsx'

export type DeadlineWord = { text: string; shape: string; tone: string | undefined }

/** How a clock stands, in words with a shape; red only when late, amber only when due soon, green when it ended in time. */
export function useDeadlineWord(): (clock: Clock, now: Date) => DeadlineWord {
  const t = usePageWords().deadline
  return (clock, now) => {
    const view = clockView(clock, now)
    if (view.state === 'stopped')
      return view.overdue
        ? { text: t.lateEnded(view.overdueDays), shape: '▲', tone: 'pp-late' }
        : { text: t.inTime, shape: '●', tone: undefined }
    if (view.state === 'paused') return { text: t.standing, shape: '‖', tone: undefined }
    if (view.overdue) return { text: t.late(view.overdueDays), shape: '▲', tone: 'pp-late' }
    const days = daysBetween(dayOf(now), dayOf(clock.dueAt))
    if (days <= 0) return { text: t.lastDay, shape: '◆', tone: 'pp-soon' }
    return {
      text: t.left(days),
      shape: days <= SOON_DAYS ? '◆' : '○',
      tone: days <= SOON_DAYS ? 'pp-soon' : undefined,
    }
  }
}
