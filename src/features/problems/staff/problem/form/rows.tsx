import { Button } from 'antd'
import type { ReactNode } from 'react'
import { usePageWords } from '../kit.tsx'
import type { ControlProps, FormContext } from './context.ts'
import type { Values } from './faults.ts'
import type { Field as FieldOf } from './fields-of.ts'

type RowsProps = ControlProps & {
  path: string
  field: Extract<FieldOf, { kind: 'rows' }>
  context: FormContext
  /** Draws one field of a row; handed in, because a field may itself be a list. */
  draw: (field: FieldOf, path: string) => ReactNode
}

/** A list of like things, each with its own fields: measures of a plan, parties of an attribution. */
export function Rows({ id, value, change, path, field, context, draw }: RowsProps) {
  const t = usePageWords().panel
  const rows = Array.isArray(value) ? (value as Values[]) : []
  const each = context.settingAt(path).each ?? {}
  const inOrder = Object.keys(each).flatMap((name) => field.each.find((f) => f.name === name) ?? [])
  const fresh = () =>
    Object.fromEntries(
      Object.entries(each).flatMap(([name, { start }]) => {
        const first = start?.(context.known)
        return first === undefined ? [] : [[name, first]]
      }),
    )
  return (
    <div id={id} tabIndex={-1} className="pp-rows">
      {rows.map((_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; it has no id before it is sent
        <fieldset key={i} className="pp-row">
          <legend>{t.row(i + 1)}</legend>
          {inOrder.map((inner) => draw(inner, `${path}.${i}.${inner.name}`))}
          {rows.length > field.least && (
            <Button size="small" onClick={() => change(rows.filter((_row, at) => at !== i))}>
              {t.drop}
            </Button>
          )}
        </fieldset>
      ))}
      {(field.most === null || rows.length < field.most) && (
        <Button onClick={() => change([...rows, fresh()])}>{t.add}</Button>
      )}
    </div>
  )
}
