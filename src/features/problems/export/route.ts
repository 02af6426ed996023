import type { Actor } from '#features/accounts/index.ts'
import { sendMade } from '#platform/files/index.ts'
import { WORKBOOK } from '#platform/http/endpoint.ts'
import { ANSWERED, type Route } from '#platform/http/route.ts'
import { takeTurns } from '#platform/turns.ts'
import { exportProblems } from '../api.ts'
import type { Deps } from '../deps.ts'
import { prepareExport } from './export-problems.ts'

/** Making one holds a connection and a core for its time: so many at once, so many wait. */
const AT_ONCE = { atOnce: 2, waiting: 20 }

/** Excel out. Lists, counts and exports show the same rows to the same reader. */
export function exportRoute(route: Route<Actor>, deps: Deps): void {
  const turn = takeTurns(AT_ONCE)
  route(exportProblems, async ({ query: { view, ...query } }, { actor, countyId, now, reply }) => {
    const world = await deps.worlds.of(countyId, now)
    const { fileName, make } = await prepareExport(deps, world, { actor, view, query })
    await sendMade(reply, { fileName, mime: WORKBOOK, make: (path) => turn(() => make(path)) })
    return ANSWERED
  })
}
