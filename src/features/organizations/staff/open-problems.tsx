import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useWords } from '#ui/language.tsx'
import { organizationReachQuery } from './queries.ts'
import { organizationWords } from './words.ts'

type Props = { id: string; organizationId: string; value: string[]; change: (numbers: string[]) => void }

/** Open problems by number: whoever keeps the register of organisations reads no business. */
export function OpenProblems({ id, organizationId, value, change }: Props) {
  const { form, reach } = useWords(organizationWords)
  const { data, isPending } = useQuery(organizationReachQuery(organizationId))
  const numbers = data?.openProblems ?? []
  return (
    <Select<string[]>
      id={id}
      mode="multiple"
      value={value}
      loading={isPending}
      placeholder={form.chooseMany}
      notFoundContent={reach.noProblems}
      options={numbers.map((number) => ({ value: number, label: number }))}
      onChange={change}
    />
  )
}
