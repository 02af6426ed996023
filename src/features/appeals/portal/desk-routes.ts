import type { Actor } from '#features/accounts/index.ts'
import type { Route } from '#platform/http/route.ts'
import {
  answerReprisal,
  listNotices as listNoticesEndpoint,
  listReprisals as listReprisalsEndpoint,
  listStranded as listStrandedEndpoint,
  registerStranded as registerStrandedEndpoint,
  settleStranded as settleStrandedEndpoint,
  takeReprisal as takeReprisalEndpoint,
  tellNotice as tellNoticeEndpoint,
} from './desk-api.ts'
import { listNotices, tellNotice } from './notices.ts'
import type { InboxDeps } from './open-inbox.ts'
import { listReprisals, takeReprisal } from './reprisal.ts'
import { listStranded, registerStranded, settleStranded } from './stranded.ts'

/** The desk's part of what residents send and are told. */
export function appealPortalRoutes(route: Route<Actor>, deps: InboxDeps): void {
  const world = (countyId: number, now: Date) => deps.worlds.of(countyId, now)

  route(listStrandedEndpoint, async (_, { actor }) => ({ rows: await listStranded(deps, actor) }))
  route(registerStrandedEndpoint, ({ params, body }, { actor }) =>
    registerStranded(deps, actor, params.id, body.placeId),
  )
  route(settleStrandedEndpoint, ({ params }, { actor }) => settleStranded(deps, actor, params.id))

  route(listNoticesEndpoint, async (_, { actor, countyId, now }) => ({
    rows: await listNotices(deps, await world(countyId, now), actor),
  }))
  route(tellNoticeEndpoint, async ({ params, body }, { actor, countyId, now }) =>
    tellNotice(deps, await world(countyId, now), actor, params.id, body.isReached),
  )

  route(listReprisalsEndpoint, async (_, { actor, countyId, now }) => ({
    rows: await listReprisals(deps, await world(countyId, now), actor),
  }))
  route(takeReprisalEndpoint, async ({ params, body }, { actor, countyId, now }) =>
    takeReprisal(deps, await world(countyId, now), actor, params.id, body),
  )
  route(answerReprisal, async ({ params, body }, { actor, countyId, now }) =>
    takeReprisal(deps, await world(countyId, now), actor, params.id, body),
  )
}
