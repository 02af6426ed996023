import type { z } from 'zod'
import { FigureScope, Month } from '../../figures/api.ts'

/** What the page of rates shows, as its address says it. */
export type Search = {
  month?: string | undefined
  township?: string | undefined
  /** How the table below is split. */
  by?: string | undefined
  /** The rows behind a figure: of which rate, where in it, and of which line of the table. */
  rate?: string | undefined
  in?: string | undefined
  line?: string | undefined
  /** Whose speed of response: a village or a field; around the rectification of a problem. */
  place?: string | undefined
  field?: string | undefined
  problem?: string | undefined
}

export const rates = ['response', 'solution', 'satisfaction'] as const
export type RateName = (typeof rates)[number]
/** `counted`: of numerator and denominator, the denominator's number. */
export const standings = ['counted', 'numerator', 'denominator', 'unrated', 'unreached', 'excluded'] as const
export type StandingName = (typeof standings)[number]
export type Split = Exclude<z.infer<typeof FigureScope>, 'county'>

const oneOf = <T extends string>(all: readonly T[], text: string | undefined): T | undefined =>
  all.find((each) => each === text)

/** The month in the address, or the one under way; one that is still to come has nothing to show. */
export function monthIn({ month }: Search, today: string): string {
  const current = today.slice(0, 7)
  return month !== undefined && Month.safeParse(month).success && month <= current ? month : current
}

export function monthsFrom(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/** Whoever reads one township's is not offered townships. */
export const splitsFor = (isOneTownship: boolean): Split[] =>
  FigureScope.options.filter(
    (scope): scope is Split => scope !== 'county' && !(isOneTownship && scope === 'township'),
  )

export const splitIn = ({ by }: Search, offered: readonly Split[]): Split =>
  oneOf(offered, by) ?? offered[0] ?? 'field'

export function openedIn(
  search: Search,
): { rate: RateName; in: StandingName | undefined; line: string | undefined } | undefined {
  const rate = oneOf(rates, search.rate)
  return rate && { rate, in: oneOf(standings, search.in), line: search.line }
}

/** 83.3%; a dash where there is nothing to divide by. */
export const shareOf = ({ numerator, denominator }: { numerator: number; denominator: number }): string =>
  denominator === 0 ? '–' : `${((numerator / denominator) * 100).toFixed(1)}%`

/** So many seconds in the unit that people would say them in. */
export function spanOf(seconds: number): { n: number; unit: 'minutes' | 'hours' | 'days' } {
  const hours = seconds / 3600
  if (hours < 1) return { n: Math.max(1, Math.round(seconds / 60)), unit: 'minutes' }
  if (hours < 48) return { n: tenth(hours), unit: 'hours' }
  return { n: tenth(hours / 24), unit: 'days' }
}

const tenth = (n: number): number => Math.round(n * 10) / 10
