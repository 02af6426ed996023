import type { Selectable } from 'kysely'
import type { Clock } from '#platform/clock/index.ts'
import type { Acted } from '#platform/lifecycle/step.ts'
import type { DB } from '../../../db/schema.gen.ts'
import type { AppealState } from './lifecycle.ts'
import type { ActBody } from './schema.ts'

type Classified = ActBody<'classify'>
type Intake = ActBody<'register'>

/** The appeal as the database keeps it, with the engine's columns typed. Types only: nothing is imported at run time. */
type Columns = Omit<
  Selectable<DB['appeals']>,
  'state' | 'clocks' | 'acted' | 'track' | 'nature' | 'urgency' | 'openness'
>
export type AppealRow = Columns & {
  state: AppealState
  clocks: Record<string, Clock>
  acted: Acted
  track: Classified['track']
  nature: Classified['nature'] | null
  urgency: Classified['urgency']
  openness: Intake['openness']
}

/** A child row as it comes out of json_agg: instants are text. */
type AsJson<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K]
}
type Child<T extends keyof DB> = AsJson<Selectable<DB[T]>>

export type Parts = {
  assignments: Child<'appeal_assignments'>[]
  contacts: Child<'appeal_contacts'>[]
  progress: Child<'appeal_progress'>[]
  evidence: Child<'appeal_evidence'>[]
  requests: Child<'appeal_requests'>[]
  answers: Child<'appeal_answers'>[]
  callbacks: Child<'appeal_callbacks'>[]
  messages: Child<'appeal_messages'>[]
  orders: Child<'appeal_orders'>[]
  /** Appeals that were joined into this one. */
  joined: { id: string }[]
}
export type Part = keyof Parts

/** Which table holds which part. */
export const partTables = {
  assignments: 'appeal_assignments',
  contacts: 'appeal_contacts',
  progress: 'appeal_progress',
  evidence: 'appeal_evidence',
  requests: 'appeal_requests',
  answers: 'appeal_answers',
  callbacks: 'appeal_callbacks',
  messages: 'appeal_messages',
  orders: 'appeal_orders',
} as const satisfies Record<Exclude<Part, 'joined'>, keyof DB>

/** Every part, for whoever looks at all that hangs on an appeal. */
export const allParts: readonly Part[] = [
  ...(Object.keys(partTables) as (keyof typeof partTables)[]),
  'joined',
]

export type ChildTable = (typeof partTables)[keyof typeof partTables] | 'appeal_classes'

export const noParts: Parts = {
  assignments: [],
  contacts: [],
  progress: [],
  evidence: [],
  requests: [],
  answers: [],
  callbacks: [],
  messages: [],
  orders: [],
  joined: [],
}
