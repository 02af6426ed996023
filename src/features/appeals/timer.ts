import { timer } from '#features/accounts/index.ts'
import type { Expiry } from '#platform/lifecycle/case-kind.ts'
import { expireCase, expireOverdueCases, type Perform } from '#platform/lifecycle/expire.ts'
import type { Deps } from './deps.ts'
import { appealKind } from './kind.ts'
import { performAct } from './perform.ts'

const byTheClock =
  (deps: Deps, countyId: number): Perform =>
  (world, act, id, body) =>
    performAct(deps, world, timer(countyId), act as 'archive', id, body)

/** What a state does by itself: waiting ends, a suspension ends, a closed appeal is archived. */
export const expireAppeal = (deps: Deps, expiry: Expiry): Promise<void> =>
  expireCase(deps, appealKind, expiry, byTheClock(deps, expiry.countyId))

export const expireOverdueAppeals = (deps: Deps, countyId: number): Promise<void> =>
  expireOverdueCases(deps, appealKind, countyId, byTheClock(deps, countyId))
