export { roleWords } from '../role-words.ts'
export { IdleWatch } from './idle-watch.tsx'
export { hasCountyRole, isAdministrator, meQuery, useMe } from './me.ts'
export { WaitingGrants } from './rights/waiting-grants.tsx'
