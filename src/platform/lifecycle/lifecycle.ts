/**
 * A lifecycle is a table that a domain expert can read: who × state × act → next state, what it needs, whom it
 * must be apart from, and which clock a state runs. Buttons, API paths, permission answers, the diagram and the
 * test matrix derive from it. Names: S states, A acts, P parties, N needs (preconditions), C clocks.
 */
export type StateSpec<P extends string, C extends string, A extends string = string> = {
  /** Whose move it is: decides in whose "my work" the case lies. Null: nobody has to act. */
  owner: P | null
  /** The clock that runs while the case is in this state. */
  clock: C | null
  /** What happens to that clock on leaving: `stop` for good, or `hold` until the state is entered again. */
  onLeave?: 'stop' | 'hold'
  /** The act that the timer does by itself when the clock runs out. */
  expires?: A
  /** An end: nothing has to follow. */
  ends?: true
}

export type ActRow<S extends string, A extends string, P extends string, N extends string> = {
  by: readonly P[]
  to: S
  needs?: readonly N[]
  /** Whoever did one of these in the present round may not do this act (two-person rule). */
  apartFrom?: readonly A[]
  /** Begins a new round: what was done before stays, and no longer counts for what is needed. */
  newRound?: true
  /** Ends every clock and enters the state anew: an old deadline must not linger, as after reassignment. */
  restart?: true
}

export type Lifecycle<
  S extends string = string,
  A extends string = string,
  P extends string = string,
  N extends string = string,
  C extends string = string,
> = {
  kind: string
  /** Acts that create a case, with the state it begins in. */
  begins: Readonly<Partial<Record<A, { by: readonly P[]; to: S }>>>
  states: Readonly<Record<S, StateSpec<P, C, A>>>
  table: Readonly<Record<S, Readonly<Partial<Record<A, ActRow<S, A, P, N>>>>>>
}

/** Checks the graph when the module loads, so that a wrong table stops the program at boot, not a case in March. */
export function defineLifecycle<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(lifecycle: Lifecycle<S, A, P, N, C>): Lifecycle<S, A, P, N, C> {
  const faults = lifecycleFaults(lifecycle)
  if (faults.length > 0) throw new Error(`lifecycle ${lifecycle.kind}: ${faults.join('; ')}`)
  return lifecycle
}

export const statesOf = <S extends string>(l: Lifecycle<S>): S[] => Object.keys(l.states) as S[]

export function actsIn<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(l: Lifecycle<S, A, P, N, C>, state: S): [A, ActRow<S, A, P, N>][] {
  return Object.entries(l.table[state] ?? {}) as [A, ActRow<S, A, P, N>][]
}

/** Unknown targets, unreachable states, dead ends, acts of nobody, and two-person rules that name no act. */
export function lifecycleFaults(l: Lifecycle): string[] {
  const faults: string[] = []
  const states = Object.keys(l.states)
  const allActs = new Set<string>([
    ...Object.keys(l.begins),
    ...states.flatMap((s) => Object.keys(l.table[s] ?? {})),
  ])
  const reached = new Set<string>(Object.values(l.begins).map((b) => b?.to ?? ''))
  for (const [act, begin] of Object.entries(l.begins))
    if (!begin || !(begin.to in l.states)) faults.push(`${act} begins in an unknown state`)
  for (const state of states) {
    const { expires, clock } = l.states[state] ?? {}
    if (expires && !(clock && l.table[state]?.[expires])) faults.push(`${state} expires into nothing`)
  }
  for (const state of states)
    for (const [act, row] of actsIn(l, state)) {
      if (!(row.to in l.states)) faults.push(`${state}.${act} leads to unknown ${row.to}`)
      if (row.by.length === 0) faults.push(`${state}.${act} belongs to nobody`)
      for (const other of row.apartFrom ?? [])
        if (!allActs.has(other)) faults.push(`${state}.${act} is apart from unknown ${other}`)
    }
  spread(reached, (state) => actsIn(l, state).map(([, row]) => row.to))
  for (const state of states) if (!reached.has(state)) faults.push(`${state} cannot be reached`)
  const finishing = new Set(states.filter((s) => l.states[s]?.ends))
  if (finishing.size === 0) faults.push('no state ends')
  let grown = true
  while (grown) {
    grown = false
    for (const state of states)
      if (!finishing.has(state) && actsIn(l, state).some(([, row]) => finishing.has(row.to))) {
        finishing.add(state)
        grown = true
      }
  }
  for (const state of states) if (!finishing.has(state)) faults.push(`${state} has no way to an end`)
  return faults
}

function spread(reached: Set<string>, next: (state: string) => string[]): void {
  const todo = [...reached]
  for (let state = todo.pop(); state !== undefined; state = todo.pop())
    for (const to of next(state))
      if (!reached.has(to)) {
        reached.add(to)
        todo.push(to)
      }
}
