import { Select } from 'antd'
import { useOrganizations } from './data.ts'
import { useStaffWords } from './words.ts'

type Props = { value: string | undefined; choose: (id: string | undefined) => void }

/** One township of the county, or all of them. */
export function TownshipChoice({ value, choose }: Props) {
  const words = useStaffWords().overview
  const { active } = useOrganizations()
  return (
    <Select<string>
      className="ap-choice"
      value={value ?? null}
      options={active.filter((o) => o.id === o.townshipId).map((o) => ({ value: o.id, label: o.shortName }))}
      placeholder={words.township}
      aria-label={words.township}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      onChange={(id) => choose(id || undefined)}
    />
  )
}
