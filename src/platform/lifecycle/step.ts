import type { Calendar } from '../calendar/index.ts'
import {
  type Clock,
  type ClockRule,
  pauseClock,
  resumeClock,
  startClock,
  startFixedClock,
  stopClock,
} from '../clock/index.ts'
import { type Decision, decided, refuse } from '../refusal.ts'
import { type ActRow, actsIn, type Lifecycle } from './lifecycle.ts'

/**
 * Who did an act in the present round, when last, and how often; `also` names whoever else did it before them, and in
 * whose place it was done.
 */
export type Acted = Readonly<
  Record<string, { by: string | null; at: string; times: number; also?: readonly string[] }>
>

/** Whether somebody did this act in the present round, be it before others did it again, or had it done in their place. */
export const hasDone = (acted: Acted, act: string, personId: string | null): boolean =>
  personId !== null && (acted[act]?.by === personId || acted[act]?.also?.includes(personId) === true)

/** What the engine keeps of every case, whatever its kind. */
export type CaseFacts<S extends string = string> = {
  version: number
  state: S
  round: number
  clocks: Readonly<Record<string, Clock>>
  acted: Acted
}

/** `personId` null is the clock itself (jobs). */
export type Actor<P extends string> = {
  personId: string | null
  parties: ReadonlySet<P>
  /** Parties that they are in another's place only, and whose. */
  standsIn?: ReadonlyMap<P, string>
  /** Everybody whose acts count as theirs, when there are others than themselves. */
  persons?: readonly string[]
}

export type Step<S extends string> = CaseFacts<S> & {
  /** The party the actor acted as: the first of the row's `by` that fits, their own before another's. */
  as: string
  /** In whose place. */
  onBehalfOf: string | null
  dueAt: string | null
  dueKind: string | null
}

type Question<S extends string, A extends string, P extends string, N extends string> = {
  facts: CaseFacts<S>
  act: A
  actor: Actor<P>
  /** Preconditions that do not hold now. Only those the row names are asked. */
  unmet: (need: N) => boolean
}

/** May this actor do this act now? The row it goes by, or why not. Wrong state and wrong person are told apart. */
export function permit<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(
  lifecycle: Lifecycle<S, A, P, N, C>,
  { facts, act, actor, unmet }: Question<S, A, P, N>,
): Decision<ActRow<S, A, P, N>> {
  const row = lifecycle.table[facts.state][act]
  if (!row) return refuse({ code: 'wrong_state', state: facts.state, act })
  if (!row.by.some((party) => actor.parties.has(party))) return refuse({ code: 'not_yours', act, by: row.by })
  const persons = actor.persons ?? [actor.personId]
  const same = row.apartFrom?.find((other) => persons.some((person) => hasDone(facts.acted, other, person)))
  if (same) return refuse({ code: 'same_person', act, other: same })
  const needs = (row.needs ?? []).filter(unmet)
  if (needs.length > 0) return refuse({ code: 'missing', needs })
  return decided(row)
}

/** Every act this actor could do in this state, each with what it still needs: the source of the buttons. */
export function offered<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(
  lifecycle: Lifecycle<S, A, P, N, C>,
  facts: CaseFacts<S>,
  actor: Actor<P>,
  unmet: (need: N) => boolean,
): { act: A; missing: readonly N[] }[] {
  return actsIn(lifecycle, facts.state).flatMap(([act]) => {
    const answer = permit(lifecycle, { facts, act, actor, unmet })
    if (answer.ok) return [{ act, missing: [] }]
    return answer.refusal.code === 'missing' ? [{ act, missing: answer.refusal.needs as readonly N[] }] : []
  })
}

export type Time<C extends string> = {
  now: Date
  calendar: Calendar
  ruleFor: (clock: C) => ClockRule
  /** Due instants set by the act itself (a plan's own date, a suspension's end). */
  fixed?: Partial<Record<C, Date>>
  /** Clocks that the act itself moved, as an extension does. */
  moved?: Partial<Record<C, Clock>>
}

/** The case after the act: next state, version, round, clocks and the deadline lists are ordered by. Pure. */
export function advance<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(
  lifecycle: Lifecycle<S, A, P, N, C>,
  facts: CaseFacts<S>,
  act: A,
  row: ActRow<S, A, P, N>,
  actor: Actor<P>,
  time: Time<C>,
): Step<S> {
  const at = time.now.toISOString()
  const clocks = { ...facts.clocks }
  const anew = row.newRound === true || row.restart === true
  const moves = row.to !== facts.state || anew
  if (moves) leave(lifecycle, facts.state, clocks, at)
  if (anew) for (const [kind, clock] of Object.entries(clocks)) clocks[kind] = stopClock(clock, at)
  const entered = moves ? enter(lifecycle, row.to, clocks, time) : clocks
  Object.assign(entered, time.moved)
  const running = lifecycle.states[row.to].clock
  const due = running ? entered[running] : undefined
  const before = row.newRound ? {} : facts.acted
  const fitting = row.by.filter((party) => actor.parties.has(party))
  const as = fitting.find((party) => !actor.standsIn?.has(party)) ?? fitting[0] ?? row.by[0]
  const onBehalfOf = (as && actor.standsIn?.get(as)) ?? null
  return {
    version: facts.version + 1,
    state: row.to,
    round: facts.round + (row.newRound ? 1 : 0),
    clocks: entered,
    acted: { ...before, [act]: doneAgain(before[act], actor.personId, onBehalfOf, at) },
    as: as ?? '',
    onBehalfOf,
    dueAt: due && !due.stoppedAt && !due.pausedAt ? due.dueAt : null,
    dueKind: due && !due.stoppedAt && !due.pausedAt ? due.kind : null,
  }
}

function doneAgain(
  before: Acted[string] | undefined,
  by: string | null,
  onBehalfOf: string | null,
  at: string,
): Acted[string] {
  const others = new Set([...(before?.also ?? []), ...(before?.by ? [before.by] : [])])
  if (onBehalfOf !== null) others.add(onBehalfOf)
  if (by !== null) others.delete(by)
  const times = (before?.times ?? 0) + 1
  return others.size > 0 ? { by, at, times, also: [...others] } : { by, at, times }
}

/**
 * A case in the state that an act begins it in. Pure.
 * @throws Error when the act begins nothing
 */
export function begun<
  S extends string,
  A extends string,
  P extends string,
  N extends string,
  C extends string,
>(
  lifecycle: Lifecycle<S, A, P, N, C>,
  act: A,
  { personId, onBehalfOf = null }: { personId: string | null; onBehalfOf?: string | null },
  time: Time<C>,
): CaseFacts<S> & { due: Clock | null } {
  const state = lifecycle.begins[act]?.to
  if (state === undefined) throw new Error(`${act} begins no ${lifecycle.kind}`)
  const clocks = enter(lifecycle, state, {}, time)
  const { clock } = lifecycle.states[state]
  const acted = { [act]: doneAgain(undefined, personId, onBehalfOf, time.now.toISOString()) }
  return { version: 1, state, round: 1, clocks, acted, due: (clock && clocks[clock]) ?? null }
}

type Clocks = Record<string, Clock>

function leave<S extends string, C extends string>(
  lifecycle: Lifecycle<S, string, string, string, C>,
  state: S,
  clocks: Clocks,
  at: string,
): void {
  const { clock, onLeave } = lifecycle.states[state]
  const running = clock ? clocks[clock] : undefined
  if (!clock || !running) return
  clocks[clock] = onLeave === 'hold' ? pauseClock(running, at) : stopClock(running, at)
}

/**
 * A held clock goes on where it stood; otherwise a new one starts. A stopped clock is never revived: reopening
 * must not distort what was recorded. Ends stop everything, so that a closed case nags nobody.
 */
function enter<S extends string, C extends string>(
  lifecycle: Lifecycle<S, string, string, string, C>,
  state: S,
  clocks: Clocks,
  time: Time<C>,
): Clocks {
  const { clock, ends } = lifecycle.states[state]
  const at = time.now.toISOString()
  const next = { ...clocks }
  if (ends) for (const [kind, running] of Object.entries(next)) next[kind] = stopClock(running, at)
  if (!clock) return next
  const held = next[clock]
  const fixed = time.fixed?.[clock]
  if (held && (held.stoppedAt || fixed)) next[`${clock}#${held.startedAt}`] = stopClock(held, at)
  if (fixed) next[clock] = startFixedClock(clock, fixed.toISOString(), at)
  else if (held?.pausedAt && !held.stoppedAt) next[clock] = resumeClock(held, at, time.calendar)
  else next[clock] = startClock(clock, time.ruleFor(clock), at, time.calendar)
  return next
}
