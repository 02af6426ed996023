/** What the apps and other features use of appeals. */

export type { Deps as AppealDeps } from './deps.ts'
export { appealRateShapes } from './figures/formula.ts'
export { appealKind } from './kind.ts'
export { appealRoutes } from './routes.ts'
export { appealRuleShapes, appealRules } from './rules.seed.ts'
export { appealSuccession } from './succession.ts'
export { expireAppeal, expireOverdueAppeals } from './timer.ts'
