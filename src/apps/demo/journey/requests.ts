import { addDays } from '#platform/calendar/index.ts'
import { words } from '../texts/words.ts'
import type { Journey } from './journey.ts'

/** What one asks and another decides, and listing for supervision. */

export async function askExtension(j: Journey): Promise<void> {
  const applied = j.dayOfNext('apply')
  const wanted = applied
    ? addDays(applied, j.random.int(2, 10))
    : addDays(j.stage.today, j.random.int(10, 60))
  const newDueOn = wanted > j.plannedOn ? wanted : addDays(j.plannedOn, 15)
  await j.act(j.unit.secretary, 'requestExtension', { newDueOn, reason: j.say(words.requestExtension) })
}
export const approveExtension = (j: Journey) =>
  j.act(j.county.office, 'approveExtension', { note: j.say(words.approveExtension) })
export const refuseExtension = (j: Journey) =>
  j.act(j.county.office, 'refuseExtension', { reason: j.say(words.refuseExtension) })

export async function askSuspension(j: Journey): Promise<void> {
  const reasonClass = j.random.pick(
    j.isVillage
      ? (['policy', 'legacy', 'funding', 'litigation'] as const)
      : (['policy', 'funding', 'upper_level'] as const),
  )
  const resumed = j.dayOfNext('resume')
  await j.act(j.unit.secretary, 'requestSuspension', {
    until: resumed ?? addDays(j.stage.today, j.random.int(3, 90)),
    reasonClass,
    reason: words.suspension[reasonClass],
  })
}
export const approveSuspension = (j: Journey) =>
  j.act(j.county.leader, 'approveSuspension', { note: j.say(words.approveSuspension) })
export const refuseSuspension = (j: Journey) =>
  j.act(j.county.leader, 'refuseSuspension', { reason: j.say(words.refuseSuspension) })
export const resume = (j: Journey) => j.act(j.county.office, 'resume', { note: j.say(words.resume) })

/** Asked by somebody without a demo account, so that the demo office can decide it. */
export async function askCorrection(j: Journey): Promise<void> {
  const asking = j.stage.cast.county.office.find(({ username }) => username === undefined)!
  await j.act(asking, 'requestCorrection', {
    newText: j.problem.filled.text(j.problem.theme.found),
    reason: j.say(words.correction),
  })
}
export const confirmCorrection = (j: Journey) =>
  j.act(j.county.leader, 'confirmCorrection', { note: '与底稿核对一致，同意更正。' })

/** To the township: what it maintains itself is its own to put right. */
export const askReassign = (j: Journey) =>
  j.act(j.unit.secretary, 'requestReassignment', {
    organizationId: j.town!.id,
    reason: j.say(words.reassign),
  })
export async function approveReassign(j: Journey): Promise<void> {
  await j.act(j.county.leader, 'approveReassignment', { note: j.say(words.approveReassign) })
  j.unit = j.town!
}
export const refuseReassign = (j: Journey) =>
  j.act(j.county.leader, 'refuseReassignment', { reason: j.say(words.refuseReassign) })

export const list = (j: Journey) => j.act(j.county.office, 'list', { reason: j.say(words.list) })
export const unlist = (j: Journey) => j.act(j.county.leader, 'unlist', { reason: j.say(words.unlist) })
