import { Input, InputNumber } from 'antd'
import { usePageWords } from '../../kit.tsx'
import type { ControlProps } from '../context.ts'

const text = (value: unknown) => (typeof value === 'string' ? value : '')

export const Line = ({
  id,
  value,
  change,
  leave,
  describedBy,
  max,
}: ControlProps & { max: number | null }) => (
  <Input
    id={id}
    value={text(value)}
    maxLength={max ?? undefined}
    aria-describedby={describedBy}
    onChange={(event) => change(event.target.value)}
    onBlur={leave}
  />
)

/** Longer than allowed can be typed and is told, so that nothing pasted is cut off unseen. */
export const Text = ({ id, value, change, leave, describedBy }: ControlProps) => (
  <Input.TextArea
    id={id}
    value={text(value)}
    autoSize={{ minRows: 3, maxRows: 14 }}
    aria-describedby={describedBy}
    onChange={(event) => change(event.target.value)}
    onBlur={leave}
  />
)

type NumProps = ControlProps & { min: number | null; max: number | null; money?: true }

export function Num({ id, value, change, leave, describedBy, min, max, money }: NumProps) {
  const words = usePageWords()
  return (
    <InputNumber
      id={id}
      className="pp-number-input"
      value={typeof value === 'number' ? value : null}
      min={min !== null && min >= 0 ? 0 : undefined}
      max={max !== null && !money ? Math.max(max, 9_999_999) : undefined}
      precision={money ? 2 : 0}
      controls={false}
      inputMode={money ? 'decimal' : 'numeric'}
      suffix={money && words.panel.yuan}
      aria-describedby={describedBy}
      onChange={(next) => change(next ?? undefined)}
      onBlur={leave}
    />
  )
}
