import { type Sum, untold } from '#platform/small-counts/index.ts'
import { ALL, type Scope } from './figures/facts.ts'
import type { RateName, Rates } from './figures/rates.ts'

/**
 * Which of the three rates of a month are told in public. One decision over all counts behind them, of the county and its
 * townships: what is told of one rate must not give away a count under five of another. Pure.
 */

/** Not told: it, or another by it, would be under five. */
export type Told = number | null

export type ToldRate = {
  numerator: number
  denominator: number
  /** Left out of it by the formula; `reasons` only where the whole county is told of. */
  excluded: Told
  reasons: { label: string; n: Told }[]
  /** 未评价: of 满意率. */
  unrated: Told
}

export type RateLine = Pick<Scope, 'scope' | 'id'> & {
  figures: Pick<Rates, RateName>
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, n) => sum + n, 0)

/** Two reasons may have one name: left out by the county's dictionary, and found so. */
function byLabel(excluded: Readonly<Record<string, number>>, reasonName: (reason: string) => string) {
  const named = new Map<string, number>()
  for (const [reason, n] of Object.entries(excluded).sort(([a], [b]) => (a < b ? -1 : 1)))
    named.set(reasonName(reason), (named.get(reasonName(reason)) ?? 0) + n)
  return named
}

/** The counts behind the rates of one scope, by what they are; sums of them, as `total` and `parts`. */
function countsOf({ response, solution, satisfaction }: RateLine['figures']) {
  const reached = satisfaction.denominator + satisfaction.unrated
  const excluded = { solution: sumOf(solution.excluded), satisfaction: sumOf(satisfaction.excluded) }
  return {
    'response of': response.denominator,
    'response yes': response.numerator,
    'response no': response.denominator - response.numerator,
    'response out': sumOf(response.excluded),
    'solution of': solution.denominator,
    'solution yes': solution.numerator,
    'solution no': solution.denominator - solution.numerator,
    'solution out': excluded.solution,
    'satisfaction of': satisfaction.denominator,
    'satisfaction unrated': satisfaction.unrated,
    'satisfaction out': excluded.satisfaction,
    /** Rated or not; and by how much 解决率 counts more: called in vain. */
    reached,
    'reached not': solution.denominator - reached,
    'out not reached': excluded.solution - excluded.satisfaction,
    ...Object.fromEntries(
      Object.entries(satisfaction.levels).map(([level, n]) => [`satisfaction level ${level}`, n]),
    ),
  } as Record<string, number>
}

const levelsIn = (counts: Readonly<Record<string, number>>): string[] =>
  Object.keys(counts).filter((name) => name.startsWith('satisfaction level '))

/** Counts and sums of everything that may be published of rates, and whatever follows from it. */
export function rateTable(lines: readonly RateLine[], reasonName: (reason: string) => string) {
  const scopes = lines.filter(({ scope }) => scope === 'county' || scope === 'township')
  const keyOf = ({ scope, id }: RateLine) => (scope === 'county' ? ALL : id)
  const counted = scopes.map((line) => ({ key: keyOf(line), line, counts: countsOf(line.figures) }))
  const cells = new Map<string, number>()
  const sums: Sum[] = []
  // Two formulas that leave out other things are compared with nothing.
  const agrees = (name: string) => counted.every(({ counts }) => (counts[name] ?? 0) >= 0)
  const within: Sum[] = [
    { total: 'response of', parts: ['response yes', 'response no'] },
    { total: 'solution of', parts: ['solution yes', 'solution no'] },
    { total: 'reached', parts: ['satisfaction of', 'satisfaction unrated'] },
    ...(agrees('reached not') ? [{ total: 'solution of', parts: ['reached', 'reached not'] }] : []),
    ...(agrees('out not reached')
      ? [{ total: 'solution out', parts: ['satisfaction out', 'out not reached'] }]
      : []),
  ]
  for (const { key, line, counts } of counted) {
    const at = (name: string) => `${key} ${name}`
    for (const [name, n] of Object.entries(counts)) if (n >= 0) cells.set(at(name), n)
    sums.push(...within.map(({ total, parts }) => ({ total: at(total), parts: parts.map(at) })), {
      total: at('satisfaction of'),
      parts: levelsIn(counts).map(at),
    })
    if (key === ALL) addReasons(line, at, cells, sums, reasonName)
  }
  const towns = counted.filter(({ key }) => key !== ALL).map(({ key }) => key)
  for (const name of Object.keys(counted.find(({ key }) => key === ALL)?.counts ?? {}))
    if (agrees(name)) sums.push({ total: `${ALL} ${name}`, parts: towns.map((town) => `${town} ${name}`) })
  return { cells, sums: sums.filter(({ total, parts }) => cells.has(total) && parts.length > 0) }
}

const rates: readonly RateName[] = ['response', 'solution', 'satisfaction']

/** Why something is in no rate: of the whole county, by rate, and for 解决率 less 满意率 again. */
function addReasons(
  { figures }: RateLine,
  at: (name: string) => string,
  cells: Map<string, number>,
  sums: Sum[],
  reasonName: (reason: string) => string,
): void {
  const named = Object.fromEntries(
    rates.map((rate) => [rate, byLabel(figures[rate].excluded, reasonName)]),
  ) as Record<RateName, Map<string, number>>
  for (const rate of rates) {
    for (const [label, n] of named[rate]) cells.set(at(`${rate} out ${label}`), n)
    sums.push({
      total: at(`${rate} out`),
      parts: [...named[rate].keys()].map((label) => at(`${rate} out ${label}`)),
    })
  }
  for (const [label, n] of named.solution) {
    const less = named.satisfaction.get(label) ?? 0
    if (n < less) continue
    cells.set(at(`out not reached ${label}`), n - less)
    const parts = [`satisfaction out ${label}`, `out not reached ${label}`].map(at)
    sums.push({ total: at(`solution out ${label}`), parts: parts.filter((part) => cells.has(part)) })
  }
}

/** The rates of the county or one township as they are told; null: not by itself. */
export function ratesTold(
  lines: readonly RateLine[],
  townshipId: string | null,
  reasonName: (reason: string) => string,
): Record<RateName, ToldRate | null> {
  const own = lines.find(({ scope, id }) =>
    townshipId === null ? scope === 'county' : scope === 'township' && id === townshipId,
  )
  const { cells, sums } = rateTable(lines, reasonName)
  const hidden = untold({ cells, sums })
  const told = (name: string): Told => {
    const cell = `${townshipId ?? ALL} ${name}`
    return hidden.has(cell) ? null : (cells.get(cell) ?? 0)
  }
  const one = (rate: RateName): ToldRate | null => {
    if (!own) return null
    const { numerator, excluded: reasons } = own.figures[rate]
    const denominator = told(`${rate} of`)
    // A weighted numerator is told where each grade could be: few grades have it, and one of them is a person's.
    const madeOf = rate === 'satisfaction' ? levelsIn(countsOf(own.figures)) : [`${rate} yes`, `${rate} no`]
    if (denominator === null || madeOf.some((name) => told(name) === null)) return null
    const excluded = told(`${rate} out`)
    return {
      ...{ numerator, denominator, excluded },
      unrated: rate === 'satisfaction' ? told('satisfaction unrated') : null,
      reasons:
        townshipId !== null || !excluded
          ? []
          : [...byLabel(reasons, reasonName).keys()].map((label) => ({
              label,
              n: told(`${rate} out ${label}`),
            })),
    }
  }
  return { response: one('response'), solution: one('solution'), satisfaction: one('satisfaction') }
}
