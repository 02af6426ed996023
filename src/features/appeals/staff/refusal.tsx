import { useWords } from '#ui/language.tsx'
import { type Fault, RefusalBox, useRefusal } from '#ui/refusal.tsx'
import { commonWords } from '#ui/words/index.ts'
import { useAppealWords, useStaffWords } from './words.ts'

type Props = { error: unknown; confirm?: ((ruleKey: string) => void) | undefined }

/** Why it was not done and what to do now. */
export function Refusal({ error, confirm }: Props) {
  const words = useStaffWords()
  const { refused } = words
  const say = useRefusal(
    { ...useAppealWords(), refused, cannot: words.acts.cannot, fault: useFaultWord() },
    (trouble) => {
      if (trouble.code === 'not_yours' && trouble.act === 'register') return refused.notRegistrar
      if (trouble.code === 'too_large') return refused.fileTooLarge
      return trouble.code === 'missing' && trouble.needs.includes('identity') ? refused.noIdentity : undefined
    },
  )
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

/** A fault with the name of its field. */
export function useFaultWord(): (fault: Fault) => string {
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
