import { timer } from '#features/accounts/index.ts'
import type { Expiry } from '#platform/lifecycle/case-kind.ts'
import { expireCase, expireOverdueCases, type Perform } from '#platform/lifecycle/expire.ts'
import { attachWaiting } from './counting.ts'
import type { Deps } from './deps.ts'
import { campaignKind } from './kind.ts'
import { destroyLeftKeys, performAct } from './perform.ts'

const byTheClock =
  (deps: Deps, countyId: number): Perform =>
  (world, act, id, body) =>
    performAct(deps, world, timer(countyId), act as 'endAnswers', id, body)

/** Answers end with the last day; what nobody counts in time is counted by itself. */
export const expireCampaign = (deps: Deps, expiry: Expiry): Promise<void> =>
  expireCase(deps, campaignKind, expiry, byTheClock(deps, expiry.countyId))

/** Daily: whatever expired and has no job any more, results that problems wait for by now, and keys that a killed program left. */
export async function expireOverdueCampaigns(deps: Deps, countyId: number): Promise<void> {
  try {
    await expireOverdueCases(deps, campaignKind, countyId, byTheClock(deps, countyId))
    await attachWaiting(deps, countyId)
  } finally {
    await destroyLeftKeys(deps, countyId)
  }
}
