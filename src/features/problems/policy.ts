import { type Actor, actingWith, holds } from '#features/accounts/index.ts'
import type { Actor as LifecycleActor } from '#platform/lifecycle/step.ts'
import type { Party } from './lifecycle.ts'

/** What of a problem decides who somebody is to it. */
export type Belonging = { organization_id: string; township_id: string | null }

/**
 * Which parties of the lifecycle this actor is for this problem. County bodies act county-wide; secretaries and
 * clerks act for their own organisation, and a township's also for its villages.
 */
export function partiesOf(actor: Actor, problem: Belonging): ReadonlySet<Party> {
  const parties = new Set<Party>()
  if (actor.personId === null) return parties.add('timer')
  for (const { role, organizationKind } of actor.grants) {
    const party = organizationKind === 'county' ? countyParty[role] : undefined
    if (party) parties.add(party)
  }
  if (holds(actor, ['secretary'], problem.organization_id)) parties.add('obligor_head').add('obligor')
  if (holds(actor, ['clerk'], problem.organization_id)) parties.add('obligor')
  const isVillage = isVillageProblem(problem)
  if (isVillage && holds(actor, ['secretary', 'clerk'], problem.township_id)) parties.add('township')
  if (parties.has(isVillage ? 'township' : 'office')) parties.add('first_reviewer').add('supervisor')
  // 回避: who answers for a problem judges it in no other post they hold, whoever sent the application.
  if (parties.has('obligor')) for (const judge of judges) parties.delete(judge)
  return parties
}

const judges: readonly Party[] = [
  'office',
  'leaders',
  'inspector',
  'discipline',
  'personnel',
  'township',
  'first_reviewer',
  'supervisor',
]

/** A village's township is another organisation; a township names itself, a county body none. */
export const isVillageProblem = (problem: Belonging): boolean =>
  problem.township_id !== null && problem.township_id !== problem.organization_id

const countyParty: Partial<Record<Actor['grants'][number]['role'], Party>> = {
  office: 'office',
  leader: 'leaders',
  inspector: 'inspector',
  discipline: 'discipline',
  personnel: 'personnel',
}

export const actingOn = (actor: Actor, problem: Belonging): LifecycleActor<Party> =>
  actingWith(actor, (holder) => partiesOf(holder, problem))
