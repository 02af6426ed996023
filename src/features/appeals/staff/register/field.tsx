import { createContext, type ReactNode, useContext } from 'react'
import { useFaultWord } from '../refusal.tsx'
import { useStaffWords } from '../words.ts'
import type { FieldName } from './draft.ts'
import type { Registering } from './use-registering.ts'

const Context = createContext<Registering | null>(null)
export const RegisteringProvider = Context.Provider

export function useRegisteringHere(): Registering {
  const registering = useContext(Context)
  if (!registering) throw new Error('a field of the registration stands outside of it')
  return registering
}

/** The id by which a field is found from the list of what is missing. */
export const idOf = (name: FieldName) => `register-${name}`

/** What is wrong with a field, once somebody has tried to register; a number that cannot be one, at once. */
export function useFault(name: FieldName): string | undefined {
  const { faults, isRevealed, draft } = useRegisteringHere()
  const { fault } = useStaffWords()
  const found = faults.find(({ path }) => path === name)
  const isShown = isRevealed || (found?.reason === 'phone' && String(draft.phone).length >= 11)
  return found && isShown ? (fault[found.reason] ?? found.reason) : undefined
}

type FrameProps = {
  name: FieldName
  label?: string
  hint?: string | undefined
  isOptional?: boolean
  className?: string
  children: ReactNode
}

/** Name of a field, whether the machine filled it in, and what is wrong with it. */
export function FieldFrame({ name, label, hint, isOptional = false, className = '', children }: FrameProps) {
  const words = useStaffWords().register
  const fault = useFault(name)
  return (
    <div className={`ap-field ${className}`}>
      <label htmlFor={idOf(name)}>
        <Named name={name} label={label} isOptional={isOptional} />
      </label>
      {children}
      {hint && <span className="ap-minor">{hint}</span>}
      {fault && (
        <span id={`${idOf(name)}-fault`} className="ap-fault">
          {words.fields[name as keyof typeof words.fields] && fault}
        </span>
      )}
    </div>
  )
}

type NamedProps = { name: FieldName; label?: string | undefined; isOptional?: boolean }

export function Named({ name, label, isOptional = false }: NamedProps) {
  const words = useStaffWords().register
  const { byMachine } = useRegisteringHere()
  return (
    <>
      {label ?? words.fields[name as keyof typeof words.fields]}
      {isOptional && <span className="ap-optional"> {words.optional}</span>}
      {byMachine.has(name) && <span className="ap-mark ap-machine">{words.machine}</span>}
    </>
  )
}

type TextProps = {
  name: Exclude<FieldName, 'aboutVillage' | 'isComplex'>
  type?: 'text' | 'tel' | 'date' | 'number'
  max?: number
  rows?: number
  hint?: string
  placeholder?: string
  isOptional?: boolean
  className?: string
}

/** A line, a text of several lines, a day or a number. */
export function Text({
  name,
  type = 'text',
  max,
  rows,
  hint,
  placeholder,
  isOptional,
  className,
}: TextProps) {
  const { draft, set } = useRegisteringHere()
  const fault = useFault(name)
  const common = {
    id: idOf(name),
    value: draft[name],
    autoComplete: 'off',
    'aria-invalid': fault ? true : undefined,
    'aria-describedby': fault ? `${idOf(name)}-fault` : undefined,
    ...(placeholder && { placeholder }),
    ...(max && { maxLength: max }),
  }
  return (
    <FieldFrame name={name} hint={hint} {...(isOptional && { isOptional })} {...(className && { className })}>
      {rows ? (
        <textarea {...common} rows={rows} onChange={({ target }) => set(name, target.value)} />
      ) : (
        <input
          {...common}
          type={type}
          {...(type === 'number' && { min: 1, max: 10_000 })}
          onChange={({ target }) => set(name, target.value)}
        />
      )}
    </FieldFrame>
  )
}

type RadiosProps = {
  name: 'channel' | 'nature' | 'urgency' | 'track'
  options: readonly string[]
  labels: Record<string, string>
  isOptional?: boolean
}

/** A few choices, all in sight; with the keyboard, arrows choose. */
export function Radios({ name, options, labels, isOptional }: RadiosProps) {
  const { draft, set } = useRegisteringHere()
  const fault = useFault(name)
  return (
    <fieldset className="ap-radios" aria-describedby={fault ? `${idOf(name)}-fault` : undefined}>
      <legend>
        <Named name={name} {...(isOptional && { isOptional })} />
      </legend>
      {options.map((option, i) => (
        <label key={option}>
          <input
            id={i === 0 ? idOf(name) : undefined}
            type="radio"
            name={name}
            value={option}
            checked={draft[name] === option}
            onChange={() => set(name, option)}
          />
          <span>{labels[option]}</span>
        </label>
      ))}
      {fault && (
        <span id={`${idOf(name)}-fault`} className="ap-fault">
          {fault}
        </span>
      )}
    </fieldset>
  )
}

export function Tick({ name, why }: { name: 'aboutVillage' | 'isComplex'; why?: string }) {
  const words = useStaffWords().register
  const { draft, set } = useRegisteringHere()
  return (
    <label className="ap-tick">
      <input
        id={idOf(name)}
        type="checkbox"
        checked={draft[name]}
        onChange={({ target }) => set(name, target.checked)}
      />
      <span>
        {words.fields[name]}
        {why && <span className="ap-minor"> {why}</span>}
      </span>
    </label>
  )
}

/** What keeps it from being registered, in one place, each leading to its field. */
export function Missing() {
  const { faults, isRevealed } = useRegisteringHere()
  const words = useStaffWords()
  const faultWord = useFaultWord()
  if (!isRevealed || faults.length === 0) return null
  return (
    <p className="ap-missing" role="alert">
      {words.register.faults(faults.length)}
      {faults.map((fault) => (
        <button
          key={fault.path}
          type="button"
          className="ap-link"
          onClick={() => document.getElementById(idOf(fault.path))?.focus()}
        >
          {faultWord(fault)}
        </button>
      ))}
    </p>
  )
}
