/** How many places a volume spans, as in find_problems() of the migrations. */
const VOLUMES = [1_000, 32_000]

/**
 * Where a number like 2026-00042 or S2026-00042 stands among all: year and running number in one, so that newest is
 * greatest. @throws Error when it is no such number
 */
export function placeOf(number: string): number {
  const [, year, n] = /^[A-Z]?(\d{4})-(\d{5,6})$/.exec(number) ?? []
  if (!year || !n) throw new Error(`not the number of a case: ${number}`)
  return Number(year) * 1_000_000 + Number(n)
}

/** The volumes it stands in, so that a search may begin with the newest. */
export const volumeMarks = (number: string): string[] =>
  VOLUMES.map((size) => `#${size}.${Math.floor(placeOf(number) / size)}`)

/** One county's words are none of another's. */
export const inCounty = (countyId: number, words: readonly string[]): string[] =>
  words.map((word) => `${countyId} ${word}`)
