import type { OfferedAct } from '../../api.ts'
import { acts } from '../../schema.ts'
import type { AppealDetail } from '../../views.ts'
import { useAppealDictionary } from '../data.ts'
import { useAppealWords, useStaffWords } from '../words.ts'
import type { FieldSpec, Values } from './forms.ts'
import { Assistants, Handler, Leader, Main, Owner, Place } from './pick.tsx'

type Props = {
  act: OfferedAct
  name: string
  spec: FieldSpec
  appeal: AppealDetail
  value: unknown
  values: Values
  fault: string | undefined
  change: (value: unknown) => void
  choose: (file: File | null) => void
}

type Shape = Record<string, { safeParse: (value: unknown) => { success: boolean; data?: unknown } }>

/** Left open by the contract; what it fills in by itself is not asked as if it could be left out. */
function isOptional(act: OfferedAct, name: string): boolean {
  const result = (acts[act].shape as Shape)[name]?.safeParse(undefined)
  return result?.success === true && (result.data === undefined || Array.isArray(result.data))
}

/** What several choices have in one frame, everything else under a label. */
const inFrame: ReadonlySet<FieldSpec['is']> = new Set(['choice', 'yesNo'])

/** One field of an act, asked as its spec says, with its name, what helps to fill it, and what is wrong with it. */
export function ActField(props: Props) {
  const { act, name, spec, fault, value, change } = props
  const words = useStaffWords()
  const id = `act-${name}`
  const label = (words.fields as Record<string, string>)[name] ?? name
  const optional = isOptional(act, name)
  const hint = words.hints[`${act}.${name}`]
  const said = fault && (
    <span id={`${id}-fault`} className="ap-fault">
      {words.fault[fault] ?? fault}
    </span>
  )
  if (spec.is === 'tick')
    return (
      <label className="ap-tick">
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          onChange={({ target }) => change(target.checked)}
        />
        <span>{label}</span>
      </label>
    )
  const named = (
    <>
      {label}
      {optional && <span className="ap-optional"> {words.acts.optional}</span>}
    </>
  )
  if (inFrame.has(spec.is))
    return (
      <fieldset className="ap-radios">
        <legend>{named}</legend>
        <Choices {...props} id={id} optional={optional} />
        {said}
      </fieldset>
    )
  return (
    <div className="ap-field">
      <label htmlFor={id}>{named}</label>
      {hint && (
        <span id={`${id}-hint`} className="ap-minor">
          {hint}
        </span>
      )}
      <Control {...props} id={id} hint={hint} />
      {said}
    </div>
  )
}

type ControlProps = Props & { id: string; hint?: string | undefined }

function Choices({ name, spec, value, change, id, optional }: ControlProps & { optional: boolean }) {
  const words = useStaffWords()
  const names = useAppealWords()
  const options: [unknown, string][] =
    spec.is === 'yesNo'
      ? [
          [true, words.acts.yes],
          [false, words.acts.no],
        ]
      : spec.is === 'choice'
        ? Object.entries<string>(spec.of === 'kinds' ? words.kinds : names[spec.of])
        : []
  const all: [unknown, string][] =
    optional && spec.is === 'choice' && value !== undefined
      ? [...options, [undefined, words.acts.unsaid]]
      : options
  return all.map(([option, label], i) => (
    <label key={String(option)}>
      <input
        id={i === 0 ? id : undefined}
        type="radio"
        name={name}
        checked={value === option}
        onChange={() => change(option)}
      />
      <span>{label}</span>
    </label>
  ))
}

/** As long as the contract takes it, so that nobody writes what is refused for its length. */
function mostOf(act: OfferedAct, name: string): number | undefined {
  const shape = acts[act].shape as Record<
    string,
    { maxLength?: number | null; unwrap?: () => { maxLength?: number } }
  >
  const field = shape[name]
  return field?.maxLength ?? field?.unwrap?.().maxLength ?? undefined
}

function Control({ act, name, spec, appeal, value, values, fault, change, choose, id, hint }: ControlProps) {
  const text = typeof value === 'string' ? value : ''
  const described = {
    'aria-describedby': [hint && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(' ') || undefined,
    ...(fault && { 'aria-invalid': true }),
  }
  const common = { id, ...described, autoComplete: 'off' }
  switch (spec.is) {
    case 'prose':
      return (
        <textarea
          {...common}
          rows={4}
          maxLength={mostOf(act, name)}
          value={text}
          onChange={({ target }) => change(target.value)}
        />
      )
    case 'line':
      return (
        <input
          {...common}
          maxLength={mostOf(act, name)}
          value={text}
          onChange={({ target }) => change(target.value)}
        />
      )
    case 'day':
      return <input {...common} type="date" value={text} onChange={({ target }) => change(target.value)} />
    case 'moment':
      return (
        <input
          {...common}
          type="datetime-local"
          value={text}
          onChange={({ target }) => change(target.value)}
        />
      )
    case 'number':
      return (
        <input
          {...common}
          type="number"
          value={typeof value === 'number' ? value : ''}
          onChange={({ target }) => change(target.value === '' ? undefined : Number(target.value))}
        />
      )
    case 'file':
      return <input {...common} type="file" onChange={({ target }) => choose(target.files?.[0] ?? null)} />
    case 'code':
      return <Codes id={id} dictionary={spec.key} value={text} change={change} />
    case 'handler':
      return <Handler id={id} appeal={appeal} value={text || undefined} change={change} />
    case 'assistants':
      return (
        <Assistants
          id={id}
          appeal={appeal}
          value={Array.isArray(value) ? (value as string[]) : []}
          handler={values.handlerId}
          change={change}
        />
      )
    case 'owner':
      return <Owner id={id} appeal={appeal} value={text || undefined} change={change} />
    case 'place':
      return <Place id={id} value={text || undefined} change={change} />
    case 'main':
      return <Main id={id} appeal={appeal} value={text || undefined} change={change} />
    case 'leader':
      return <Leader id={id} appeal={appeal} value={text || undefined} change={change} />
    default:
      return null
  }
}

type CodesProps = { id: string; dictionary: string; value: string; change: (value: unknown) => void }

function Codes({ id, dictionary, value, change }: CodesProps) {
  const words = useStaffWords().acts
  const entries = useAppealDictionary(dictionary)
  return (
    <select id={id} value={value} onChange={({ target }) => change(target.value || undefined)}>
      <option value="">{words.choose}</option>
      {entries.map(({ code, label }) => (
        <option key={code} value={code}>
          {label}
        </option>
      ))}
    </select>
  )
}
