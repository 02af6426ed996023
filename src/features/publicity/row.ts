import type { Selectable } from 'kysely'
import type { Clock } from '#platform/clock/index.ts'
import type { Acted } from '#platform/lifecycle/step.ts'
import type { DB } from '../../../db/schema.gen.ts'
import type { Content, PublishedBody } from './content.ts'
import type { PublicationState } from './lifecycle.ts'
import type { Masks } from './masks.ts'
import type { Audience, Kind } from './schema.ts'

/** The publication as the database keeps it, with its JSON typed. Types only: nothing is imported at run time. */
type Columns = Omit<
  Selectable<DB['publications']>,
  'state' | 'clocks' | 'acted' | 'kind' | 'audience' | 'generated' | 'content' | 'masks'
>
export type PublicationRow = Columns & {
  state: PublicationState
  clocks: Record<string, Clock>
  acted: Acted
  kind: Kind
  audience: Audience
  generated: Content
  content: Content
  /** The text they were made for, so that what has changed since is looked at anew. */
  masks: Masks & { of?: Content }
}

/** A child row as it comes out of json_agg: instants are text. */
type AsJson<T> = {
  [K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K]
}
type Child<T extends keyof DB> = AsJson<Selectable<DB[T]>>

export type Parts = {
  pictures: Child<'publication_pictures'>[]
  withheld: Child<'withheld'>[]
  /** Whether what was published is still kept as text, or only by its hash; null: nothing was. */
  release: 'kept' | 'erased' | null
  /** Those that wait for somebody. */
  comments: Child<'publication_comments'>[]
  /** Of a correction: the issue it corrects, as it was frozen. */
  former: Former | null
}

/** `body` null: erased since. `stands`: whoever wants to can read it beside the correction. */
export type Former = { number: string; edition: number; body: PublishedBody | null; stands: boolean }

export type ChildTable = 'publication_pictures' | 'withheld' | 'publication_channels' | 'publication_comments'
