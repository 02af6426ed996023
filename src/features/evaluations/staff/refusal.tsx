import { useWords } from '#ui/language.tsx'
import { RefusalBox, useRefusal } from '#ui/refusal.tsx'
import { commonWords } from '#ui/words/index.ts'
import { useCampaignWords, useStaffWords } from './words.ts'

type Props = { error: unknown; confirm?: ((ruleKey: string) => void) | undefined }

/** Why it was not done and what to do now. */
export function Refusal({ error, confirm }: Props) {
  const words = useStaffWords()
  const { acts, parties, needs } = useCampaignWords()
  const { trouble } = useWords(commonWords)
  const say = useRefusal(
    {
      ...{ acts: { ...acts, enterPaper: words.one.enterPapers }, parties, missing: needs },
      ...{ refused: words.refused, cannot: words.one.missing },
      fault({ path, reason, detail }) {
        const said = words.fault[reason] ?? trouble.invalid
        return [words.fields[path.split('.')[0] ?? ''], said, detail].filter(Boolean).join(' ')
      },
    },
    // Not something that changed while one looked: with a paper in the hand it is over.
    (trouble) =>
      trouble.code === 'wrong_state' && trouble.act === 'enterPaper'
        ? trouble.state === 'closed'
          ? words.papers.over
          : words.papers.notNow
        : undefined,
  )
  return (
    <RefusalBox
      className="pg-refusal"
      error={error}
      say={say}
      confirm={confirm}
      confirmWord={words.refused.confirm}
    />
  )
}
