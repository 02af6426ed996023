import { sql } from 'kysely'
import { timer } from '#features/accounts/index.ts'
import type { Business, Merger } from '#features/organizations/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { hashRequest } from '#platform/history/replay.ts'
import { newId } from '#platform/ids.ts'
import type { World } from '#platform/world.ts'
import type { Deps } from './deps.ts'
import { publicationLifecycle } from './lifecycle.ts'
import { actIn } from './perform.ts'

/**
 * Publicity's side of what is done to organisations as a whole: whoever answers now drafts, answers comments and looks
 * again at what is withheld. What stands in public keeps its words and its names until its period ends.
 */
export const publicationSuccession: Business = {
  merged: (tx, world, { countyId, from, into, moved }) =>
    passOn(tx, world, countyId, [placeOf(into, from.id), ...moved.map((id) => below(into, id))]),
  async divided(tx, world, { countyId, from, into, moved }) {
    const along = await passOn(
      tx,
      world,
      countyId,
      moved.map((id) => below(into, id)),
    )
    const named = await followProblems(tx, world, countyId, from.id)
    return { publications: (along.publications ?? 0) + named }
  },
  moved: (tx, world, { countyId, moved }) => passOn(tx, world, countyId, [placeOf(moved, moved.id)]),
  // What is published of a problem goes where the problem goes; nothing else is divided.
  listOpen: async () => [],
  listUnfinished: async (tx, countyId, id) =>
    (await hasUnfinished(tx, countyId, id)) ? ['noOpenPublications'] : [],
}

/** From which organisation to which, in which township. */
type Passing = { from: string; organizationId: string; townshipId: string | null }
type Heir = Pick<Merger['into'], 'id' | 'township_id'>

const placeOf = ({ id, township_id }: Heir, from: string): Passing => ({
  ...{ from, organizationId: id, townshipId: township_id },
})
/** What stands below the successor from now on stays itself, in the successor's township. */
const below = ({ township_id }: Heir, id: string): Passing => ({
  ...{ from: id, organizationId: id, townshipId: township_id },
})

async function passOn(tx: Tx, world: World, countyId: number, places: readonly Passing[]) {
  let publications = 0
  for (const { from, ...to } of places) {
    const rows = await tx
      .selectFrom('publications')
      .select(['id', 'version'])
      .where('county_id', '=', countyId)
      .where('organization_id', '=', from)
      .orderBy('id')
      .execute()
    for (const row of rows) await succeed(tx, world, countyId, { ...row, ...to })
    publications += rows.length
  }
  return { publications }
}

/** Publications of problems that another organisation answers for by now. */
async function followProblems(tx: Tx, world: World, countyId: number, from: string): Promise<number> {
  const { rows } = await sql<{ id: string; version: number; organizationId: string; townshipId: string }>`
    SELECT p.id, p.version, q.organization_id AS "organizationId", q.township_id AS "townshipId"
    FROM publications p JOIN problems q ON q.county_id = p.county_id AND q.id = p.problem_id
    WHERE p.county_id = ${countyId} AND p.organization_id = ${from} AND q.organization_id <> p.organization_id
    ORDER BY p.id`.execute(tx)
  for (const row of rows) await succeed(tx, world, countyId, row)
  return rows.length
}

/** Succession changes nothing that stands in public, reads no file and starts no timer. */
const nothingElse: Pick<Deps, 'jobs' | 'files' | 'appealMonths'> = {
  appealMonths: {
    told: () => Promise.reject(new Error('succession drafts nothing')),
    names: () => Promise.reject(new Error('succession masks nothing')),
  },
  jobs: { sendIn: () => Promise.reject(new Error('succession starts no timer')) },
  get files(): never {
    throw new Error('succession opens no file')
  },
}

async function succeed(
  tx: Tx,
  world: World,
  countyId: number,
  { id, version, ...to }: { id: string; version: number; organizationId: string; townshipId: string | null },
): Promise<void> {
  const body = { commandId: newId(), version, ...to }
  const hash = hashRequest('succeed', id, body)
  await actIn(nothingElse, tx, world, timer(countyId), new Map(), 'succeed', id, body, hash)
}

const unfinished = Object.entries(publicationLifecycle.states)
  .filter(([, { ends }]) => !ends)
  .map(([state]) => state)

async function hasUnfinished(tx: Tx, countyId: number, organizationId: string): Promise<boolean> {
  const found = await tx
    .selectFrom('publications')
    .select('id')
    .where('county_id', '=', countyId)
    .where('organization_id', '=', organizationId)
    .where('state', 'in', unfinished)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}
