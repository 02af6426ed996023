export { groupUp } from './group-up.ts'
export { FEW, isFew, type Sum, untold } from './protect.ts'
