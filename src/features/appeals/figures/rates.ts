import type { Exclude, Formula } from './formula.ts'

/**
 * What the rates are counted from: so many appeals of which the same is to be said. A row of one appeal has n = 1;
 * rows that say the same may be handed in as one with their number.
 */
export type Fact = {
  kind: 'received' | 'assigned' | 'response' | 'callback' | 'closing' | 'stock'
  outcome: string
  /** Of a response: whether it was signed for in time. Of a callback: how satisfied. Of the stock: whether overdue. */
  second: string | null
  nature: string | null
  reasonableness: string | null
  /** Why it was taken out of the rates with approval 剔除. */
  code: string | null
  state: string
}
export type Cell = Fact & { n: number }

export type Ratio = { numerator: number; denominator: number }
/** With what was left out, by reason: `code:…`, `nature:…`, `reasonableness:…`, `state:…`, or a reason of its own. */
export type Rate = Ratio & { excluded: Record<string, number> }

export type Rates = {
  counts: Record<'received' | 'assigned' | 'closed' | 'running' | 'suspended' | 'overdue', number>
  /** 响应率 */
  response: Rate
  /** 解决率; `unreached`: called in vain, counted as neither unless the formula says so. */
  solution: Rate & { unreached: number }
  /** 满意率; the numerator is weighted. `unrated` 未评价: reached, and no rating given. */
  satisfaction: Rate & { unrated: number; levels: Record<string, number> }
  /** 综合得分, 0 to 100; null where one of the three cannot be told. */
  score: number | null
  /** 按时签收率 */
  signed: Ratio
  /** 按时办结率 */
  closedInTime: Ratio
  /** 有效回访率 */
  reached: Ratio
  /** 退回率 */
  returned: Ratio
  /** 重复诉求率 */
  repeated: Ratio
}

export type RateName = 'response' | 'solution' | 'satisfaction'
/** Where in a rate one fact stands. */
export type Standing = { in: 'numerator' | 'denominator' | 'unrated' | 'unreached' } | { excluded: string }

/** The first reason to leave it out, so that nothing is left out twice. */
function excludedBy({ code, state, nature, reasonableness }: Fact, exclude: Exclude): string | undefined {
  if (code !== null && exclude.codes.includes(code)) return `code:${code}`
  if ((exclude.states as string[]).includes(state)) return `state:${state}`
  if (nature !== null && (exclude.natures as string[]).includes(nature)) return `nature:${nature}`
  if (reasonableness !== null && (exclude.reasonableness as string[]).includes(reasonableness))
    return `reasonableness:${reasonableness}`
  return undefined
}

/** What never counts as a response late or in time. */
const noResponse = ['no_contact_left', 'not_due', 'withdrawn']

const judges: Record<RateName, (fact: Fact, formula: Formula) => Standing | undefined> = {
  response(fact, { response }) {
    if (fact.kind !== 'response') return undefined
    const excluded =
      excludedBy(fact, response.exclude) ?? noResponse.find((reason) => reason === fact.outcome)
    if (excluded) return { excluded }
    return { in: fact.outcome === 'in_time' ? 'numerator' : 'denominator' }
  },
  solution(fact, { solution }) {
    if (fact.kind !== 'callback') return undefined
    const excluded = excludedBy(fact, solution.exclude)
    if (excluded) return { excluded }
    if (fact.outcome === 'unreached')
      return { in: solution.denominator === 'called' ? 'denominator' : 'unreached' }
    return { in: fact.outcome === 'solved' ? 'numerator' : 'denominator' }
  },
  satisfaction(fact, { satisfaction }) {
    if (fact.kind !== 'callback' || fact.outcome === 'unreached') return undefined
    const excluded = excludedBy(fact, satisfaction.exclude)
    if (excluded) return { excluded }
    return { in: fact.second === null ? 'unrated' : 'numerator' }
  },
}

/** Where one fact stands in one rate; undefined where it has no place in it. */
export const standingIn = (rate: RateName, fact: Fact, formula: Formula): Standing | undefined =>
  judges[rate](fact, formula)

/** Kept to what decimals can say, so that the same rows give the same figure to the last digit. */
const exact = (n: number): number => Math.round(n * 1e6) / 1e6

export const ratioOf = ({ numerator, denominator }: Ratio): number | null =>
  denominator === 0 ? null : numerator / denominator

function rateOf(name: RateName, cells: readonly Cell[], formula: Formula, weight: (cell: Cell) => number) {
  const rate: Rate = { numerator: 0, denominator: 0, excluded: {} }
  const apart = { unrated: 0, unreached: 0 }
  for (const cell of cells) {
    const standing = standingIn(name, cell, formula)
    if (!standing) continue
    if ('excluded' in standing)
      rate.excluded[standing.excluded] = (rate.excluded[standing.excluded] ?? 0) + cell.n
    else if (standing.in === 'unrated' || standing.in === 'unreached') apart[standing.in] += cell.n
    else {
      rate.denominator += cell.n
      if (standing.in === 'numerator') rate.numerator = exact(rate.numerator + cell.n * weight(cell))
    }
  }
  return { ...rate, ...apart }
}

/** All figures of one scope. Pure: of the same facts and the same formula always the same. */
export function ratesOf(cells: readonly Cell[], formula: Formula): Rates {
  const count = (met: (cell: Cell) => boolean) =>
    cells.reduce((sum, cell) => sum + (met(cell) ? cell.n : 0), 0)
  const of = (kind: Cell['kind'], outcome?: string) => (cell: Cell) =>
    cell.kind === kind && (outcome === undefined || cell.outcome === outcome)
  const part = (kind: Cell['kind'], outcome: string): Ratio => ({
    numerator: count(of(kind, outcome)),
    denominator: count(of(kind)),
  })
  const { unrated: _, unreached: __, ...response } = rateOf('response', cells, formula, () => 1)
  const { unrated: ___, ...solution } = rateOf('solution', cells, formula, () => 1)
  const weights: Record<string, number> = formula.satisfaction.weights
  const satisfied = rateOf('satisfaction', cells, formula, ({ second }) => weights[second ?? ''] ?? 0)
  const { unreached: ____, ...satisfaction } = satisfied
  const levels = Object.fromEntries(
    Object.keys(weights).map((level) => [
      level,
      count((cell) => {
        const standing = standingIn('satisfaction', cell, formula)
        return standing !== undefined && 'in' in standing && cell.second === level
      }),
    ]),
  )
  const signing = (second: string) => (cell: Cell) => cell.kind === 'response' && cell.second === second
  const called = count(of('callback'))
  return {
    counts: {
      received: count(of('received')),
      assigned: count(of('assigned')),
      closed: count(of('closing')),
      running: count(of('stock', 'running')),
      suspended: count(of('stock', 'suspended')),
      overdue: count((cell) => cell.kind === 'stock' && cell.second === 'overdue'),
    },
    response,
    solution,
    satisfaction: { ...satisfaction, levels },
    score: scoreOf({ response, solution, satisfaction }, formula),
    signed: {
      numerator: count(signing('in_time')),
      denominator: count(signing('in_time')) + count(signing('late')),
    },
    closedInTime: part('closing', 'in_time'),
    reached: { numerator: called - count(of('callback', 'unreached')), denominator: called },
    returned: part('assigned', 'returned'),
    repeated: part('received', 'joined'),
  }
}

function scoreOf(rates: Record<RateName, Ratio>, { score }: Formula): number | null {
  let sum = 0
  for (const name of ['response', 'solution', 'satisfaction'] as const) {
    const ratio = ratioOf(rates[name])
    if (ratio === null) return null
    sum += score[name] * ratio
  }
  return Math.round(sum * 10_000) / 100
}
