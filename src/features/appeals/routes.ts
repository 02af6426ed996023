import type { Actor } from '#features/accounts/index.ts'
import type { Tx } from '#platform/database/transaction.ts'
import { sendFile } from '#platform/files/index.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { ActOnAppeal } from './acts/index.ts'
import {
  actEndpoints,
  addReceptionDay,
  cancelReceptionDay,
  findAppealByReceipt,
  getAppeal,
  getAppealEvidence,
  getAppealOverview,
  getAppealWork,
  listDiverted as listDivertedEndpoint,
  listAppeals as listEndpoint,
  listPledges as listPledgesEndpoint,
  listReceptionDays,
  listSimilar,
  listSuggestions,
  type OfferedAct,
  openAppealIdentity,
  openDiverted as openDivertedEndpoint,
  prefillAppeal,
  registerAppeal,
  registerJoinedAppeal,
  reissueReceipt as reissueEndpoint,
} from './api.ts'
import type { Deps } from './deps.ts'
import { hasReceivedDiverted, listDiverted, openDiverted } from './diverting.ts'
import { appealOf, openIdentity, reissueReceipt } from './identity.ts'
import { performAct } from './perform.ts'
import { readsPaper } from './policy.ts'
import { prefillOf } from './prefill.ts'
import { detailOf, findDetail } from './read/detail.ts'
import { type LineRow, lineOf, named } from './read/line.ts'
import { listAppeals } from './read/list.ts'
import { readOverview } from './read/overview.ts'
import { listPledges } from './read/pledges.ts'
import { inSight, type Sight, seesNothing, sightOf } from './read/sight.ts'
import { listWork } from './read/work.ts'
import { announceReception, cancelReception, listReceptions } from './receptions.ts'
import { performRegister, performRegisterJoined } from './register.ts'
import { limitsOf, ruleOf } from './rules.seed.ts'
import { findSimilar } from './similar.ts'
import { findAppeal, type Loaded } from './store.ts'
import { suggestHandlers } from './suggest.ts'
import type { Pledge } from './views.ts'

/** Appeals' HTTP: parse (done), ask policy, decide, store, answer; nothing else. */
export function appealRoutes(route: Route<Actor>, deps: Deps): void {
  registerRoutes(route, deps)
  readRoutes(route, deps)
  identityRoutes(route, deps)
  receptionRoutes(route, deps)
  for (const act of Object.keys(actEndpoints) as OfferedAct[]) actRoute(route, deps, act)
}

function actRoute(route: Route<Actor>, deps: Deps, act: OfferedAct): void {
  // One handler for all acts: which schema checked the body is known by its endpoint, not by this function's type.
  route(actEndpoints[act] as Endpoint, async ({ params, body }, { actor, countyId, now }) => {
    const { id } = params as { id: string }
    const world = await deps.worlds.of(countyId, now)
    return unlessUnseen(deps, actor, id, () =>
      performAct(deps, world, actor, act as ActOnAppeal, id, body as never),
    )
  })
}

/** Why something is refused tells of an appeal's state: only whoever may see it is told. */
async function unlessUnseen<T>(deps: Deps, actor: Actor, id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused && !(await maySee(deps, actor, id))) throw new Refused({ code: 'not_found' })
    throw error
  }
}

const maySee = ({ database }: Deps, actor: Actor, id: string): Promise<boolean> =>
  database.read(actor.countyId, async (tx) => (await findSeen(tx, actor, id)) !== undefined)

/** The appeal, if the reader has to do with it. */
async function findSeen(tx: Tx, actor: Actor, id: string): Promise<Loaded | undefined> {
  const found = await findAppeal(tx, actor.countyId, id, [])
  return found && inSight(actor, found.row) ? found : undefined
}

const isRegistrar = (actor: Actor): boolean => actor.grants.some(({ role }) => role === 'registrar')

function onlyRegistrars(actor: Actor, act: string): void {
  if (!isRegistrar(actor)) throw new Refused({ code: 'not_yours', act, by: ['registrar'] })
}

function registerRoutes(route: Route<Actor>, deps: Deps): void {
  const { database, directory } = deps
  route(registerAppeal, async ({ body }, { actor, countyId, now }) =>
    performRegister(deps, await deps.worlds.of(countyId, now), actor, body),
  )
  route(registerJoinedAppeal, async ({ body }, { actor, countyId, now }) =>
    performRegisterJoined(deps, await deps.worlds.of(countyId, now), actor, body),
  )
  route(prefillAppeal, async ({ body }, { actor, countyId, now }) => {
    onlyRegistrars(actor, 'prefillAppeal')
    const world = await deps.worlds.of(countyId, now)
    const places = await directory.organizations(countyId)
    const own = new Set(sightOf(actor).townshipIds)
    const mine = [...places.values()].filter(
      ({ kind, townshipId }) =>
        (kind === 'village' || kind === 'community') &&
        (own.size === 0 || (townshipId && own.has(townshipId))),
    )
    return prefillOf(body.text, {
      places: mine.map(({ id, name }) => ({ id, name })),
      ...{ keywords: ruleOf(world, 'keywords'), accusation: ruleOf(world, 'accusation'), today: world.today },
    })
  })
  route(listSimilar, async ({ body }, { actor, countyId, now }) => {
    onlyRegistrars(actor, 'listSimilarAppeals')
    const keywords = ruleOf(await deps.worlds.of(countyId, now), 'keywords')
    const rows = await database.read(countyId, (tx) =>
      findSimilar(tx, actor, body.placeId, body.text, keywords),
    )
    return {
      rows: rows.map((row) => ({
        ...{ id: row.id, number: row.number, title: row.title, state: row.state },
        ...{ receivedOn: row.received_on, people: row.people, likeness: row.likeness },
      })),
    }
  })
}

function readRoutes(route: Route<Actor>, deps: Deps): void {
  const { database, directory, files } = deps

  route(listEndpoint, async ({ query }, { actor, countyId, now }) => {
    const page = await database.read(countyId, (tx) =>
      listAppeals(tx, countyId, sightOf(actor), query, { after: query.after, limit: query.limit }, now),
    )
    const places = await directory.organizations(countyId)
    return { next: page.next, rows: page.rows.map((row) => lineOf(row, places, now)) }
  })

  route(getAppealWork, async (_asked, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    const rows = await database.readOnce(countyId, (tx) => listWork(tx, actor, world))
    const places = await directory.organizations(countyId)
    return {
      rows: rows.map((row) => ({ ...lineOf(row, places, now), asks: row.asks, group: row.group })),
    }
  })

  route(getAppealOverview, async ({ query }, { actor, countyId, now }) => {
    const sight = overseenBy(actor, 'getAppealOverview')
    const world = await deps.worlds.of(countyId, now)
    const found = await database.read(countyId, (tx) =>
      readOverview(tx, countyId, sight, query.township, world),
    )
    const places = await directory.organizations(countyId)
    const leaders = found.old.flatMap(({ leader_id }) => leader_id ?? [])
    const person = await directory.people(countyId, leaders)
    const line = (row: LineRow) => lineOf(row, places, now)
    const counted = (rows: { organization_id: string; n: number }[]) =>
      rows.map(({ organization_id, n }) => ({ organization: named(places, organization_id), count: n }))
    return {
      ...found.figures,
      ...{ many: found.many.map(line), suspendedLines: found.suspended.map(line) },
      ...{ lateByHandler: counted(found.late), openByPlace: counted(found.places) },
      repeated: found.repeated.map(({ place_id, field_code, n }) => ({
        ...{ place: named(places, place_id), fieldCode: field_code, count: n },
      })),
      proposals: found.proposals.map(({ township_id, field_code, n, appeals }) => ({
        ...{ township: named(places, township_id), fieldCode: field_code, count: n },
        appeals: appeals.slice(0, 50),
      })),
      old: found.old.map((row) => ({
        ...{ ...line(row), sinceOn: row.since_on, leader: row.leader_id ? person(row.leader_id) : null },
      })),
      pledged: { year: Number(world.today.slice(0, 4)), ...found.pledged, lines: found.pledges.map(line) },
    }
  })

  route(listPledgesEndpoint, async ({ query }, { actor, countyId, now }) => {
    const sight = overseenBy(actor, 'listPledges')
    const world = await deps.worlds.of(countyId, now)
    const rows = await database.read(countyId, (tx) => listPledges(tx, countyId, sight, query))
    const places = await directory.organizations(countyId)
    const person = await directory.people(
      countyId,
      rows.flatMap(({ leader_id }) => leader_id ?? []),
    )
    return {
      ...{ year: query.year, least: limitsOf(world).pledges },
      rows: rows.map((row) => ({
        ...lineOf(row, places, now),
        ...{ leader: row.leader_id ? person(row.leader_id) : null, solved: row.solved },
        ...{
          satisfaction: row.satisfaction as Pledge['satisfaction'],
          closedAt: row.closed_at?.toISOString() ?? null,
        },
      })),
    }
  })

  route(getAppeal, async ({ params }, { actor, countyId, now }) => {
    const found = await database.read(countyId, async (tx) =>
      (await findSeen(tx, actor, params.id)) ? findDetail(tx, countyId, params.id) : undefined,
    )
    if (!found) throw new Refused({ code: 'not_found' })
    return detailOf(found, actor, directory, await deps.worlds.of(countyId, now))
  })

  route(listSuggestions, async ({ params }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    const places = await directory.organizations(countyId)
    const rows = await database.read(countyId, async (tx) => {
      const seen = await findSeen(tx, actor, params.id)
      if (!seen) throw new Refused({ code: 'not_found' })
      return suggestHandlers(tx, world, seen.row, places)
    })
    return {
      rows: rows.map(({ organizationId, ...why }) => ({
        organization: named(places, organizationId),
        ...why,
      })),
    }
  })

  route(getAppealEvidence, async ({ params }, { actor, countyId, reply }) => {
    const file = await database.read(countyId, async (tx) => {
      // What was diverted is the discipline office's.
      const seen = await findSeen(tx, actor, params.id)
      const isTheirs =
        seen && seen.row.state !== 'diverted' ? true : await hasReceivedDiverted(tx, actor, params.id)
      const papers = isTheirs ? await findPapers(tx, countyId, params.id, params.sha256) : []
      return papers.find((paper) => !seen || readsPaper(actor, seen.row, paper))
    })
    if (!file) throw new Refused({ code: 'not_found' })
    await sendFile(reply, files, countyId, { ...file, fileName: file.file_name })
    return ANSWERED
  })
}

/**
 * What somebody sees who answers for a township or the county; whoever only handles has a list of their own.
 * @throws Refused `not_yours`
 */
function overseenBy(actor: Actor, act: string): Sight {
  const sight = sightOf(actor)
  if (seesNothing(sight) || (!sight.all && sight.townshipIds.length === 0))
    throw new Refused({ code: 'not_yours', act, by: ['leaders', 'registrar'] })
  return sight
}

/** Whatever of the appeal's papers has these bytes. */
const findPapers = (tx: Tx, countyId: number, appealId: string, sha256: string) =>
  tx
    .selectFrom('appeal_evidence as e')
    .innerJoin('files as f', (join) =>
      join.onRef('f.county_id', '=', 'e.county_id').onRef('f.sha256', '=', 'e.sha256'),
    )
    .select(['f.sha256', 'f.size', 'f.mime', 'e.file_name', 'e.kind'])
    .where('e.county_id', '=', countyId)
    .where('e.appeal_id', '=', appealId)
    .where('e.sha256', '=', sha256)
    .execute()

function identityRoutes(route: Route<Actor>, deps: Deps): void {
  const { database } = deps
  route(openAppealIdentity, async ({ params, body }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    return unlessUnseen(deps, actor, params.id, () => openIdentity(deps, world, actor, params.id, body))
  })
  route(reissueEndpoint, async ({ params, body }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    if (!(await maySee(deps, actor, params.id))) throw new Refused({ code: 'not_found' })
    return { receipt: await reissueReceipt(deps, world, actor, params.id, body) }
  })
  route(findAppealByReceipt, async ({ body }, { actor, countyId }) => {
    onlyRegistrars(actor, 'findAppealByReceipt')
    const found = await database.read(countyId, async (tx) => {
      const id = await appealOf(tx, deps.receipts, countyId, body.receipt)
      return id ? findSeen(tx, actor, id) : undefined
    })
    if (!found) throw new Refused({ code: 'not_found' })
    return { id: found.row.id, number: found.row.number }
  })
  route(listDivertedEndpoint, async ({ query }, { actor }) => {
    const { rows, next } = await listDiverted(deps, actor, query.after)
    return {
      next,
      rows: rows.map((row) => ({
        ...{ appealId: row.appeal_id, number: row.number, kindCode: row.kind_code },
        divertedAt: row.diverted_at.toISOString(),
        receivedAt: row.received_at?.toISOString() ?? null,
      })),
    }
  })
  route(openDivertedEndpoint, async ({ params, body }, { actor, countyId, now }) =>
    openDiverted(deps, await deps.worlds.of(countyId, now), actor, params.id, body),
  )
}

function receptionRoutes(route: Route<Actor>, deps: Deps): void {
  const { database, directory } = deps
  route(listReceptionDays, async ({ query }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    if (seesNothing(sightOf(actor)))
      throw new Refused({ code: 'not_yours', act: 'listReceptionDays', by: ['registrar', 'handler'] })
    const rows = await database.read(countyId, (tx) => listReceptions(tx, actor, query.from ?? world.today))
    const places = await directory.organizations(countyId)
    const person = await directory.people(
      countyId,
      rows.flatMap(({ leader_id }) => leader_id ?? []),
    )
    return {
      rows: rows.map((row) => ({
        ...{ id: row.id, organization: named(places, row.organization_id), day: row.day, hours: row.hours },
        ...{ place: row.place, leader: row.leader_id ? person(row.leader_id) : null },
        cancelled: row.cancelled_at !== null,
      })),
    }
  })
  route(addReceptionDay, async ({ body }, { actor, countyId, now }) =>
    announceReception(database, await deps.worlds.of(countyId, now), actor, body),
  )
  route(cancelReceptionDay, async ({ params }, { actor, countyId, now }) =>
    cancelReception(database, await deps.worlds.of(countyId, now), actor, params.id),
  )
}
