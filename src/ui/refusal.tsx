import { Button } from 'antd'
import type { Trouble } from './api.ts'
import { refusalOf } from './trouble.ts'

type Props = {
  error: unknown
  className: string
  /** The trouble in the feature's words. */
  say: (trouble: Trouble) => string
  /** What a boundary rule asks about is something else: sent once more. */
  confirm?: ((ruleKey: string) => void) | undefined
  confirmWord: string
}

/** Why it was not done and what to do now. Whatever was typed stays where it is. */
export function RefusalBox({ error, className, say, confirm, confirmWord }: Props) {
  if (!error) return null
  const trouble = refusalOf(error)
  return (
    <div className={className} role="alert">
      <p>{say(trouble)}</p>
      {confirm && trouble.code === 'boundary' && trouble.action === 'ask' && (
        <Button onClick={() => confirm(trouble.ruleKey)}>{confirmWord}</Button>
      )}
    </div>
  )
}
