export { hasRole, meQuery, useMe } from './me.ts'
