import { type Calendar, localDate } from '#platform/calendar/index.ts'
import type { Clock } from '#platform/clock/index.ts'
import { type Decision, decided, refuse } from '#platform/refusal.ts'
import { dictionary, type RuleBook } from '#platform/rules/index.ts'
import type { ClockKind, Party, ProblemAct } from '../lifecycle.ts'
import type { ChildTable, Part, Parts, ProblemRow } from '../row.ts'
import type { ActBody } from '../schema.ts'

/** Everything an act may look at. Time and ids come in from outside: an act decides, it touches nothing. */
export type Situation = {
  row: ProblemRow
  parts: Parts
  personId: string | null
  /** Whose acts count as the actor's: themselves, and those in whose place they stand. */
  persons: readonly string[]
  /** Which countersigning bodies the actor speaks for. */
  sides: readonly ('discipline' | 'personnel')[]
  now: Date
  /** The county's local day, YYYY-MM-DD. */
  today: string
  calendar: Calendar
  rules: RuleBook
  newId: () => string
  /** The organisation the act names (`organization` below), as it is today. */
  organization: { id: string; township_id: string | null; status: string } | undefined
  /** What the person named as the second checker is to this problem; empty for nobody we know, or who has left. */
  companion: ReadonlySet<Party>
}

export type ChildRow = { id: string } & Record<string, unknown>

/** What an act changes besides state, version and clocks, which the engine moves. */
export type Effect = {
  set?: Partial<Omit<ProblemRow, 'county_id' | 'id' | 'state' | 'version' | 'round' | 'clocks' | 'acted'>>
  insert?: Partial<Record<ChildTable, ChildRow[]>>
  update?: { table: ChildTable; id: string; set: Record<string, unknown> }[]
  /** Words said with the act that have no column of their own; kept with the entry, erasable. */
  words?: Record<string, unknown>
  fixed?: Partial<Record<ClockKind, Date>>
  moved?: Partial<Record<ClockKind, Clock>>
}

export type Act<A extends ProblemAct> = {
  /** Parts of the problem it reads besides those its preconditions read. */
  reads?: readonly Part[]
  /** An organisation it has to know about. */
  organization?: (body: ActBody<A>, parts: Parts) => string | undefined
  /** The person it names as the second checker. */
  companion?: (body: ActBody<A>) => string
  decide: (body: ActBody<A>, situation: Situation) => Decision<Effect>
}

export const changes = (effect: Effect = {}): Decision<Effect> => decided(effect)

export const wrong = (path: string, reason: string, detail?: string): Decision<never> =>
  refuse({ code: 'invalid', issues: [{ path, reason, ...(detail === undefined ? {} : { detail }) }] })

/** Undefined when the code stands in the county's dictionary of today. */
export function unknownCode(situation: Situation, key: string, value: string | undefined, path: string) {
  if (value === undefined) return undefined
  const known = dictionary(situation.rules, key, situation.today).some((entry) => entry.code === value)
  return known ? undefined : wrong(path, 'not_in_dictionary', value)
}

/** Undefined when this person may be named to lead today: is here, and belongs to whom the problem concerns. */
export function noLeader({ parts, today }: Situation, personId: string, path: string) {
  const may = parts.candidates.some(
    (c) => c.person_id === personId && c.valid_from <= today && (c.valid_to === null || c.valid_to > today),
  )
  return may ? undefined : wrong(path, 'not_a_leader')
}

/**
 * A day on which something happened: not after today, not before the problem was fed back, and not before the moment
 * it has to follow, if any: what was seen before closing proves nothing about after it.
 */
export function wrongDay(situation: Situation, day: string, path: string, since?: Date | string | null) {
  if (day > situation.today) return wrong(path, 'in_future', situation.today)
  if (day < situation.row.feedback_on) return wrong(path, 'before_feedback', situation.row.feedback_on)
  const first = since ? localDate(situation.calendar, new Date(since)) : day
  return day < first ? wrong(path, 'too_early', first) : undefined
}

/** Takes back what an earlier plan of this round said; the rows stay. */
export const drop = (
  table: 'problem_measures' | 'problem_leaders',
  rows: readonly { id: string; round: number; dropped: boolean }[],
  { row }: Situation,
): NonNullable<Effect['update']> =>
  rows
    .filter(({ round, dropped }) => round === row.round && !dropped)
    .map(({ id }) => ({ table, id, set: { dropped: true } }))

/** What closing does to the row: nothing closed is watched any more (挂牌督办, S2-15); that it was stays in the history. */
export const closed = ({ row, now }: Situation) => ({
  closed_at: now,
  ...(row.listed ? { listed: false } : {}),
})

/** A new round has neither plan nor outcome yet; those of the round before stay in the history. */
export const unplanned = {
  ...{ goal: null, root_cause: null, planned_on: null },
  ...{ closure_kind: null, completion: null, remaining: null },
}

/** What every child row carries. */
export const childBase = ({ row, newId }: Situation) => ({
  county_id: row.county_id,
  id: newId(),
  problem_id: row.id,
  round: row.round,
})

export const enteredBy = ({ now, personId }: Situation) => ({
  entered_at: now.toISOString(),
  person_id: personId,
})
