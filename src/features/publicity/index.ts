/** What the apps use of publicity. */

export { type Contact, setContacts } from './contacts.ts'
export type { PortalDeps } from './portal/portal.ts'
export { answerNotFound, registerPortal } from './portal/routes.ts'
