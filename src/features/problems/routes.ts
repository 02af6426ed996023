import { type Actor, scopeOf } from '#features/accounts/index.ts'
import { sendFile } from '#platform/files/index.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { Refused } from '#platform/refusal.ts'
import type { ActOnProblem } from './acts/index.ts'
import {
  actEndpoints,
  countProblems as countEndpoint,
  dropView,
  getEvidenceFile,
  getOverview,
  getProblem,
  getProblemHistory,
  getWork,
  isBeginning,
  listProblems as listEndpoint,
  listViews,
  saveView,
} from './api.ts'
import type { Deps } from './deps.ts'
import { exportRoute } from './export/route.ts'
import { performAct } from './perform.ts'
import { countProblems } from './read/counts.ts'
import { detailOf, findWhole } from './read/detail.ts'
import { findEvidenceFile } from './read/evidence-file.ts'
import { historyLines, readHistory } from './read/history.ts'
import { lineOf } from './read/line.ts'
import { listProblems } from './read/list.ts'
import { overviewOf } from './read/overview.ts'
import { findBelonging, recordReading } from './read/reading.ts'
import { inScope } from './read/scope.ts'
import { listViewsOf, putView, removeView } from './read/views-store.ts'
import { askedFor, asks, listWork } from './read/work.ts'
import { performReport } from './report.ts'
import type { ActBody } from './schema.ts'

/** The ledger's HTTP: parse (done), ask policy, decide, store, answer; nothing else. */
export function problemRoutes(route: Route<Actor>, deps: Deps): void {
  readRoutes(route, deps)
  viewRoutes(route, deps)
  exportRoute(route, deps)
  fileRoute(route, deps)
  for (const act of Object.keys(actEndpoints) as (keyof typeof actEndpoints)[]) actRoute(route, deps, act)
}

function actRoute(route: Route<Actor>, deps: Deps, act: keyof typeof actEndpoints): void {
  // One handler for all acts: which schema checked the body is known by its endpoint, not by this function's type.
  const endpoint = actEndpoints[act] as Endpoint
  route(endpoint, async ({ params, body }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    if (isBeginning(act)) return performReport(deps, world, actor, act as 'report', body as ActBody<'report'>)
    const { id } = params as { id: string }
    try {
      return await performAct(deps, world, actor, act as ActOnProblem, id, body as never)
    } catch (error) {
      // Why an act is refused tells of the problem's state: only whoever may see the problem is told.
      if (error instanceof Refused && !(await maySee(deps, actor, id)))
        throw new Refused({ code: 'not_found' })
      throw error
    }
  })
}

async function maySee({ database }: Deps, actor: Actor, id: string): Promise<boolean> {
  const problem = await database.read(actor.countyId, (tx) => findBelonging(tx, actor.countyId, id))
  return problem !== undefined && inScope(scopeOf(actor), problem)
}

function readRoutes(route: Route<Actor>, deps: Deps): void {
  const { database, directory } = deps

  route(listEndpoint, async ({ query }, { actor, countyId, now }) => {
    const page = await database.readOnce(countyId, (tx) =>
      listProblems(tx, countyId, scopeOf(actor), query, now, { after: query.after, limit: query.limit }),
    )
    const organizations = await directory.organizations(countyId)
    return { rows: page.rows.map((row) => lineOf(row, organizations)), next: page.next }
  })

  route(countEndpoint, async ({ query }, { actor, countyId, now }) => {
    const rows = await database.readOnce(countyId, (tx) => countProblems(tx, countyId, scopeOf(actor), query))
    const organizations = await directory.organizations(countyId)
    const named = (id: string) => organizations.get(id)?.name ?? ''
    return {
      asOf: now.toISOString(),
      places: rows.map(({ place_id, states }) => ({ id: place_id, name: named(place_id), states })),
    }
  })

  route(getOverview, async ({ query }, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    const organizations = await directory.organizations(countyId)
    return database.read(countyId, (tx) =>
      overviewOf(tx, countyId, scopeOf(actor), query, world, organizations),
    )
  })

  route(getProblem, async ({ params, query }, { actor, countyId, now }) => {
    const asked = { history: query.history === 'true' }
    const whole = await database.readOnce(countyId, (tx) => findWhole(tx, countyId, params.id, asked))
    if (!whole || !inScope(scopeOf(actor), whole.row)) throw new Refused({ code: 'not_found' })
    if (whole.row.secrecy === 'work_secret') await recordReading(deps, actor, params.id, now)
    const detail = await detailOf(whole, actor, directory, await deps.worlds.of(countyId, now))
    if (!whole.history) return detail
    const rows = await historyLines(whole.history.rows, countyId, directory)
    return { ...detail, history: { rows, next: whole.history.next } }
  })

  route(getProblemHistory, async ({ params, query }, { actor, countyId, now }) => {
    const page = await database.read(countyId, async (tx) => {
      const problem = await findBelonging(tx, countyId, params.id)
      if (!problem || !inScope(scopeOf(actor), problem)) throw new Refused({ code: 'not_found' })
      return { ...(await readHistory(tx, countyId, params.id, query.before)), secrecy: problem.secrecy }
    })
    if (page.secrecy === 'work_secret') await recordReading(deps, actor, params.id, now)
    return { rows: await historyLines(page.rows, countyId, directory), next: page.next }
  })

  route(getWork, async (_asked, { actor, countyId, now }) => {
    const world = await deps.worlds.of(countyId, now)
    const rows = await database.readOnce(countyId, (tx) => listWork(tx, actor, world))
    const organizations = await directory.organizations(countyId)
    const counts = { overdue: 0, today: 0, week: 0, later: 0 }
    for (const row of rows) counts[row.group] += 1
    const named = new Map(
      actor.grants.flatMap(({ onBehalfOf: one }) => (one ? [[one.id, one] as const] : [])),
    )
    return {
      counts,
      rows: rows.map((row) => ({
        ...lineOf(row, organizations),
        asks: asks(actor, row),
        onBehalfOf: named.get(askedFor(actor, row) ?? '') ?? null,
        group: row.group,
      })),
    }
  })
}

/** A picture or paper of a problem, for whoever may see that problem. */
function fileRoute(route: Route<Actor>, { database, files }: Deps): void {
  route(getEvidenceFile, async ({ params, query }, { actor, countyId, now, reply }) => {
    const found = await database.read(countyId, (tx) =>
      findEvidenceFile(tx, countyId, query.problem, params.sha256, scopeOf(actor)),
    )
    if (!found) throw new Refused({ code: 'not_found' })
    // Each part of it that is asked for: one that begins behind the first byte is a reading as well.
    if (found.secrecy === 'work_secret')
      await recordReading({ database }, actor, query.problem, now, found.id)
    await sendFile(reply, files, countyId, found.file, { download: query.download !== undefined })
    return ANSWERED
  })
}

function viewRoutes(route: Route<Actor>, { database }: Deps): void {
  route(listViews, async (_asked, { actor, countyId }) => ({
    rows: await database.read(countyId, (tx) => listViewsOf(tx, countyId, actor.personId)),
  }))
  route(saveView, async ({ params, body }, { actor, countyId }) =>
    database.write(countyId, (tx) => putView(tx, countyId, actor.personId, { id: params.id, ...body })),
  )
  route(dropView, async ({ params }, { actor, countyId }) => ({
    dropped: await database.write(countyId, (tx) => removeView(tx, countyId, actor.personId, params.id)),
  }))
}
