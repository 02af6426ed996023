import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useEffect } from 'react'
import { isApiError } from '#ui/api.ts'
import { useWords } from '#ui/language.tsx'
import { refusalOf, sayTrouble } from '#ui/trouble.ts'
import { commonWords } from '#ui/words/index.ts'
import type { ProblemAct } from '../../../lifecycle.ts'
import type { ProblemDetail } from '../../../views.ts'
import { useFaultWord } from '../form/fault-word.ts'
import { useFieldName } from '../form/missing.tsx'
import { usePageWords, useProblemWords } from '../kit.tsx'
import { Notice } from '../notice.tsx'
import { faultsIn } from './refusals.ts'
import { Stale } from './stale.tsx'

export type RefusalProps = {
  error: unknown
  problem: ProblemDetail | null
  act: ProblemAct
  again: (version: number) => void
  /** The reader says that what an asking boundary rule found is something else. */
  confirm: (ruleKey: string) => void
  /** Gives the faults of fields to the form, which shows them where they are. */
  take: (error: unknown) => void
}

/** Why it was not done and what to do now. Whatever was typed stays where it is. */
export function Refusal({ error, problem, act, again, confirm, take }: RefusalProps) {
  const words = usePageWords()
  const common = useWords(commonWords).common
  const trouble = refusalOf(error)
  const { code } = trouble
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every answer, not for every drawing
  useEffect(() => take(error), [error])
  if (problem && (code === 'stale_version' || code === 'wrong_state'))
    return <Stale problem={problem} act={act} again={again} />
  const requestId = isApiError(error) && error.status >= 500 ? error.requestId : undefined
  return (
    <Notice urgent title={<Why error={error} act={act} />}>
      {code === 'not_signed_in' && (
        <Link to="/sign-in" search={{ from: location.pathname + location.search }}>
          {words.refused.signIn}
        </Link>
      )}
      {trouble.code === 'boundary' && trouble.action === 'ask' && (
        <Button onClick={() => confirm(trouble.ruleKey)}>{words.refused.confirm}</Button>
      )}
      {requestId && <p>{common.requestId(requestId)}</p>}
    </Notice>
  )
}

/** What the common words say, and who or what exactly where the answer names it. */
function Why({ error, act }: { error: unknown; act: ProblemAct }) {
  const words = usePageWords()
  const common = useWords(commonWords)
  const { acts, parties } = useProblemWords()
  const faultWord = useFaultWord()
  const fieldName = useFieldName(act)
  const trouble = refusalOf(error)
  const named = (keys: readonly string[], names: Record<string, string>) =>
    keys.map((key) => names[key] ?? key).join(common.common.listSeparator)
  switch (trouble.code) {
    case 'not_yours':
      return words.refused.notYoursBy(named(trouble.by, parties))
    case 'same_person':
      return words.refused.samePerson(named([trouble.other], acts))
    case 'missing':
      return `${words.refused.missing}${named(trouble.needs, words.needs)}`
    case 'invalid':
      return faultsIn(error)
        .map((fault) => faultWord(fault))
        .join(common.common.listSeparator)
    case 'boundary':
      return `${fieldName(trouble.path)} · ${sayTrouble(trouble, common)}`
    case 'not_signed_in':
      return words.refused.signedOut
    case 'offline':
    case 'internal':
      return words.refused[trouble.code]
    default:
      return sayTrouble(trouble, common)
  }
}
