import { timer } from '#features/accounts/index.ts'
import type { Business, Merger, Move, Split } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from './deps.ts'
import { actIn } from './perform.ts'
import { openStates } from './read/overview.ts'

/** The ledger's side of what is done to organisations as a whole. Succession starts no timer, so it sends no job. */
export const succession: Business = {
  merged: async (tx, world, merger) => ({ problems: await inheritProblems(tx, world, merger) }),
  divided: async (tx, world, split, numbers) => ({
    problems: await divideProblems(tx, world, split, numbers),
  }),
  moved: async (tx, world, move) => ({ problems: await followMove(tx, world, move) }),
  listOpen: async (tx, countyId, id) =>
    (await listOpenProblems(tx, countyId, id)).map(({ number }) => number),
  listUnfinished: async (tx, countyId, id) =>
    (await hasOpenProblems(tx, countyId, id)) ? ['noOpenProblems'] : [],
}

type Heir = Pick<Merger['into'], 'id' | 'township_id' | 'parent_id'>
type Passing = { tx: Tx; world: World; countyId: number }

const noJobs: Pick<Deps, 'jobs'> = {
  jobs: { sendIn: () => Promise.reject(new Error('succession starts no timer')) },
}

/**
 * Moves the problems of a merged organisation to its successor, and those of what stood below it along with it, in
 * the merger's own transaction: deadlines, round and history go on, only the organisation is another. What waits for
 * somebody's decision goes on waiting; who decides is whoever stands above the successor, and never the successor.
 */
async function inheritProblems(
  tx: Tx,
  world: World,
  { countyId, from, into, moved }: Pick<Merger, 'countyId' | 'from' | 'into' | 'moved'>,
): Promise<number> {
  const heirs = new Map<string, Heir>([[from.id, into], ...moved.map((id) => [id, below(into, id)] as const)])
  return passOn({ tx, world, countyId }, heirs)
}

/**
 * After a split: of the old organisation only the problems that were named go to the new one, and all problems of what
 * moved below it.
 * @param numbers of open problems of the organisation that was split
 * @throws Refused `invalid` when one of them is no open problem of it
 */
async function divideProblems(
  tx: Tx,
  world: World,
  { countyId, from, into, moved }: Split,
  numbers: readonly string[],
): Promise<number> {
  const passing = { tx, world, countyId }
  const named = await listOpenProblems(tx, countyId, from.id)
  const chosen = named.filter(({ number }) => numbers.includes(number)).map(({ id }) => id)
  const unknown = numbers.filter((number) => !named.some((one) => one.number === number))
  if (unknown.length > 0)
    throw new Refused({
      code: 'invalid',
      issues: unknown.map((number) => ({ path: 'problems', reason: 'unknown_reference', detail: number })),
    })
  const along = await passOn(passing, new Map(moved.map((id) => [id, below(into, id)])))
  return along + (await passOn(passing, new Map([[from.id, into]]), chosen))
}

/** After a move: the same organisation answers, but who stands above it is another. */
function followMove(tx: Tx, world: World, { countyId, moved }: Move): Promise<number> {
  return passOn({ tx, world, countyId }, new Map([[moved.id, moved]]))
}

const below = (into: Heir, id: string): Heir => ({ ...into, id, parent_id: into.id })

async function passOn(
  { tx, world, countyId }: Passing,
  heirs: ReadonlyMap<string, Heir>,
  only?: readonly string[],
): Promise<number> {
  if (heirs.size === 0 || only?.length === 0) return 0
  let query = tx
    .selectFrom('problems')
    .select(['id', 'version', 'organization_id'])
    .where('county_id', '=', countyId)
    .where('organization_id', 'in', [...heirs.keys()])
    .orderBy('id')
  if (only) query = query.where('id', 'in', only)
  const rows = await query.execute()
  for (const { id, version, organization_id } of rows) {
    const heir = heirs.get(organization_id)!
    const body = { commandId: newId(), version, organizationId: heir.id, superiorId: superiorOf(heir) }
    await actIn(noJobs, tx, world, timer(countyId), 'succeed', id, body, hashRequest('succeed', id, body))
  }
  return rows.length
}

/** Who supervises an organisation: a village's township, the county for everybody else (domain.md). */
const superiorOf = ({ id, township_id, parent_id }: Heir): string =>
  township_id !== null && township_id !== id ? township_id : (parent_id ?? id)

/** Whether an organisation still has to answer for something; it may not be closed then. */
async function hasOpenProblems(tx: Tx, countyId: number, organizationId: string): Promise<boolean> {
  return (await listOpenProblems(tx, countyId, organizationId, 1)).length > 0
}

/** What an organisation still answers for, by number. For whoever may not read the business, only the numbers go out. */
function listOpenProblems(tx: Tx, countyId: number, organizationId: string, most = 1_000) {
  return tx
    .selectFrom('problems')
    .select(['id', 'number'])
    .where('county_id', '=', countyId)
    .where('organization_id', '=', organizationId)
    .where('state', 'in', openStates)
    .orderBy('number')
    .limit(most)
    .execute()
}
