import type { Tx } from '#platform/database/transaction.ts'
import type { World } from '#platform/world.ts'
import type { Merger } from './merging.ts'
import type { Move } from './moving.ts'
import type { Split } from './splitting.ts'

/**
 * What organisations answer for, as this feature knows it: something that is open, and goes along. Handed in, for
 * whoever keeps the business uses organisations, and not the other way round. Everything runs in the transaction of
 * the act; numbers that come back say how many went along.
 */
export type Business = {
  merged(tx: Tx, world: World, merger: Merger): Promise<number>
  /** `numbers`: what of the old organisation's own was named to go to the new one. */
  divided(tx: Tx, world: World, split: Split, numbers: readonly string[]): Promise<number>
  moved(tx: Tx, world: World, move: Move): Promise<number>
  /** Numbers of what is open; nothing else of it is told here. */
  listOpen(tx: Tx, countyId: number, organizationId: string): Promise<string[]>
  hasOpen(tx: Tx, countyId: number, organizationId: string): Promise<boolean>
}
