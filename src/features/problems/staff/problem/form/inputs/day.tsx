import { DatePicker, Input } from 'antd'
import dayjs from 'dayjs'
import type { ControlProps } from '../context.ts'

/** The first is what is shown; the others may be typed too. */
const FORMATS = ['YYYY-MM-DD', 'YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY年M月D日', 'YYYY-M-D']

/** A day: typed or picked on the desk; on a phone the system's own wheel, which every thumb knows. */
export function Day({ id, value, change, leave, describedBy }: ControlProps) {
  const day = typeof value === 'string' ? value : ''
  if (matchMedia('(pointer: coarse)').matches)
    return (
      <Input
        id={id}
        type="date"
        className="pp-day"
        value={day}
        aria-describedby={describedBy}
        onChange={(event) => change(event.target.value)}
        onBlur={leave}
      />
    )
  return (
    <DatePicker
      id={id}
      className="pp-day"
      format={FORMATS}
      value={day ? dayjs(day) : null}
      aria-describedby={describedBy}
      onChange={(next) => change(next ? next.format('YYYY-MM-DD') : undefined)}
      onBlur={leave}
    />
  )
}
