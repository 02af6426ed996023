import { Button } from 'antd'
import { isApiError, type Trouble } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { sayTrouble } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import { usePublicationWords, useStaffWords } from './words.ts'

const troubleIn = (error: unknown): Trouble => (isApiError(error) ? error.refusal : { code: 'internal' })

type Props = { error: unknown; confirm?: ((ruleKey: string) => void) | undefined }

/** Why it was not done and what to do now. Whatever was typed stays where it is. */
export function Refusal({ error, confirm }: Props) {
  const words = useStaffWords()
  if (!error) return null
  const trouble = troubleIn(error)
  return (
    <div className="pub-refusal" role="alert">
      <p>
        <Why trouble={trouble} />
      </p>
      {confirm && trouble.code === 'boundary' && trouble.action === 'ask' && (
        <Button onClick={() => confirm(trouble.ruleKey)}>{words.refused.confirm}</Button>
      )}
    </div>
  )
}

function Why({ trouble }: { trouble: Trouble }) {
  const words = useStaffWords()
  const common = useWords(commonWords)
  const { acts, parties, missing } = usePublicationWords()
  const named = (keys: readonly string[], names: Record<string, string>) =>
    keys.map((key) => names[key] ?? key).join(common.common.listSeparator)
  switch (trouble.code) {
    case 'same_person':
      return words.refused.samePerson(named([trouble.other], acts))
    case 'not_yours':
      return words.refused.notYours(named(trouble.by, parties))
    case 'missing':
      return `${words.acts.missing}${named(trouble.needs, missing)}`
    case 'stale_version':
    case 'wrong_state':
      return words.refused.stale
    case 'invalid':
      return trouble.issues
        .map(({ path, reason, detail }) => {
          const field = (words.fields as Record<string, string>)[path] ?? ''
          const said = words.fault[reason] ?? common.trouble.invalid
          return [field, detail ? `${said} (${detail})` : said].filter(Boolean).join(' ')
        })
        .join(common.common.listSeparator)
    default:
      return sayTrouble(trouble, common)
  }
}
