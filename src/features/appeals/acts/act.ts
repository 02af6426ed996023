import type { Calendar } from '#platform/calendar/index.ts'
import type { Clock } from '#platform/clock/index.ts'
import { type Decision, decided, refuse } from '#platform/refusal.ts'
import { dictionary, type RuleBook } from '#platform/rules/index.ts'
import type { AppealAct, ClockKind, Party } from '../lifecycle.ts'
import type { AppealRow, ChildTable, Part, Parts } from '../row.ts'
import type { ActBody } from '../schema.ts'

/** Everything an act may look at. Time and ids come in from outside: an act decides, it touches nothing. */
export type Situation = {
  row: AppealRow
  parts: Parts
  personId: string | null
  parties: ReadonlySet<Party>
  now: Date
  /** The county's local day, YYYY-MM-DD. */
  today: string
  calendar: Calendar
  rules: RuleBook
  newId: () => string
  /** The organisations the act names (`organizations` below), as they are today. */
  organizations: ReadonlyMap<string, Organization>
  /** The appeal that this one is joined into, as it is today. */
  main: MainAppeal | undefined
  /** Of the leader named: that they hold a post above the place. */
  leads: boolean
  /** The problem named. */
  problemId: string | undefined
}

export type Organization = { id: string; kind: string; township_id: string | null; status: string }
export type MainAppeal = Pick<
  AppealRow,
  'id' | 'state' | 'version' | 'clocks' | 'acted' | 'place_id' | 'township_id' | 'main_id'
>

export type ChildRow = { id: string } & Record<string, unknown>

/** What an act changes besides state, version and clocks, which the engine moves. */
export type Effect = {
  set?: Partial<Omit<AppealRow, 'county_id' | 'id' | 'state' | 'version' | 'round' | 'clocks' | 'acted'>>
  insert?: Partial<Record<ChildTable, ChildRow[]>>
  update?: { table: ChildTable; id: string; set: Record<string, unknown> }[]
  /** Words said with the act that have no column of their own; kept with the entry, erasable. */
  words?: Record<string, unknown>
  fixed?: Partial<Record<ClockKind, Date>>
  moved?: Partial<Record<ClockKind, Clock>>
  /** Its content goes to the discipline office, sealed, and from here (domain.md 2.7). */
  divert?: { kindCode: string }
  /** It was joined into another, which hears of it in the same transaction. */
  onMain?: 'hearJoined'
}

export type Act<A extends AppealAct> = {
  /** Parts of the appeal it reads besides those its preconditions read. */
  reads?: readonly Part[]
  /** Organisations it has to know about. */
  organizations?: (body: ActBody<A>, row: AppealRow) => readonly string[]
  /** The appeal it names, or is a part of. */
  main?: (body: ActBody<A>, row: AppealRow) => string | undefined
  /** The problem it names, by number. */
  problem?: (body: ActBody<A>) => string
  /** The leader it names. */
  leader?: (body: ActBody<A>) => string
  decide: (body: ActBody<A>, situation: Situation) => Decision<Effect>
}

export const changes = (effect: Effect = {}): Decision<Effect> => decided(effect)

export const wrong = (path: string, reason: string, detail?: string): Decision<never> =>
  refuse({ code: 'invalid', issues: [{ path, reason, ...(detail === undefined ? {} : { detail }) }] })

/** Undefined when the code stands in the county's dictionary of today. */
export function unknownCode(
  { rules, today }: Pick<Situation, 'rules' | 'today'>,
  key: string,
  value: string | undefined,
  path: string,
) {
  if (value === undefined) return undefined
  const known = dictionary(rules, `appeal.${key}`, today).some((entry) => entry.code === value)
  return known ? undefined : wrong(path, 'not_in_dictionary', value)
}

/** A day on which something happened for this appeal: not after today, not before it was received. */
export function wrongDay({ row, today }: Situation, day: string, path: string) {
  if (day > today) return wrong(path, 'in_future', today)
  return day < row.received_on ? wrong(path, 'too_early', row.received_on) : undefined
}

/** A moment somebody gives: not ahead of now, not before it was dispatched. */
export function wrongMoment({ row, now }: Situation, at: string | undefined, path: string) {
  if (at === undefined) return undefined
  if (new Date(at) > now) return wrong(path, 'in_future', now.toISOString())
  const since = row.dispatched_at
  return since && new Date(at) < since ? wrong(path, 'too_early', since.toISOString()) : undefined
}

/** What every child row carries. */
export const childBase = ({ row, newId }: Situation) => ({
  county_id: row.county_id,
  id: newId(),
  appeal_id: row.id,
  round: row.round,
})

export const enteredBy = ({ now, personId }: Situation) => ({
  entered_at: now.toISOString(),
  person_id: personId,
})

/** By whom and when, for rows that name no round. */
export const saidBy = ({ row, newId, now, personId }: Situation) => ({
  ...{ county_id: row.county_id, id: newId(), appeal_id: row.id },
  ...{ at: now.toISOString(), person_id: personId },
})

/** What it was joined into, where it was: whose end it hangs on, and what its page shows. */
export const itsMain = (_body: unknown, { main_id }: AppealRow): string | undefined => main_id ?? undefined

/** Whom the resident hears: one side of the dialogue. */
export const sideOf = ({ parties }: Situation): 'resident' | 'registrar' | 'handler' =>
  parties.has('resident') ? 'resident' : parties.has('registrar') ? 'registrar' : 'handler'
