/** What the apps and other features use of evaluation. */
export type { Deps as EvaluationDeps } from './deps.ts'
export { campaignKind } from './kind.ts'
export { registerEvaluationPages } from './portal/routes.ts'
export { listWork as listCampaignWork } from './read/list.ts'
export { evaluationRoutes } from './routes.ts'
export { evaluationRules } from './rules.seed.ts'
export { campaignSuccession } from './succession.ts'
export { expireCampaign, expireOverdueCampaigns } from './timer.ts'
