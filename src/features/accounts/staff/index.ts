export { hasCountyRole, isOnlyAdmin, meQuery, useMe } from './me.ts'
