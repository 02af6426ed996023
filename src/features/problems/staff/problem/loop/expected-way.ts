import { type ActRow, actsIn, type Lifecycle } from '#platform/lifecycle/lifecycle.ts'

export type Leg<S extends string, A extends string> = { act: A; to: S }

/**
 * The way a case is expected to take from `state`: the fewest acts to the nearest end, and then on from end to end
 * (closed, then consolidated by a spot check). Read off the lifecycle, so that a new state shows up by itself.
 */
export function expectedWay<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(lifecycle: Lifecycle<S, A, P, N, C>, state: S): Leg<S, A>[] {
  const way: Leg<S, A>[] = []
  const seen = new Set<S>([state])
  let at = state
  while (true) {
    const legs = fewestActsToAnEnd(lifecycle, at, seen)
    if (legs.length === 0) return way
    for (const leg of legs) seen.add(leg.to)
    way.push(...legs)
    at = legs[legs.length - 1]!.to
  }
}

function fewestActsToAnEnd<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(lifecycle: Lifecycle<S, A, P, N, C>, from: S, avoid: ReadonlySet<S>): Leg<S, A>[] {
  // From an end only another end follows: a relapse is possible, and nobody expects it.
  const fromEnd = lifecycle.states[from].ends === true
  const seen = new Set(avoid)
  let reached: Leg<S, A>[][] = [[]]
  while (reached.length > 0) {
    const further: Leg<S, A>[][] = []
    for (const legs of reached) {
      const at = legs.at(-1)?.to ?? from
      for (const [act, row] of actsIn(lifecycle, at) as [A, ActRow<S, A, P, N>][]) {
        if (seen.has(row.to) || (fromEnd && !lifecycle.states[row.to].ends)) continue
        const longer = [...legs, { act, to: row.to }]
        if (lifecycle.states[row.to].ends) return longer
        seen.add(row.to)
        further.push(longer)
      }
    }
    reached = further
  }
  return []
}
