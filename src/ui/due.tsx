import { useFormat } from './format.ts'

/** The deadline chip. Nothing where there is no deadline. */
export function DueChip({ dueAt, now }: { dueAt: string | null; now?: Date }) {
  const format = useFormat()
  if (dueAt === null) return null
  const { text, tone } = format.due(dueAt, now)
  return (
    <span className={`ui-due ui-due-${tone}`} title={format.dateTime(dueAt)}>
      {text}
    </span>
  )
}
