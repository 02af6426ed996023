import type { Need } from './lifecycle.ts'
import type { CampaignRow, Parts } from './row.ts'

type Situation = { row: CampaignRow; parts: Parts }

/** Every precondition the lifecycle names. Total: a forgotten one does not compile. */
export const needs: Record<Need, (situation: Situation) => boolean> = {
  papersSettled: ({ parts }) => parts.unsettled === 0,
  someIssued: ({ parts }) => parts.batches.length > 0,
}
