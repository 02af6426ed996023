import { useFormat } from '#ui/format.ts'
import { useLabels, useOrganizations } from '../data.ts'
import { usePageWords } from '../kit.tsx'
import { FactList } from '../part.tsx'

/** What a request asks for, in words; asks that this page has no name for are left out. */
export function Asks({ asks, title }: { asks: Record<string, unknown>; title: string }) {
  const names: Record<string, string> = usePageWords().requests.asks
  const format = useFormat()
  const label = useLabels()
  const organizations = useOrganizations()
  const show = (key: string, value: string) => {
    if (key === 'newDueOn' || key === 'until' || key === 'checkedOn') return format.date(value)
    if (key === 'reasonClass') return label('suspension_reason', value)
    if (key === 'method') return label('check_method', value)
    if (key === 'relapseKind') return label('relapse_kind', value)
    if (key === 'organizationId') return organizations.data?.rows.find((o) => o.id === value)?.name ?? value
    return <span className="pp-prose">{value}</span>
  }
  const known = Object.entries(asks).filter(
    ([key, value]) =>
      key in names && !(key === 'newTitle' && value === title) && typeof value === 'string' && value,
  )
  return (
    <FactList
      inline
      facts={known.map(([key, value]) => ({
        label: names[key] ?? key,
        value: show(key, String(value)),
        wide: key === 'newText',
      }))}
    />
  )
}
