import { type Actor, actingWith, holds } from '#features/accounts/index.ts'
import type { Actor as LifecycleActor } from '#platform/lifecycle/step.ts'
import type { Party } from './lifecycle.ts'

/** What of a campaign decides who somebody is to it: who holds it. */
export type Belonging = { organization_id: string; township_id: string | null }

/** Which parties of the lifecycle this actor is for this campaign. */
export function partiesOf(actor: Actor, campaign: Belonging): ReadonlySet<Party> {
  const parties = new Set<Party>()
  if (actor.personId === null) return parties.add('timer')
  const inCounty = (role: Actor['grants'][number]['role']) =>
    actor.grants.some((grant) => grant.role === role && grant.organizationKind === 'county')
  const isTownships = campaign.township_id !== null
  if (inCounty('office')) parties.add('organizer').add('approver')
  if (inCounty('leader')) parties.add('approver')
  if (isTownships && holds(actor, ['secretary', 'clerk'], campaign.township_id)) parties.add('organizer')
  if (isTownships && holds(actor, ['secretary'], campaign.township_id)) parties.add('approver')
  return parties
}

/** Who may read papers in: those who organise it, and the inspectors. Never the place that is rated. */
export const mayEnterPapers = (actor: Actor, campaign: Belonging): boolean =>
  actingOn(actor, campaign).parties.has('organizer') ||
  actor.grants.some((grant) => grant.role === 'inspector' && grant.organizationKind === 'county')

/** Whose problems a campaign may ask about: everybody's by the county, those of its own villages by a township (回避). */
export const mayRate = (
  campaign: Belonging,
  problem: { organization_id: string; township_id: string | null },
): boolean =>
  campaign.township_id === null ||
  (problem.township_id === campaign.township_id && problem.organization_id !== campaign.organization_id)

export const actingOn = (actor: Actor, campaign: Belonging): LifecycleActor<Party> =>
  actingWith(actor, (holder) => partiesOf(holder, campaign))
