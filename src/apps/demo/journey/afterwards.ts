import { words } from '../texts/words.ts'
import type { Journey } from './journey.ts'
import { addEvidence } from './rectifying.ts'

/** After closing, and the short way of what is put right at once. */

/** Each check is recorded by the one and confirmed by the other of the two who were there. */
export async function review(j: Journey): Promise<void> {
  await j.act(j.county.inspector, 'recordReview', j.siteCheck(words.review))
  await j.act(j.county.second, 'confirmReview', { note: j.say(words.confirmCheck) })
}
export const endLongTerm = (j: Journey) =>
  j.act(j.county.office, 'endLongTerm', { reason: j.say(words.endLongTerm) })
export async function consolidate(j: Journey): Promise<void> {
  await j.act(j.county.inspector, 'recordSpotCheck', j.siteCheck(words.consolidated))
  await j.act(j.county.second, 'consolidate', { note: j.say(words.confirmCheck) })
}
export async function relapse(j: Journey): Promise<void> {
  await j.act(j.county.inspector, 'recordRelapse', {
    ...j.siteCheck(words.relapse),
    relapseKind: j.random.pick(['returned', 'returned', 'on_paper', 'half_done', 'repeated']),
  })
  await j.act(j.county.second, 'findRelapse', { note: j.say(words.confirmCheck) })
}
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
