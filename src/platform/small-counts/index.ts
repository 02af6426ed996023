export { groupUp } from './group-up.ts'
export { isFew, type Sum, untold } from './protect.ts'
