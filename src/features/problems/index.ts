/** What other features and the apps may use of the ledger. */
export type { Deps } from './deps.ts'
export { foldCounts } from './read/counts.ts'
export { problemRoutes } from './routes.ts'
export { problemRules } from './rules.seed.ts'
export { EXPIRY_JOB, type Expiry, expire } from './timer.ts'
