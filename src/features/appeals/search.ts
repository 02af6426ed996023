import { tokensFor } from '#platform/search/index.ts'
import type { AppealRow } from './row.ts'

/** How many places a volume spans, as in find_problems() of the migrations. */
const VOLUMES = [1_000, 32_000]

type Found = Pick<
  AppealRow,
  'county_id' | 'number' | 'place_id' | 'township_id' | 'title' | 'cause' | 'course'
>

/** Where a number like S2026-00042 stands among all: year and running number in one, so that newest is greatest. */
export function placeOf(number: string): number {
  const [, year, n] = /^S(\d{4})-(\d{5,6})$/.exec(number) ?? []
  if (!year || !n) throw new Error(`not the number of an appeal: ${number}`)
  return Number(year) * 1_000_000 + Number(n)
}

/** What an appeal is found by: its number and the matter, never who brought it up; and where it stands. */
export function searchWords(row: Found): string[] {
  const { county_id, number, place_id, township_id } = row
  const volumes = VOLUMES.map((size) => `#${size}.${Math.floor(placeOf(number) / size)}`)
  const units = [`@${place_id}`, ...(township_id ? [`@@${township_id}`] : [])]
  const words = tokensFor([number, row.title, row.cause, row.course ?? ''])
  return [...words, ...volumes, ...units].map((word) => `${county_id} ${word}`)
}
