import type { ProblemAct } from '../lifecycle.ts'
import * as accepting from './accepting.ts'
import type { Act } from './act.ts'
import * as claiming from './claiming.ts'
import * as immediate from './immediate.ts'
import * as planning from './planning.ts'
import * as rechecking from './rechecking.ts'
import * as rectifying from './rectifying.ts'
import * as requests from './requests.ts'

/** Acts on a problem that exists; `report` and `orderImmediate` begin one (report.ts). */
export type ActOnProblem = Exclude<ProblemAct, 'report' | 'orderImmediate'>

/** Every act of the lifecycle has its decision here: a forgotten one does not compile. */
export const decisions: { [A in ActOnProblem]: Act<A> } = {
  ...claiming,
  ...planning,
  ...rectifying,
  ...requests,
  ...accepting,
  ...rechecking,
  ...immediate,
}

export type { Act, Effect, Situation } from './act.ts'
