import { type RawBuilder, sql } from 'kysely'
import { type AppealState, appealLifecycle } from '../lifecycle.ts'

const states = Object.entries(appealLifecycle.states) as [
  AppealState,
  (typeof appealLifecycle.states)[AppealState],
][]

/** Registered, and neither at an end nor only waiting for its window to pass: somebody works on it. */
export const runningStates: AppealState[] = states
  .filter(([state, { ends, clock }]) => !ends && clock !== 'window' && state !== 'screening')
  .map(([state]) => state)

/** Clocks of states that end by themselves: what runs out there is nobody's delay. */
export const selfEnding: readonly string[] = [
  ...new Set(states.flatMap(([, { expires, clock }]) => (expires && clock ? [clock] : []))),
]

/** Of rows `p` of appeals: somebody has let a deadline pass. */
export const isLate = (now: Date): RawBuilder<boolean> =>
  sql<boolean>`(p.due_at < ${now} AND p.due_kind <> ALL(${[...selfEnding]}::text[]))`
