import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { Places } from './generate.ts'

/** What may be told of the appeals of a month, as their feature gives it: names as text, small counts left out already. */

/** Null: not told by itself, so that no count under five can be worked out. */
export type Told = number | null
export type ToldCounts = Record<'received' | 'closed' | 'running', Told>
export type ToldRow = { name: string; counts: ToldCounts }
export type ToldRate = {
  numerator: number
  denominator: number
  excluded: Told
  /** Why, for the whole county. */
  reasons: readonly { label: string; n: Told }[]
  unrated: Told
}

export type AppealMonth = {
  /** Day of the county as of which it was frozen. */
  asOf: string
  counts: ToldCounts
  places: readonly ToldRow[]
  fields: readonly ToldRow[]
  rates: Record<'response' | 'solution' | 'satisfaction', ToldRate | null>
  /** Of the whole county; null: fewer than five, or of a township. */
  suspendedCount: Told
  /** By what five or more have alike; days of review in order. */
  suspended: readonly { place: string | null; field: string | null; n: number; reviews: readonly string[] }[]
  solved: readonly { field: string | null; title: string; answer: string }[]
  /** Organisations with appeals past their limit, in the order of their names. */
  overdue: readonly string[]
}

/** Who is named in the words of a month's appeals: people to be hidden, and whoever speaks there for an office. */
export type AppealNames = {
  people: readonly string[]
  officials: readonly { name: string; titles: readonly string[] }[]
}

type Asked = { countyId: number; world: World; month: string; townshipId: string | null; places: Places }

export type AppealMonths = {
  /** Undefined: the figures of this month are not frozen. */
  told: (tx: Tx, asked: Asked) => Promise<AppealMonth | undefined>
  names: (tx: Tx, asked: Asked) => Promise<AppealNames>
}
