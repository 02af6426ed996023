import { z } from 'zod'
import { isFew, untold } from '#platform/small-counts/index.ts'
import type { ItemResult } from './count.ts'
import { FEWEST, knownCodes } from './plan.ts'

/** A share as it may be read: with its numbers, or how high it is at least or at most. Unit 份. */
export const ToldShare = z.object({ is: z.enum(['exactly', 'atLeast', 'atMost']), n: z.int(), of: z.int() })
export type ToldShare = z.infer<typeof ToldShare>

/** Exactly where nobody or five and more are on either side; null where even a bound would leave too few numbers. */
export function toldShare(n: number, of: number): ToldShare | null {
  if (!isFew(n) && !isFew(of - n)) return { is: 'exactly', n, of }
  // Of eight and fewer both sides can be few, and of six with five on one side a bound is the number.
  if (of < 2 * FEWEST - 1) return null
  return isFew(n) ? { is: 'atMost', n: FEWEST - 1, of } : { is: 'atLeast', n: of - FEWEST + 1, of }
}

type Part = { n: number; of: number }

/**
 * The share of all together says no more of one of them than its own share does: of one that is not told, that neither
 * nobody nor everybody is in it.
 */
export function toldTogether(parts: readonly Part[]): ToldShare | null {
  const shares = parts.map((part) => ({ ...part, told: toldShare(part.n, part.of) }))
  const is = new Set(shares.map(({ told }) => told?.is))
  if (!is.has('exactly') && !is.has('atLeast') && !is.has('atMost')) return null
  const of = parts.reduce((all, part) => all + part.of, 0)
  const sum = (untold: (part: Part) => number) =>
    shares.reduce((all, { told, ...part }) => all + (told?.n ?? untold(part)), 0)
  if (is.size === 1 && is.has('exactly')) return { is: 'exactly', n: sum(() => 0), of }
  if (!is.has('atMost')) return { is: 'atLeast', n: sum(() => 1), of }
  return is.has('atLeast') ? null : { is: 'atMost', n: sum((part) => part.of - 1), of }
}

/** Whole per cent, rounded so that a bound stays true. */
export const boundPercent = ({ is, n, of }: ToldShare): number =>
  is === 'atLeast' ? Math.floor((n * 100) / of) : Math.ceil((n * 100) / of)

type Counts = Readonly<Record<string, number>>
type ToldCounts = { share: ToldShare | null; counts: Record<string, number | null> }

const [ALL, YES, NO] = ['/all', '/yes', '/no'] as const

/**
 * What is told of a question of which one answer was ticked, `yes` being those of its share: null is a count from one to
 * four, or one that such a count could be worked out from. How many answered is told beside it.
 */
export function toldCounts(given: Counts, yes: readonly string[] = []): ToldCounts {
  const codes = Object.keys(given)
  const no = codes.filter((code) => !yes.includes(code))
  const sumOf = (some: readonly string[]) => some.reduce((sum, code) => sum + (given[code] ?? 0), 0)
  const hidden = untold({
    cells: new Map([...Object.entries(given), [YES, sumOf(yes)], [NO, sumOf(no)], [ALL, sumOf(codes)]]),
    sums: [
      { total: ALL, parts: codes },
      { total: ALL, parts: [YES, NO] },
      { total: YES, parts: yes },
      { total: NO, parts: no },
    ],
  })
  const isTold = (name: string) => !hidden.has(name) && !hidden.has(ALL)
  const share = toldShare(sumOf(yes), sumOf(codes))
  return {
    // Not few by itself, and yet few others could be worked out from it.
    share: share?.is === 'exactly' && !isTold(YES) ? null : share,
    counts: Object.fromEntries(codes.map((code) => [code, isTold(code) ? (given[code] ?? 0) : null])),
  }
}

/** Who of those that answered whether they know does know. */
export const knowing = (given: Counts): Part => ({
  n: knownCodes.reduce((sum, code) => sum + (given[code] ?? 0), 0),
  of: given[''] ?? 0,
})

/** 知晓率, and who ticked what. */
export const toldKnown = ({ '': _answered, ...given }: Counts): ToldCounts =>
  toldCounts({ well: 0, some: 0, no: 0, ...given }, knownCodes)

/** 满意率, and who ticked what, of those who could judge. */
export const toldRating = ({ satisfied, fair, unsatisfied }: ItemResult): ToldCounts =>
  toldCounts({ satisfied, fair, unsatisfied }, ['satisfied', 'fair'])
