/** What the apps and other features use of publicity. */
export { type Contact, setContacts } from './contacts.ts'
export { publicationKind } from './kind.ts'
export type { PortalDeps } from './portal/portal.ts'
export { answerNotFound, registerPortal } from './portal/routes.ts'
export { publicityRoutes } from './routes.ts'
export { publicityRules } from './rules.seed.ts'
export { publicationSuccession } from './succession.ts'
export { endOverduePeriods, endPeriod } from './timer.ts'
