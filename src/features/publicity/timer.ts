import { timer } from '#features/accounts/index.ts'
import type { Expiry } from '#platform/lifecycle/case-kind.ts'
import { expireCase, expireOverdueCases, type Perform } from '#platform/lifecycle/expire.ts'
import type { Deps } from './deps.ts'
import { publicationKind } from './kind.ts'
import { performAct } from './perform.ts'

const byTheClock =
  (deps: Deps, countyId: number): Perform =>
  (world, act, id, body) =>
    performAct(deps, world, timer(countyId), act as 'endPeriod', id, body)

/**
 * Withdraws what has stood its time, if it still stands. The portal does not wait for this: it goes by the end of the
 * period itself.
 */
export const endPeriod = (deps: Deps, expiry: Expiry): Promise<void> =>
  expireCase(deps, publicationKind, expiry, byTheClock(deps, expiry.countyId))

export const endOverduePeriods = (deps: Deps, countyId: number): Promise<void> =>
  expireOverdueCases(deps, publicationKind, countyId, byTheClock(deps, countyId))
