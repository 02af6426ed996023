import type { ProblemState } from '../../lifecycle.ts'

/** The stretches of the loop that the ledger is filtered by. Every state belongs to one. */
export const groupOfState = {
  reported: 'issuing',
  awaiting_claim: 'issuing',
  claimed: 'planning',
  plan_review: 'planning',
  plan_returned: 'planning',
  rectifying: 'rectifying',
  second_round: 'rectifying',
  immediate: 'rectifying',
  suspended: 'suspended',
  closure_requested: 'accepting',
  document_check: 'accepting',
  site_check: 'accepting',
  awaiting_evaluation: 'accepting',
  countersigning: 'accepting',
  closure_refused: 'failed',
  relapsed: 'failed',
  long_term: 'long_term',
  closed: 'closed',
  consolidated: 'closed',
} as const satisfies Record<ProblemState, string>

export type StateGroup = (typeof groupOfState)[ProblemState]

export const stateGroups = [...new Set(Object.values(groupOfState))]

export const statesIn = (group: StateGroup): ProblemState[] =>
  (Object.keys(groupOfState) as ProblemState[]).filter((state) => groupOfState[state] === group)

/** How much of a group is asked for. No state asked for means all of them, which presses no chip. */
export function pressed(
  group: StateGroup,
  asked: readonly ProblemState[] | undefined,
): 'no' | 'partly' | 'yes' {
  const states = statesIn(group)
  const n = states.filter((state) => asked?.includes(state)).length
  return n === 0 ? 'no' : n === states.length ? 'yes' : 'partly'
}

/** The states asked for after a chip was pressed: added whole, or taken out; none left means all. */
export function toggle(group: StateGroup, asked: readonly ProblemState[] = []): ProblemState[] | undefined {
  const states = statesIn(group)
  const rest = asked.filter((state) => !states.includes(state))
  const next = pressed(group, asked) === 'yes' ? rest : [...rest, ...states]
  return next.length > 0 ? next : undefined
}
