import { appealWords } from '#features/appeals/api.ts'
import { campaignWords } from '#features/evaluations/api.ts'
import { problemWords } from '#features/problems/api.ts'
import { publicationWords } from '#features/publicity/api.ts'
import { purposeWords } from '#features/surveys/api.ts'
import { logWords } from './log-words.ts'
import type { LogLine } from './rights-views.ts'

type Words = Readonly<Record<string, string>>

/**
 * An act in words. Refused acts are those of every feature, by the names of their endpoints and in that feature's own
 * words. What has no words is named: a log hides nothing.
 */
export function sayAct(act: string, language: keyof typeof logWords): string {
  const { recorded, refusable } = logWords[language]
  const own: Words = { ...recorded, ...refusable }
  const problems: Words = problemWords[language].acts
  const publications: Words = publicationWords[language].acts
  const campaigns: Words = campaignWords[language].acts
  const appeals: Words = appealWords[language].acts
  return (
    own[act] ??
    problems[act] ??
    publications[without('publication', act)] ??
    appeals[without('appeal', act)] ??
    campaigns[without('evaluation', act)] ??
    act
  )
}

/** Endpoints of acts that another feature has too bear their kind before the act: `publicationApprove`. */
function without(kind: string, act: string): string {
  const rest = act.startsWith(kind) ? act.slice(kind.length) : act
  return rest.charAt(0).toLowerCase() + rest.slice(1)
}

/** What an entry is about, in words: a questionnaire has no number, and its title is content. */
export function sayAbout(
  { kind, about }: Pick<LogLine, 'kind' | 'about'>,
  language: keyof typeof logWords,
): string {
  if (kind !== 'survey' || about === null) return about ?? ''
  const [purpose = '', id = ''] = about.split('/')
  const words: Words = purposeWords[language]
  return `${words[purpose] ?? purpose} ${id}`
}
