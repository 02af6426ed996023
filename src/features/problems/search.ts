import { queryTokens, tokensFor } from '#platform/search/index.ts'
import type { Unit } from './read/scope.ts'
import type { ProblemRow } from './row.ts'

/** How many places a volume spans, as in find_problems() of the migrations. */
const VOLUMES = [1_000, 32_000]

type Place = Pick<ProblemRow, 'county_id' | 'number' | 'organization_id' | 'township_id'>
type Found = Place & Pick<ProblemRow, 'title' | 'feedback_text'>

/** Where a number like 2026-00042 stands among all: year and running number in one, so that newest is greatest. */
export function placeOf(number: string): number {
  const [, year, n] = /^(\d{4})-(\d{5,6})$/.exec(number) ?? []
  if (!year || !n) throw new Error(`not the number of a problem: ${number}`)
  return Number(year) * 1_000_000 + Number(n)
}

/** What a problem is found by: its number and what was fed back, body included, and its marks. */
export const searchWords = (row: Found): string[] => [
  ...inCounty(row.county_id, tokensFor([row.number, row.title, row.feedback_text])),
  ...searchMarks(row),
]

/**
 * Where it stands, so that a search may begin with the newest, and whose it is, so that nobody's search wades through
 * what they may not see.
 */
export function searchMarks({ county_id, number, organization_id, township_id }: Place): string[] {
  const volumes = VOLUMES.map((size) => `#${size}.${Math.floor(placeOf(number) / size)}`)
  const units = [`@${organization_id}`, ...(township_id ? [`@@${township_id}`] : [])]
  return inCounty(county_id, [...volumes, ...units])
}

/** One county's words are none of another's. */
export const inCounty = (countyId: number, words: readonly string[]): string[] =>
  words.map((word) => `${countyId} ${word}`)

/** All of these words, in one of these units; without units, in the whole county. */
export type SearchTerms = { words: string[]; units: string[] }

/**
 * What to hand to find_problems(). The longest words first, for they stand in the fewest texts. Undefined: nothing to
 * look for.
 */
export function searchTerms(countyId: number, q: string, units: readonly Unit[]): SearchTerms | undefined {
  const words = queryTokens(q).sort((a, b) => b.length - a.length)
  if (words.length === 0 || units.length === 0) return undefined
  const everywhere = units.some(({ by }) => by === 'county')
  const marks = everywhere ? [] : units.map(({ by, id }) => `${by === 'township' ? '@@' : '@'}${id}`)
  return { words: inCounty(countyId, words), units: inCounty(countyId, [...new Set(marks)]) }
}
