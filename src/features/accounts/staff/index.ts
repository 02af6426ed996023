export { hasCountyRole, isAdministrator, meQuery, useMe } from './me.ts'
