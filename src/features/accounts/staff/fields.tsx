import { type ReactNode, useId, useState } from 'react'
import { useWords } from '#ui/language.tsx'
import { signInWords } from './words.ts'

type TextProps = {
  label: string
  name: string
  hint?: ReactNode
  invalid?: boolean
  autoComplete?: string
  defaultValue?: string
  maxLength?: number
  /** Digits on a phone's keyboard. */
  numeric?: boolean
  focused?: boolean
}

/** A plain line of text: the sign-in loads none of the desk's components. */
export function TextField({ label, hint, invalid, numeric, focused, ...input }: TextProps) {
  const id = useId()
  return (
    <label>
      <span>{label}</span>
      <input
        {...input}
        aria-label={label}
        aria-invalid={invalid ?? false}
        aria-describedby={hint ? id : undefined}
        autoCapitalize="none"
        spellCheck={false}
        inputMode={numeric ? 'numeric' : undefined}
        ref={focused ? focusOnce : undefined}
      />
      {hint && (
        <small id={id} className="sign-in-hint">
          {hint}
        </small>
      )}
    </label>
  )
}

/** A step that follows another begins where one types. */
const focusOnce = (input: HTMLInputElement | null): void => input?.focus()

type PasswordProps = Pick<TextProps, 'label' | 'name' | 'hint' | 'invalid' | 'focused'> & {
  autoComplete: 'current-password' | 'new-password'
}

/** With a button that shows what was typed, and a word when capitals are locked. */
export function PasswordField({ label, hint, invalid, focused, ...input }: PasswordProps) {
  const words = useWords(signInWords)
  const id = useId()
  const [shown, setShown] = useState(false)
  const [capsLock, setCapsLock] = useState(false)
  return (
    <>
      <label>
        <span>{label}</span>
        <span className="sign-in-password">
          <input
            {...input}
            // The label also holds the button beside the field, which is no part of its name.
            aria-label={label}
            type={shown ? 'text' : 'password'}
            maxLength={200}
            aria-invalid={invalid ?? false}
            aria-describedby={hint ? id : undefined}
            onKeyUp={(event) => setCapsLock(event.getModifierState('CapsLock'))}
            ref={focused ? focusOnce : undefined}
          />
          <button type="button" onClick={() => setShown(!shown)}>
            {shown ? words.hide : words.show}
          </button>
        </span>
        {hint && (
          <small id={id} className="sign-in-hint">
            {hint}
          </small>
        )}
      </label>
      {capsLock && <p className="sign-in-caps">{words.capsLock}</p>}
    </>
  )
}

/** What is wrong, above the fields, told at once. */
export const Fault = ({ children }: { children: ReactNode }) =>
  children ? (
    <p className="sign-in-fault" role="alert">
      {children}
    </p>
  ) : null
