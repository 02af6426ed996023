import { problemWords } from '#features/problems/api.ts'
import { publicationWords } from '#features/publicity/api.ts'
import { logWords } from './log-words.ts'

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
  const [, onPublication = ''] = /^publication(\w+)$/.exec(act) ?? []
  const name = onPublication.charAt(0).toLowerCase() + onPublication.slice(1)
  return own[act] ?? problems[act] ?? publications[name] ?? act
}
