import type { CaseKind } from '#platform/lifecycle/case-kind.ts'
import {
  type AppealAct,
  type AppealState,
  appealLifecycle,
  type ClockKind,
  type Need,
  type Party,
} from './lifecycle.ts'

export const appealKind: CaseKind<AppealState, AppealAct, Party, Need, ClockKind> = {
  lifecycle: appealLifecycle,
  table: 'appeals',
  belongs: 'appeal_id',
}
