import type { Trouble } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { RefusalBox } from '#ui/refusal.tsx'
import { sayTrouble } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { useAppealWords, useStaffWords } from './words.ts'

type Props = { error: unknown; confirm?: ((ruleKey: string) => void) | undefined }

/** Why it was not done and what to do now. */
export function Refusal({ error, confirm }: Props) {
  const say = useSaying()
  const { refused } = useStaffWords()
  return (
    <RefusalBox
      className="ap-refusal"
      error={error}
      say={say}
      confirm={confirm}
      confirmWord={refused.confirm}
    />
  )
}

function useSaying(): (trouble: Trouble) => string {
  const words = useStaffWords()
  const common = useWords(commonWords)
  const { acts, parties, missing } = useAppealWords()
  const faultWord = useFaultWord()
  const named = (keys: readonly string[], names: Record<string, string>) =>
    keys.map((key) => names[key] ?? key).join(common.common.listSeparator)
  return (trouble) => {
    switch (trouble.code) {
      case 'same_person':
        return words.refused.samePerson(named([trouble.other], acts))
      case 'not_yours':
        return trouble.act === 'register'
          ? words.refused.notRegistrar
          : words.refused.notYours(named(trouble.by, parties))
      case 'missing':
        return trouble.needs.includes('identity')
          ? words.refused.noIdentity
          : `${words.acts.cannot}${named(trouble.needs, missing)}`
      case 'stale_version':
      case 'wrong_state':
        return words.refused.stale
      case 'invalid':
        return trouble.issues.map((issue) => faultWord(issue)).join(common.common.listSeparator)
      default:
        return sayTrouble(trouble, common)
    }
  }
}

/** A fault with the name of its field. */
export function useFaultWord(): (issue: { path: string; reason: string; detail?: string }) => string {
  const words = useStaffWords()
  const common = useWords(commonWords)
  const { fields } = words.register
  return ({ path, reason, detail }) => {
    const key = path.replace(/^person\./, '').replace(/\.\d+$/, '')
    const field =
      (words.fields as Record<string, string>)[key] ?? (fields as Record<string, string>)[key] ?? ''
    const said = words.fault[reason] ?? common.trouble.invalid
    const day = detail && /^\d{4}-\d{2}-\d{2}/.test(detail) ? ` (${detail.slice(0, 10)})` : ''
    return [field, `${said}${day}`].filter(Boolean).join(' ')
  }
}
