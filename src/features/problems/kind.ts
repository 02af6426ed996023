import type { CaseKind } from '#platform/lifecycle/case-kind.ts'
import {
  type ClockKind,
  type Need,
  type Party,
  type ProblemAct,
  type ProblemState,
  problemLifecycle,
} from './lifecycle.ts'

export const problemKind: CaseKind<ProblemState, ProblemAct, Party, Need, ClockKind> = {
  lifecycle: problemLifecycle,
  table: 'problems',
  belongs: 'problem_id',
}
