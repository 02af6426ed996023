import { sql } from 'kysely'
import { timer } from '#features/accounts/index.ts'
import type { Business, Merger } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { Sealing } from '#platform/sealing/index.ts'
import type { World } from '#platform/world.ts'
import { type AppealState, appealLifecycle } from './lifecycle.ts'
import { actIn } from './perform.ts'
import { actingOn } from './policy.ts'

/**
 * Appeals' side of what is done to organisations as a whole: what was brought up about a place is its successor's, and
 * so is what it handles or helps with.
 */
export const appealSuccession: Business = {
  merged: (tx, world, { countyId, from, into, moved }) =>
    passOn(tx, world, countyId, [
      { fromId: from.id, organizationId: into.id, townshipId: into.township_id },
      ...moved.map((id) => below(into, id)),
    ]),
  divided: (tx, world, { countyId, into, moved }) =>
    passOn(
      tx,
      world,
      countyId,
      moved.map((id) => below(into, id)),
    ),
  moved: (tx, world, { countyId, moved }) => passOn(tx, world, countyId, [below(moved, moved.id)]),
  // Of a place that is divided, what people brought up stays with it; the registrar amends where it belongs.
  listOpen: async () => [],
  listUnfinished: async (tx, countyId, id) =>
    (await hasUnfinished(tx, countyId, id)) ? ['noOpenAppeals'] : [],
}

type Passing = { fromId: string; organizationId: string; townshipId: string | null }

/** What stands below the successor from now on stays itself, in the successor's township. */
const below = ({ township_id }: Pick<Merger['into'], 'township_id'>, id: string): Passing => ({
  ...{ fromId: id, organizationId: id, townshipId: township_id },
})

/** What succession cannot pass on: in these states nothing is anybody's any more. */
const passed = (Object.keys(appealLifecycle.table) as AppealState[]).filter(
  (state) => appealLifecycle.table[state].succeed !== undefined,
)

async function passOn(tx: Tx, world: World, countyId: number, places: readonly Passing[]) {
  let appeals = 0
  for (const passing of places) {
    const { fromId } = passing
    const rows = await tx
      .selectFrom('appeals')
      .select(['id', 'version'])
      .where('county_id', '=', countyId)
      .where('state', 'in', passed)
      .where((row) =>
        row.or([
          row('place_id', '=', fromId),
          row('handler_id', '=', fromId),
          sql<boolean>`assistant_ids @> ARRAY[${fromId}]::uuid[]`,
        ]),
      )
      .orderBy('id')
      .execute()
    for (const { id, version } of rows) {
      const actor = timer(countyId)
      const body = { commandId: newId(), version, ...passing }
      const hash = hashRequest('succeed', id, body)
      await actIn(nothingElse, tx, world, actor, (row) => actingOn(actor, row), 'succeed', id, body, hash)
    }
    appeals += rows.length
  }
  return { appeals }
}

/** Succession starts no timer and opens nothing. */
const nothingElse = {
  jobs: { sendIn: () => Promise.reject(new Error('succession starts no timer')) },
  get identities(): Sealing {
    throw new Error('succession opens nothing')
  },
}

const unfinished = Object.entries(appealLifecycle.states)
  .filter(([, { ends }]) => !ends)
  .map(([state]) => state)

async function hasUnfinished(tx: Tx, countyId: number, organizationId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('appeals')
    .select('id')
    .where('county_id', '=', countyId)
    .where('state', 'in', unfinished)
    .where((row) =>
      row.or([
        row('place_id', '=', organizationId),
        row('handler_id', '=', organizationId),
        sql<boolean>`assistant_ids @> ARRAY[${organizationId}]::uuid[]`,
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
