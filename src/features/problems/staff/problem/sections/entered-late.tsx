import { dayOf, daysBetween, useFormat } from '#ui/format.ts'
import { usePageWords } from '../kit.tsx'

const DAYS = 2

/**
 * Marks what was written down noticeably later than it happened (S3-04), with the real day of entry. Two days
 * leave room for a weekend; the history itself says "late" by the server's rule.
 */
export function EnteredLate({ happenedOn, enteredAt }: { happenedOn: string; enteredAt: string }) {
  const t = usePageWords().progress
  const format = useFormat()
  const entered = dayOf(enteredAt)
  if (daysBetween(happenedOn, entered) <= DAYS) return null
  return <span className="pp-mark pp-entered-late">{t.entered(format.date(entered))}</span>
}
