export { roleWords } from '../role-words.ts'
export { hasCountyRole, isAdministrator, meQuery, useMe } from './me.ts'
export { WaitingGrants } from './rights/waiting-grants.tsx'
