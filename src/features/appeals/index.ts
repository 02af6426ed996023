/** What the apps and other features use of appeals. */

import { appealMonth } from './publishing.ts'
import { namesInSolved } from './solved.ts'

export type { AppealKeys, Deps as AppealDeps } from './deps.ts'
export { appealRateShapes } from './figures/formula.ts'
export {
  freezeMonth,
  freezeMonths,
  isMonth,
  type Month,
  type MonthLine,
  monthLines,
  monthOf,
  monthsFrom,
  renewDrafts,
  verifyMonth,
} from './figures/months.ts'
export { namesOf, reasonsOf } from './figures/named.ts'
export { type Ratio, ratioOf } from './figures/rates.ts'
export { figuresRoutes } from './figures/routes.ts'
export { zh as appealFigureWordsZh } from './figures/words.zh.ts'
export { prepareAppeals, previewAppeals } from './import-appeals.ts'
export { openAppealKeys } from './keys.ts'
export { appealKind } from './kind.ts'
export { appealPortalRoutes } from './portal/desk-routes.ts'
export { registerInbound } from './portal/inbound.ts'
export {
  forgetOpened,
  type InboxDeps,
  openInbox,
  publishBoxKey,
} from './portal/open-inbox.ts'
export { forgetRequests } from './portal/open311/forgetting.ts'
export type { AppealPortalDeps } from './portal/portal.ts'
export { registerAppealPages } from './portal/routes.ts'
export { queueMessages, SMS_JOB, type SmsJob, SmsSettings, sendMessage, setGateway } from './portal/sms.ts'
export { addSource, endSource, giveSourceKey, listSources, signatureOf } from './portal/sources.ts'
export { listWork as listAppealWork } from './read/work.ts'
export { readReceipt, receiptOf } from './receipt.ts'
export { createReceipts, type Receipts } from './receipts.ts'
export { countIdentitiesByKey, resealIdentities } from './resealing.ts'
export { appealRoutes } from './routes.ts'
export { appealRuleShapes, appealRules } from './rules.seed.ts'
export { appealSheet, identifying as identifyingColumns, type SheetAppeal } from './sheet.ts'
export { appealSuccession } from './succession.ts'
export { takeUpAppeals } from './take-up.ts'
export { expireAppeal, expireOverdueAppeals } from './timer.ts'

/** What publicity tells of a month's appeals, and who is named in it. */
export const appealMonths = { told: appealMonth, names: namesInSolved }
export { appealWords } from './words.ts'
