import type { Calendar } from '#platform/calendar/index.ts'
import { type Decision, decided, refuse } from '#platform/refusal.ts'
import { dictionary, type RuleBook } from '#platform/rules/index.ts'
import type { Content, PublishedBody } from '../content.ts'
import type { ClockKind, PublicationAct } from '../lifecycle.ts'
import type { Masker } from '../masks.ts'
import type { ChildTable, Parts, PublicationRow } from '../row.ts'
import type { ActBody } from '../schema.ts'

/** Everything an act may look at. Time, ids, fresh data and the masking engine come in from outside. */
export type Situation = {
  row: PublicationRow
  parts: Parts
  personId: string | null
  now: Date
  /** The county's local day, YYYY-MM-DD. */
  today: string
  calendar: Calendar
  rules: RuleBook
  newId: () => string
  /** Only for the acts that ask (`masks` below). */
  mask: Masker | undefined
  /** The text as the data gives it now; only for the acts that ask (`fresh` below). */
  fresh: Content | undefined
  /** Stripped copies of the pictures the act names, ready to be looked at. */
  pictures: readonly Picture[]
  /** Names as text, for what is published. */
  names: { organization: string; township: string | null }
}

/** A picture of the evidence without its metadata. */
export type Picture = { evidenceId: string; sha256: string; mime: string; size: number; caption: string }

export type ChildRow = { id: string } & Record<string, unknown>

/** What an act changes besides state, version and clocks, which the engine moves. */
export type Effect = {
  set?: Partial<Pick<PublicationRow, 'title' | 'generated' | 'content' | 'masks' | 'days'>> & {
    publish_from?: string
    publish_until?: string
    organization_id?: string
    township_id?: string | null
    withdrawn_at?: Date
    withdrawn_kind?: 'ended' | 'early' | 'replaced'
  }
  insert?: Partial<Record<ChildTable, ChildRow[]>>
  update?: { table: ChildTable; id: string; set: Record<string, unknown> }[]
  /** Words said with the act that have no column of their own; kept with the entry, erasable. */
  words?: Record<string, unknown>
  fixed?: Partial<Record<ClockKind, Date>>
  /** What is published from now on, and until which moment. */
  release?: { body: PublishedBody; until: Date }
  /** What was withheld, or no longer is: the public count changes. */
  recount?: true
  /** What was published goes, and only its hash stays. */
  erase?: true
  /** A comment with its answer that everybody may read from now on. */
  reply?: { id: string; words: string; left_on: string; answer: string; answered_on: string }
}

export type Act<A extends PublicationAct> = {
  /** Needs the text as the data gives it now. */
  fresh?: true
  /** Needs to know whose names are to be hidden. */
  masks?: true
  /** The evidence whose pictures it needs. */
  pictures?: (body: ActBody<A>) => readonly string[]
  decide: (body: ActBody<A>, situation: Situation) => Decision<Effect>
}

export const changes = (effect: Effect = {}): Decision<Effect> => decided(effect)

export const wrong = (path: string, reason: string, detail?: string): Decision<never> =>
  refuse({ code: 'invalid', issues: [{ path, reason, ...(detail === undefined ? {} : { detail }) }] })

/** Undefined when the code stands in the county's dictionary of today. */
export function unknownCode({ rules, today }: Situation, key: string, value: string, path: string) {
  const known = dictionary(rules, `publicity.${key}`, today).some((entry) => entry.code === value)
  return known ? undefined : wrong(path, 'not_in_dictionary', value)
}

export function maskOf({ mask }: Situation): Masker {
  if (!mask) throw new Error('an act that hides names has to say so')
  return mask
}

/** What every child row carries. */
export const childBase = ({ row, newId }: Situation) => ({
  county_id: row.county_id,
  id: newId(),
  publication_id: row.id,
})
