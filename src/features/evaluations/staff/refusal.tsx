import type { Trouble } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { RefusalBox } from '#ui/refusal.tsx'
import { sayTrouble } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { useCampaignWords, useStaffWords } from './words.ts'

type Props = { error: unknown; confirm?: ((ruleKey: string) => void) | undefined }

/** Why it was not done and what to do now. */
export function Refusal({ error, confirm }: Props) {
  const say = useSaying()
  const { refused } = useStaffWords()
  return (
    <RefusalBox
      className="ev-refusal"
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
  const { acts, parties, needs } = useCampaignWords()
  const named = (keys: readonly string[], names: Record<string, string>) =>
    keys.map((key) => names[key] ?? key).join(common.common.listSeparator)
  return (trouble) => {
    switch (trouble.code) {
      case 'same_person':
        return words.refused.samePerson(
          named([trouble.other], { ...acts, enterPaper: words.one.enterPapers }),
        )
      case 'not_yours':
        return words.refused.notYours(named(trouble.by, parties))
      case 'missing':
        return `${words.one.missing}${named(trouble.needs, needs)}`
      case 'stale_version':
      case 'wrong_state':
        return words.refused.stale
      case 'invalid':
        return trouble.issues
          .map(({ path, reason, detail }) => {
            const field = words.fields[path.split('.')[0] ?? ''] ?? ''
            const said = words.fault[reason] ?? common.trouble.invalid
            return [field, detail ? `${said} ${detail}` : said].filter(Boolean).join(' ')
          })
          .join(common.common.listSeparator)
      default:
        return sayTrouble(trouble, common)
    }
  }
}
