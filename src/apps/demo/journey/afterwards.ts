import { words } from '../texts/words.ts'
import type { Journey } from './journey.ts'
import { addEvidence } from './rectifying.ts'

/** After closing, and the short way of what is put right at once. */

export const review = (j: Journey) => j.act(j.county.inspector, 'recordReview', j.siteCheck(words.review))
export const endLongTerm = (j: Journey) =>
  j.act(j.county.office, 'endLongTerm', { reason: j.say(words.endLongTerm) })
export const consolidate = (j: Journey) =>
  j.act(j.county.inspector, 'consolidate', j.siteCheck(words.consolidated))
export const relapse = (j: Journey) =>
  j.act(j.county.inspector, 'findRelapse', {
    ...j.siteCheck(words.relapse),
    relapseKind: j.random.pick(['returned', 'returned', 'on_paper', 'half_done', 'repeated']),
  })
export const reopen = (j: Journey) => j.act(j.county.office, 'reopen', { reason: j.say(words.reopen) })

export const fixEvidence = (j: Journey) => addEvidence(j, j.unit.clerk, true)
export const fix = (j: Journey) => j.act(j.unit.clerk, 'reportFix', { report: j.say(words.fix) })
export const supervise = (j: Journey) =>
  j.act(j.town!.clerk, 'reportSupervision', { report: j.say(words.supervise) })
export const lookAtOnce = (j: Journey) =>
  j.act(j.county.inspector, 'recordSiteCheck', { ...j.siteCheck(words.verify), passed: true })
export const verify = (j: Journey) =>
  j.act(j.county.second, 'verifyImmediate', { note: j.say(words.confirmCheck) })
export const sendBackImmediate = (j: Journey) =>
  j.act(j.county.inspector, 'sendBackImmediate', { reason: j.say(words.sendBackImmediate) })
