import { timer } from '#features/accounts/index.ts'
import type { Expiry } from '#platform/lifecycle/case-kind.ts'
import { expireCase, expireOverdueCases, type Perform } from '#platform/lifecycle/expire.ts'
import type { Deps } from './deps.ts'
import { problemKind } from './kind.ts'
import { performAct } from './perform.ts'

const byTheClock =
  (deps: Deps, countyId: number): Perform =>
  (world, act, id, body) =>
    performAct(deps, world, timer(countyId), act as 'resume', id, body)

/** 挂账到期自动恢复: what the state does by itself, for one problem and for all that were forgotten. */
export const expire = (deps: Deps, expiry: Expiry): Promise<void> =>
  expireCase(deps, problemKind, expiry, byTheClock(deps, expiry.countyId))

export const expireOverdue = (deps: Deps, countyId: number): Promise<void> =>
  expireOverdueCases(deps, problemKind, countyId, byTheClock(deps, countyId))
