import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { Merger } from './merging.ts'
import type { Move } from './moving.ts'
import type { Split } from './splitting.ts'

/** How many of what went along. */
export type Along = { problems?: number; publications?: number; appeals?: number; campaigns?: number }

/** What an organisation may not be closed with. */
export type Unfinished = 'noOpenProblems' | 'noOpenPublications' | 'noOpenAppeals' | 'noOpenCampaigns'

/**
 * What organisations answer for, as this feature knows it: something that is open, and goes along. Handed in, for
 * whoever keeps the business uses organisations, and not the other way round. Everything runs in the transaction of
 * the act.
 */
export type Business = {
  merged(tx: Tx, world: World, merger: Merger): Promise<Along>
  /** `numbers`: which open problems of the old organisation's own were named to go to the new one. */
  divided(tx: Tx, world: World, split: Split, numbers: readonly string[]): Promise<Along>
  moved(tx: Tx, world: World, move: Move): Promise<Along>
  /** Numbers of what is open and may be named when it is split; nothing else of it is told here. */
  listOpen(tx: Tx, countyId: number, organizationId: string): Promise<string[]>
  listUnfinished(tx: Tx, countyId: number, organizationId: string): Promise<Unfinished[]>
}

/** Several kinds of business as one: what follows another comes after it. */
export function together(parts: readonly Business[]): Business {
  const each = async (does: (part: Business) => Promise<Along>): Promise<Along> => {
    let along: Along = {}
    for (const part of parts) along = { ...along, ...(await does(part)) }
    return along
  }
  const all = async <T>(lists: (part: Business) => Promise<T[]>): Promise<T[]> => {
    const found: T[] = []
    for (const part of parts) found.push(...(await lists(part)))
    return found
  }
  return {
    merged: (tx, world, merger) => each((part) => part.merged(tx, world, merger)),
    divided: (tx, world, split, numbers) => each((part) => part.divided(tx, world, split, numbers)),
    moved: (tx, world, move) => each((part) => part.moved(tx, world, move)),
    listOpen: (tx, countyId, id) => all((part) => part.listOpen(tx, countyId, id)),
    listUnfinished: (tx, countyId, id) => all((part) => part.listUnfinished(tx, countyId, id)),
  }
}
