import { type Actor, scopeOf } from '#features/accounts/index.ts'
import { inScope, recordSecretReading } from '#features/problems/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { sendFile } from '#platform/files/index.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { World } from '#platform/world.ts'
import type { ActOnPublication } from './acts/index.ts'
import {
  type Acted,
  actEndpoints,
  getPublication,
  getPublicationPicture,
  getPublicationProof,
  getPublicationWork,
  listPublications as listEndpoint,
  type OfferedAct,
} from './api.ts'
import { performBegin, performRevise } from './begin.ts'
import type { Deps } from './deps.ts'
import { performAct } from './perform.ts'
import { detailOf, findDetail } from './read/detail.ts'
import { lineOf } from './read/line.ts'
import { listPublications } from './read/list.ts'
import { listWork } from './read/work.ts'
import type { ActBody } from './schema.ts'
import { findPublication, type Loaded } from './store.ts'

export type RouteDeps = Deps & {
  /** What a boundary rule of the county says about a text, if one is hit. */
  adviceOn: (world: World, text: string) => string | null
}

/** Publicity's HTTP: parse (done), ask policy, decide, store, answer; nothing else. */
export function publicityRoutes(route: Route<Actor>, deps: RouteDeps): void {
  readRoutes(route, deps)
  fileRoutes(route, deps)
  for (const act of Object.keys(actEndpoints) as OfferedAct[]) actRoute(route, deps, act)
}

function actRoute(route: Route<Actor>, deps: RouteDeps, act: OfferedAct): void {
  // One handler for all acts: which schema checked the body is known by its endpoint, not by this function's type.
  route(actEndpoints[act] as Endpoint, async ({ params, body }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    const { id = '' } = (params ?? {}) as { id?: string }
    try {
      const acted = await performed(deps, world, actor, act, id, body)
      await recordReadingThrough(deps, actor, acted.id, now)
      return acted
    } catch (error) {
      if (act === 'begin') throw error
      // Why an act is refused tells of its state: only whoever may see the publication is told.
      if (error instanceof Refused && !(await maySee(deps, actor, id)))
        throw new Refused({ code: 'not_found' })
      throw error
    }
  })
}

function performed(
  deps: RouteDeps,
  world: World,
  actor: Actor,
  act: OfferedAct,
  id: string,
  body: unknown,
): Promise<Acted> {
  if (act === 'begin') return performBegin(deps, world, actor, body as ActBody<'begin'>)
  if (act === 'revise') return performRevise(deps, world, actor, id, body as ActBody<'revise'>)
  return performAct(deps, world, actor, act as ActOnPublication, id, body as never)
}

/** Whoever handles or reads what was drafted from a 工作秘密 has read it: it stands in the history of the problem. */
async function recordReadingThrough(
  deps: RouteDeps,
  actor: Actor,
  publication: string | Loaded,
  now: Date,
): Promise<void> {
  const loaded =
    typeof publication === 'string'
      ? await deps.database.read(actor.countyId, (tx) => findPublication(tx, actor.countyId, publication))
      : publication
  if (loaded?.row.problem_id) await recordSecretReading(deps, actor, loaded.row.problem_id, now)
}

const maySee = ({ database }: Deps, actor: Actor, id: string): Promise<boolean> =>
  database.read(actor.countyId, async (tx) => (await findSeen(tx, actor, id)) !== undefined)

/** The publication, if it lies in the reader's scope. */
async function findSeen(tx: Tx, actor: Actor, id: string): Promise<Loaded | undefined> {
  const found = await findPublication(tx, actor.countyId, id)
  return found && inScope(scopeOf(actor), found.row) ? found : undefined
}

function readRoutes(route: Route<Actor>, deps: RouteDeps): void {
  const { database, directory } = deps

  route(listEndpoint, async ({ query }, { actor, countyId }) => {
    const page = await database.read(countyId, (tx) =>
      listPublications(tx, countyId, scopeOf(actor), query, { after: query.after, limit: query.limit }),
    )
    const places = await directory.organizations(countyId)
    return { ...page, rows: page.rows.map((row) => lineOf(row, places)) }
  })

  route(getPublicationWork, async (_asked, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    const rows = await database.readOnce(countyId, (tx) => listWork(tx, actor, world))
    const places = await directory.organizations(countyId)
    return {
      rows: rows.map((row) => ({
        ...lineOf(row, places),
        ...{ asks: row.asks, comments: row.comments, group: row.group },
      })),
    }
  })

  route(getPublication, async ({ params }, { actor, countyId, now }) => {
    const found = await database.read(countyId, async (tx) => {
      const seen = await findSeen(tx, actor, params.id)
      return seen && findDetail(tx, seen)
    })
    if (!found) throw new Refused({ code: 'not_found' })
    await recordReadingThrough(deps, actor, found.loaded, now)
    const world = await deps.worlds.of(countyId, now)
    return detailOf(found, actor, directory, (words) => deps.adviceOn(world, words))
  })
}

function fileRoutes(route: Route<Actor>, deps: RouteDeps): void {
  const { database, files } = deps
  route(getPublicationPicture, async ({ params }, { actor, countyId, now, reply }) => {
    const seen = await database.read(countyId, (tx) => findSeen(tx, actor, params.id))
    const picture = seen?.parts.pictures.find((p) => p.sha256 === params.sha256)
    if (!seen || !picture) throw new Refused({ code: 'not_found' })
    await recordReadingThrough(deps, actor, seen, now)
    const { sha256, mime, size } = picture
    await sendFile(reply, files, countyId, { sha256, mime, size, fileName: sha256 })
    return ANSWERED
  })

  route(getPublicationProof, async ({ params }, { actor, countyId, now, reply }) => {
    const found = await database.read(countyId, async (tx) => {
      const seen = await findSeen(tx, actor, params.id)
      return { seen, proof: seen && (await findProof(tx, countyId, params.id, params.sha256)) }
    })
    const { seen, proof } = found
    if (!seen || !proof) throw new Refused({ code: 'not_found' })
    await recordReadingThrough(deps, actor, seen, now)
    await sendFile(reply, files, countyId, { ...proof, fileName: proof.file_name ?? proof.sha256 })
    return ANSWERED
  })
}

const findProof = (tx: Tx, countyId: number, publicationId: string, sha256: string) =>
  tx
    .selectFrom('publication_channels as c')
    .innerJoin('files as f', (join) =>
      join.onRef('f.county_id', '=', 'c.county_id').onRef('f.sha256', '=', 'c.sha256'),
    )
    .select(['f.sha256', 'f.size', 'f.mime', 'c.file_name'])
    .where('c.county_id', '=', countyId)
    .where('c.publication_id', '=', publicationId)
    .where('c.sha256', '=', sha256)
    .executeTakeFirst()
