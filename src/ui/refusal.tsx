import { Button } from 'antd'
import type { Trouble } from './api.ts'
import { useWords } from './language.tsx'
import { refusalOf, sayTrouble } from './trouble.ts'
import { commonWords } from './words/index.ts'

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

type Names = Readonly<Record<string, string>>
export type Fault = { path: string; reason: string; detail?: string | undefined }

/** What a kind of case calls what a refusal speaks of, and the sentences it is said in. */
export type RefusalWords = {
  acts: Names
  parties: Names
  missing: Names
  refused: { samePerson: (act: string) => string; notYours: (who: string) => string; stale: string }
  /** Before what is missing. */
  cannot: string
  /** A fault with the name of its field. */
  fault: (fault: Fault) => string
}

/** Says why an act was refused, in the words of its kind of case; `special`: what that kind says otherwise. */
export function useRefusal(
  words: RefusalWords,
  special: (trouble: Trouble) => string | undefined = () => undefined,
): (trouble: Trouble) => string {
  const common = useWords(commonWords)
  const { listSeparator } = common.common
  const named = (keys: readonly string[], names: Names) =>
    keys.map((key) => names[key] ?? key).join(listSeparator)
  return (trouble) => {
    const said = special(trouble)
    if (said !== undefined) return said
    switch (trouble.code) {
      case 'same_person':
        return words.refused.samePerson(named([trouble.other], words.acts))
      case 'not_yours':
        return words.refused.notYours(named(trouble.by, words.parties))
      case 'missing':
        return `${words.cannot}${named(trouble.needs, words.missing)}`
      case 'stale_version':
      case 'wrong_state':
        return words.refused.stale
      case 'invalid':
        return trouble.issues.map(words.fault).join(listSeparator)
      default:
        return sayTrouble(trouble, common)
    }
  }
}
