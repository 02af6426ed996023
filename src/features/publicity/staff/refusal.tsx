import { useWords } from '#ui/language.tsx'
import { RefusalBox, useRefusal } from '#ui/refusal.tsx'
import { commonWords } from '#ui/words/index.ts'
import { usePublicationWords, useStaffWords } from './words.ts'

type Props = { error: unknown; confirm?: ((ruleKey: string) => void) | undefined }

/** Why it was not done and what to do now. */
export function Refusal({ error, confirm }: Props) {
  const words = useStaffWords()
  const { trouble } = useWords(commonWords)
  const say = useRefusal({
    ...usePublicationWords(),
    ...{ refused: words.refused, cannot: words.acts.missing },
    fault({ path, reason, detail }) {
      const said = words.fault[reason] ?? trouble.invalid
      const field = (words.fields as Record<string, string>)[path]
      return [field, detail ? `${said} (${detail})` : said].filter(Boolean).join(' ')
    },
  })
  return (
    <RefusalBox
      className="pub-refusal"
      error={error}
      say={say}
      confirm={confirm}
      confirmWord={words.refused.confirm}
    />
  )
}
