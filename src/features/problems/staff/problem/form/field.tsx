import { usePageWords } from '../kit.tsx'
import { type ControlProps, type FormContext, fieldId } from './context.ts'
import { FieldFrame } from './field-frame.tsx'
import type { Field as FieldOf } from './fields-of.ts'
import { Choice } from './inputs/choice.tsx'
import { Day } from './inputs/day.tsx'
import { isRead } from './inputs/options.ts'
import { Pick } from './inputs/pick.tsx'
import { Line, Num, Text } from './inputs/plain.tsx'
import { Rows } from './rows.tsx'
import { valueAt } from './use-form.ts'

type FieldProps = { field: FieldOf; path: string; context: FormContext }

/** One field of an act, drawn after its kind and its settings. */
export function Field({ field, path, context }: FieldProps) {
  const words = usePageWords()
  const { form, settingAt } = context
  const setting = settingAt(path)
  if (setting.when && !setting.when(form.values)) return null
  const id = fieldId(path)
  const label = words.fieldsOf[form.act]?.[field.name] ?? (words.fields as Record<string, string>)[field.name]
  const value = valueAt(form.values, path)
  const control = {
    id,
    value,
    change: (next: unknown) => form.change(path, next),
    leave: () => form.visit(path),
    describedBy: `${id}-hint ${id}-fault`,
  }
  const many =
    field.kind === 'rows' || field.kind === 'choice' || field.kind === 'yesNo' || isRead(setting.source)
  return (
    <FieldFrame
      id={id}
      label={label ?? field.name}
      optional={field.optional && !setting.start && !setting.needed?.(form.values)}
      hint={words.hints[field.name]}
      fault={form.faultAt(path)}
      kind={field.kind}
      group={many}
      beside={'max' in field && field.kind === 'prose' ? <Typed value={value} max={field.max} /> : undefined}
    >
      <Control field={field} path={path} context={context} control={control} />
    </FieldFrame>
  )
}

function Control({ field, path, context, control }: FieldProps & { control: ControlProps }) {
  const setting = context.settingAt(path)
  switch (field.kind) {
    case 'line':
      return <Line {...control} max={field.max} />
    case 'prose':
      return <Text {...control} />
    case 'date':
      return <Day {...control} />
    case 'number':
      return <Num {...control} min={field.min} max={field.max} money={setting.money} />
    case 'choice':
      return <Choice {...control} name={field.name} options={field.options} />
    case 'yesNo':
      return <Choice {...control} name={field.name} options={[true, false]} />
    case 'uuid':
    case 'code':
    case 'ids':
      return (
        <Pick
          {...control}
          path={path}
          many={field.kind === 'ids'}
          optional={field.optional}
          context={context}
        />
      )
    case 'rows':
      return (
        <Rows
          {...control}
          path={path}
          field={field}
          context={context}
          draw={(inner, at) => <Field key={at} field={inner} path={at} context={context} />}
        />
      )
  }
}

/** How much of the allowed length is used, shown once it begins to matter. */
function Typed({ value, max }: { value: unknown; max: number | null }) {
  const words = usePageWords()
  const length = typeof value === 'string' ? value.length : 0
  if (max === null || length < max * 0.7) return null
  return <span className="pp-minor">{words.panel.typed(length, max)}</span>
}
