import type { ReactNode } from 'react'
import { usePageWords } from '../kit.tsx'
import { useFaultWord } from './fault-word.ts'
import type { Fault } from './faults.ts'

type FrameProps = {
  id: string
  label: string
  optional: boolean
  hint?: string
  fault: Fault | undefined
  /** The kind of field: a number that is too large is worded unlike a text that is too long. */
  kind: string
  /** Several controls under one heading: the heading is a legend then, not a label. */
  group?: boolean
  beside?: ReactNode
  children: ReactNode
}

/** Label, hint, control and what is wrong with it, tied together for screen readers. */
export function FieldFrame({ id, label, optional, hint, fault, kind, group, beside, children }: FrameProps) {
  const words = usePageWords()
  const faultWord = useFaultWord()
  const heading = (
    <>
      {label}
      {optional && <span className="pp-minor"> ({words.panel.optional})</span>}
    </>
  )
  const Frame = group ? 'fieldset' : 'div'
  return (
    <Frame className={fault ? 'pp-field pp-field-wrong' : 'pp-field'}>
      {group ? <legend>{heading}</legend> : <label htmlFor={id}>{heading}</label>}
      {hint && (
        <p id={`${id}-hint`} className="pp-minor">
          {hint}
        </p>
      )}
      {children}
      <div className="pp-field-foot">
        <p id={`${id}-fault`} className="pp-fault" role={fault ? 'alert' : undefined}>
          {fault ? faultWord(fault, kind) : ''}
        </p>
        {beside}
      </div>
    </Frame>
  )
}
