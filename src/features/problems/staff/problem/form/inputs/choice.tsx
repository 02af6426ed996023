import { Radio } from 'antd'
import { usePageWords } from '../../kit.tsx'
import type { ControlProps } from '../context.ts'

type ChoiceProps = ControlProps & { name: string; options: readonly (string | number | boolean)[] }

/** A few options, all in sight. None is chosen beforehand where choosing is the decision. */
export function Choice({ id, value, change, leave, describedBy, name, options }: ChoiceProps) {
  const words = usePageWords()
  return (
    <Radio.Group
      id={id}
      value={value}
      aria-describedby={describedBy}
      onChange={(event) => {
        change(event.target.value)
        leave()
      }}
      options={options.map((option) => ({
        value: option,
        label: words.options[name]?.[String(option)] ?? String(option),
      }))}
    />
  )
}
