import { timer } from '#features/accounts/index.ts'
import type { Merger } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from './deps.ts'
import { actIn } from './perform.ts'
import { openStates } from './read/overview.ts'

/**
 * Moves the problems of a merged organisation to its successor, and those of what stood below it along with it, in
 * the merger's own transaction: deadlines, round and history go on, only the organisation is another.
 */
export async function inheritProblems(
  deps: Pick<Deps, 'jobs'>,
  tx: Tx,
  world: World,
  { countyId, from, into, moved }: Pick<Merger, 'countyId' | 'from' | 'into' | 'moved'>,
): Promise<number> {
  const rows = await tx
    .selectFrom('problems')
    .select(['id', 'version', 'organization_id'])
    .where('county_id', '=', countyId)
    .where('organization_id', 'in', [from.id, ...moved])
    .orderBy('id')
    .execute()
  for (const { id, version, organization_id } of rows) {
    const heir = organization_id === from.id ? into : { ...into, id: organization_id, parent_id: into.id }
    const body = { commandId: newId(), version, organizationId: heir.id, superiorId: superiorOf(heir) }
    await actIn(deps, tx, world, timer(countyId), 'succeed', id, body, hashRequest('succeed', id, body))
  }
  return rows.length
}

/** Who supervises an organisation: a village's township, the county for everybody else (domain.md). */
const superiorOf = ({ id, township_id, parent_id }: Merger['into']): string =>
  township_id !== null && township_id !== id ? township_id : (parent_id ?? id)

/** Whether an organisation still has to answer for something; it may not be closed then. */
export async function hasOpenProblems(tx: Tx, countyId: number, organizationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('problems')
    .select('id')
    .where('county_id', '=', countyId)
    .where('organization_id', '=', organizationId)
    .where('state', 'in', openStates)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
