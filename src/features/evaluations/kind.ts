import type { CaseKind } from '#platform/lifecycle/case-kind.ts'
import {
  type CampaignAct,
  type CampaignState,
  type ClockKind,
  campaignLifecycle,
  type Need,
  type Party,
} from './lifecycle.ts'

export const campaignKind: CaseKind<CampaignState, CampaignAct, Party, Need, ClockKind> = {
  lifecycle: campaignLifecycle,
  table: 'evaluation_campaigns',
  belongs: 'campaign_id',
}
