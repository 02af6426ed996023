import { inCounty, type SearchTerms, searchTerms, tokensFor, volumeMarks } from '#platform/search/index.ts'
import type { Unit } from './read/scope.ts'
import type { ProblemRow } from './row.ts'

type Place = Pick<ProblemRow, 'county_id' | 'number' | 'organization_id' | 'township_id'>
type Found = Place & Pick<ProblemRow, 'title' | 'feedback_text'>

/** What a problem is found by: its number and what was fed back, body included, and its marks. */
export const searchWords = (row: Found): string[] => [
  ...inCounty(row.county_id, tokensFor([row.number, row.title, row.feedback_text])),
  ...searchMarks(row),
]

/** Where it stands, and whose it is, so that nobody's search wades through what they may not see. */
export const searchMarks = ({ county_id, number, organization_id, township_id }: Place): string[] =>
  inCounty(county_id, [
    ...volumeMarks(number),
    `@${organization_id}`,
    ...(township_id ? [`@@${township_id}`] : []),
  ])

/** What to hand to find_problems(). Undefined: nothing to look for, or nowhere. */
export function problemTerms(countyId: number, q: string, units: readonly Unit[]): SearchTerms | undefined {
  if (units.length === 0) return undefined
  const everywhere = units.some(({ by }) => by === 'county')
  return searchTerms(
    countyId,
    q,
    everywhere ? [] : units.map(({ by, id }) => `${by === 'township' ? '@@' : '@'}${id}`),
  )
}
