/** What other features and the apps use of personal data. */
export { sealPhone, setPhone } from './phones.ts'
export { countByKey, countColumnsByKey, reseal, resealColumns, type SealedColumn } from './resealing.ts'
export { forgetOld } from './retention.ts'
export { type PersonalDataDeps, personalDataRoutes } from './routes.ts'
export { personalDataRuleShapes, personalDataRules } from './rules.seed.ts'
