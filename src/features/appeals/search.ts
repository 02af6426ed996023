import { inCounty, type SearchTerms, searchTerms, tokensFor, volumeMarks } from '#platform/search/index.ts'
import type { AppealQuery } from './api.ts'
import type { Sight } from './read/sight.ts'
import type { AppealRow } from './row.ts'

/** By what an appeal is found: the same columns decide when its words are to be written anew. */
export const searchedBy = [
  'title',
  'cause',
  'course',
  'place_id',
  'township_id',
  'handler_id',
  'assistant_ids',
] as const satisfies (keyof AppealRow)[]
type Found = Pick<AppealRow, 'county_id' | 'number' | (typeof searchedBy)[number]>

/** What an appeal is found by: its number and the matter, never who brought it up; where it stands, and with whom. */
export function searchWords(row: Found): string[] {
  const units = [
    `@${row.place_id}`,
    ...(row.township_id ? [`@@${row.township_id}`] : []),
    ...[row.handler_id, ...row.assistant_ids].flatMap((id) => (id ? [`@>${id}`] : [])),
  ]
  const words = tokensFor([row.number, row.title, row.cause, row.course ?? ''])
  return inCounty(row.county_id, [...new Set([...words, ...volumeMarks(row.number), ...units])])
}

/** What to hand to find_appeals(): where it was asked for, otherwise where somebody sees something. */
export function appealTerms(countyId: number, query: AppealQuery & { q: string }, sight: Sight) {
  const { place, township, handler } = query
  const asked = place ? [`@${place}`] : township ? [`@@${township}`] : handler ? [`@>${handler}`] : undefined
  const seen = sight.all
    ? []
    : [...sight.townshipIds.map((id) => `@@${id}`), ...sight.handlerIds.map((id) => `@>${id}`)]
  return searchTerms(countyId, query.q, asked ?? seen) satisfies SearchTerms | undefined
}
