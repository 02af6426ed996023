import { actsIn, type Lifecycle, statesOf } from './lifecycle.ts'
import { permit } from './step.ts'

export type MatrixPerson<P extends string> = { name: string; parties: ReadonlySet<P> }
export type MatrixLine = { state: string; act: string; allowed: string[] }

/**
 * Who may do which act in which state, every precondition taken as met and nobody having acted before: the answer
 * of `permit` itself, so that reviewing a change of this list is reviewing the permissions.
 */
export function permissionMatrix<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(lifecycle: Lifecycle<S, A, P, N, C>, people: readonly MatrixPerson<P>[]): MatrixLine[] {
  return statesOf(lifecycle).flatMap((state) =>
    actsIn(lifecycle, state).map(([act]) => ({
      state,
      act,
      allowed: people
        .filter(({ name, parties }) => {
          const facts = { version: 1, state, round: 1, clocks: {}, acted: {} }
          return permit(lifecycle, { facts, act, actor: { personId: name, parties }, unmet: () => false }).ok
        })
        .map(({ name }) => name),
    })),
  )
}

/** The graph as a Mermaid state diagram; acts that stay in their state are left to the table. */
export function stateDiagram(
  lifecycle: Lifecycle,
  label: (state: string) => string,
  actLabel: (act: string) => string = (act) => act,
): string {
  const arrows = new Map<string, string[]>()
  for (const [act, begin] of Object.entries(lifecycle.begins))
    if (begin) arrows.set(`[*] --> ${begin.to}`, [...(arrows.get(`[*] --> ${begin.to}`) ?? []), act])
  for (const state of statesOf(lifecycle))
    for (const [act, row] of actsIn(lifecycle, state))
      if (row.to !== state)
        arrows.set(`${state} --> ${row.to}`, [...(arrows.get(`${state} --> ${row.to}`) ?? []), act])
  const ends = statesOf(lifecycle).filter((state) => lifecycle.states[state]?.ends)
  return [
    'stateDiagram-v2',
    ...statesOf(lifecycle).map((state) => `  ${state} : ${label(state)}`),
    ...[...arrows].map(([arrow, acts]) => `  ${arrow} : ${acts.map(actLabel).join(', ')}`),
    ...ends.map((state) => `  ${state} --> [*]`),
  ].join('\n')
}
