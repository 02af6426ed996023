import { type By, lockCase } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { Along, Business } from './business.ts'
import { closeOrganization, mergeOrganization } from './merging.ts'
import { moveOrganization } from './moving.ts'
import { renameOrganization } from './organization-acts.ts'
import { splitOrganization } from './splitting.ts'
import { findOrganization } from './store.ts'

/** An act on an organisation with what it needs; the same for the desk and the command line. */
export type Reorganizing =
  | { act: 'rename'; name: string; shortName?: string | undefined }
  | { act: 'merge'; into: string }
  | {
      act: 'split'
      into: { code: string; name: string; shortName?: string | undefined }
      below: readonly string[]
      /** Numbers of open problems. */
      problems: readonly string[]
    }
  | { act: 'move'; to: string }
  | { act: 'close' }

export type Reorganized = {
  id: string
  problemsMoved: number
  publicationsMoved: number
  appealsMoved: number
  campaignsMoved: number
}

export const reorganized = (
  id: string,
  { problems = 0, publications = 0, appeals = 0, campaigns = 0 }: Along = {},
): Reorganized => ({
  ...{ id, problemsMoved: problems, publicationsMoved: publications, appealsMoved: appeals },
  campaignsMoved: campaigns,
})

export type Order = {
  id: string
  /** As the sender saw it; left out by whoever looks at no screen. */
  version?: number
  by: By
  world: World
  business: Business
}

/**
 * Does it, with everything that goes along, in the transaction that is handed in.
 * @returns the organisation it leads to: the successor, the new one, otherwise the same
 * @throws Refused as each act says; `stale_version`
 */
export async function reorganize(
  tx: Tx,
  countyId: number,
  { id, version, by, world, business }: Order,
  asked: Reorganizing,
): Promise<Reorganized> {
  const { now } = world
  await mustBeAt(tx, countyId, id, version)
  let along: Along = {}
  switch (asked.act) {
    case 'rename':
      // A short name that nobody said otherwise follows the name.
      await renameOrganization(
        tx,
        countyId,
        id,
        { ...asked, shortName: asked.shortName ?? asked.name },
        by,
        now,
      )
      return reorganized(id, along)
    case 'merge':
      await mergeOrganization(tx, countyId, {
        ...{ from: id, into: asked.into, by, now },
        onMerged: async (inner, merger) => {
          along = await business.merged(inner, world, merger)
        },
      })
      return reorganized(asked.into, along)
    case 'split': {
      const made = await splitOrganization(tx, countyId, {
        ...{ from: id, into: asked.into, below: asked.below, by, now },
        onSplit: async (inner, split) => {
          along = await business.divided(inner, world, split, asked.problems)
        },
      })
      return reorganized(made, along)
    }
    case 'move':
      await moveOrganization(tx, countyId, {
        ...{ id, to: asked.to, by, now },
        onMoved: async (inner, move) => {
          along = await business.moved(inner, world, move)
        },
      })
      return reorganized(id, along)
    case 'close':
      await closeOrganization(tx, countyId, id, { by, now, listUnfinished: business.listUnfinished })
      return reorganized(id, along)
  }
}

async function mustBeAt(tx: Tx, countyId: number, id: string, version: number | undefined): Promise<void> {
  await lockCase(tx, countyId, id)
  const row = await findOrganization(tx, countyId, id)
  if (!row) throw new Refused({ code: 'not_found' })
  if (version !== undefined && version !== row.version)
    throw new Refused({ code: 'stale_version', seen: version, now: row.version })
}
