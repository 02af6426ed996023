import type { Place } from '../hit.ts'
import { givenLog } from './given.ts'
import { isSeldomSurname, surnameLog } from './surnames.ts'
import { vocabulary } from './vocabulary.ts'

/** A surname, one or two spaces, one character: how lists make names of two and of three characters equally long. */
const SPACED = /(?<!\p{Script=Han})(\p{Script=Han}) {1,2}(\p{Script=Han})(?!\p{Script=Han})/gu
const LEAST_GIVEN = -6.5

export function spacedNames(text: string): Place[] {
  const spans: Place[] = []
  for (const { 0: all, 1: surname = '', 2: given = '', index } of text.matchAll(SPACED))
    if (
      surnameLog(text, index) !== undefined &&
      !isSeldomSurname(text, index) &&
      givenLog(given.charCodeAt(0)) >= LEAST_GIVEN &&
      !vocabulary().has(surname + given)
    )
      spans.push({ from: index, to: index + all.length })
  return spans
}
