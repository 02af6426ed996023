import { type Actor, scopeOf } from '#features/accounts/index.ts'
import { inScope } from '#features/problems/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { sendMade } from '#platform/files/send-made.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { ActOnCampaign } from './acts.ts'
import * as api from './api.ts'
import { performBegin } from './begin.ts'
import type { Deps } from './deps.ts'
import { codesOf } from './invitations.ts'
import { enterPaper, findSheet } from './papers.ts'
import { performAct } from './perform.ts'
import { mayEnterPapers } from './policy.ts'
import { prepareCsv } from './read/csv.ts'
import { detailOf, findAround } from './read/detail.ts'
import { lineOf } from './read/line.ts'
import { holdersFor, listCampaigns, listChoices, listWork } from './read/list.ts'
import type { ActBody } from './schema.ts'
import { findCampaign, type Loaded } from './store.ts'

/** Evaluation's HTTP: parse (done), ask policy, decide, store, answer; nothing else. */
export function evaluationRoutes(route: Route<Actor>, deps: Deps): void {
  readRoutes(route, deps)
  paperRoutes(route, deps)
  issueRoute(route, deps)
  for (const act of Object.keys(api.actEndpoints) as api.OfferedAct[]) actRoute(route, deps, act)
}

function actRoute(route: Route<Actor>, deps: Deps, act: api.OfferedAct): void {
  // One handler for all acts: which schema checked the body is known by its endpoint, not by this function's type.
  route(api.actEndpoints[act] as Endpoint, async ({ params, body }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    if (act === 'begin') return performBegin(deps, world, actor, body as ActBody<'begin'>)
    const { id = '' } = (params ?? {}) as { id?: string }
    return toldOnlyToSeers(deps, actor, id, () =>
      performAct(deps, world, actor, act as ActOnCampaign, id, body as never),
    )
  })
}

function issueRoute(route: Route<Actor>, deps: Deps): void {
  route(api.issueInvitations, async ({ params, body }, { actor, countyId, now, reply }) => {
    const world = await deps.worlds.of(countyId, now)
    const acted = await toldOnlyToSeers(deps, actor, params.id, () =>
      performAct(deps, world, actor, 'issue', params.id, body),
    )
    const batchId = await deps.database.read(countyId, (tx) =>
      newestBatch(tx, countyId, params.id, acted.seq),
    )
    reply.header('cache-control', 'no-store')
    return { version: acted.version, batchId, codes: codesOf(deps, countyId, body.commandId, body.n) }
  })
}

/** Which batch the entry of that number made. */
async function newestBatch(tx: Tx, countyId: number, campaignId: string, seq: number): Promise<string> {
  const found = await tx
    .selectFrom('row_versions')
    .select('ref')
    .where('county_id', '=', countyId)
    .where('case_id', '=', campaignId)
    .where('seq', '=', seq)
    .where('ref', 'like', 'evaluation_batches/%')
    .executeTakeFirstOrThrow()
  return found.ref.slice('evaluation_batches/'.length)
}

/** Why something is refused tells of its state: only whoever may see the campaign is told. */
async function toldOnlyToSeers<T>(deps: Deps, actor: Actor, id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    const seen = await deps.database.read(actor.countyId, (tx) => findSeen(tx, actor, id))
    throw seen ? error : new Refused({ code: 'not_found' })
  }
}

/** The campaign, if it lies in the reader's scope. */
async function findSeen(tx: Tx, actor: Actor, id: string): Promise<Loaded | undefined> {
  const found = await findCampaign(tx, actor.countyId, id)
  return found && (inScope(scopeOf(actor), found.row) || mayEnterPapers(actor, found.row)) ? found : undefined
}

function readRoutes(route: Route<Actor>, deps: Deps): void {
  const { database, directory } = deps

  route(api.listCampaigns, async ({ query }, { actor, countyId }) => {
    const page = await database.read(countyId, (tx) =>
      listCampaigns(tx, actor, query, { after: query.after, limit: query.limit }),
    )
    const places = await directory.organizations(countyId)
    return {
      ...{ next: page.next, rows: page.rows.map((row) => lineOf(row, places)) },
      holders: holdersFor(actor, places),
    }
  })

  route(api.listEvaluationChoices, async ({ query }, { actor, countyId }) => {
    const places = await directory.organizations(countyId)
    const holder = places.get(query.holder)
    if (!holder || !holdersFor(actor, places).some(({ id }) => id === holder.id))
      throw new Refused({ code: 'not_yours', act: 'evaluationBegin', by: ['organizer'] })
    const belonging = {
      organization_id: holder.id,
      township_id: holder.townshipId === holder.id ? holder.id : null,
    }
    return { rows: await database.read(countyId, (tx) => listChoices(tx, actor, belonging, places)) }
  })

  route(api.getCampaignWork, async (_asked, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    const rows = await database.readOnce(countyId, (tx) => listWork(tx, actor, world))
    const places = await directory.organizations(countyId)
    return { rows: rows.map((row) => ({ ...lineOf(row, places), group: row.group })) }
  })

  route(api.getCampaign, async ({ params }, { actor, countyId }) => {
    const found = await database.read(countyId, async (tx) => {
      const seen = await findSeen(tx, actor, params.id)
      return seen && { seen, around: await findAround(tx, seen) }
    })
    if (!found) throw new Refused({ code: 'not_found' })
    return detailOf(deps, found.seen, found.around, actor, directory)
  })

  route(api.getCampaignCsv, async ({ params }, { actor, countyId, now, reply }) => {
    const world = await deps.worlds.of(countyId, now)
    const found = await database.read(countyId, async (tx) => {
      const seen = await findSeen(tx, actor, params.id)
      return seen && { seen, around: await findAround(tx, seen) }
    })
    const result = found?.around.result
    if (!found || !result) throw new Refused({ code: 'not_found' })
    const made = await prepareCsv(deps, world, actor, found.seen.row, result)
    await sendMade(reply, { ...made, mime: 'text/csv; charset=utf-8' })
    return ANSWERED
  })
}

function paperRoutes(route: Route<Actor>, deps: Deps): void {
  route(api.findPaper, ({ params, body }, { actor }) =>
    toldOnlyToSeers(deps, actor, params.id, () => findSheet(deps, actor, params.id, body.code)),
  )
  route(api.enterPaper, ({ params, body }, { actor }) =>
    toldOnlyToSeers(deps, actor, params.id, () => enterPaper(deps, actor, params.id, body)),
  )
}
