import { type Actor, actingWith, holds } from '#features/accounts/index.ts'
import type { Actor as LifecycleActor } from '#platform/lifecycle/step.ts'
import type { Party } from './lifecycle.ts'

/** What of a campaign decides who somebody is to it: who holds it. */
export type Belonging = {
  organization_id: string
  township_id: string | null
  /** Where it rates; unknown while it is being prepared. */
  plan?: { places: readonly { id: string; heirs?: readonly { id: string }[] | undefined }[] }
}

/** Which parties of the lifecycle this actor is for this campaign. */
export function partiesOf(actor: Actor, campaign: Belonging): ReadonlySet<Party> {
  const parties = new Set<Party>()
  if (actor.personId === null) return parties.add('timer')
  // 回避: whoever answers for a place that is rated has no part in it, whatever other post they hold.
  if (answersForRated(actor, campaign)) return parties
  const inCounty = (role: Actor['grants'][number]['role']) =>
    actor.grants.some((grant) => grant.role === role && grant.organizationKind === 'county')
  const isTownships = campaign.township_id !== null
  if (inCounty('office')) parties.add('organizer').add('approver')
  if (inCounty('leader')) parties.add('approver')
  if (isTownships && holds(actor, ['secretary', 'clerk'], campaign.township_id)) parties.add('organizer')
  if (isTownships && holds(actor, ['secretary'], campaign.township_id)) parties.add('approver')
  return parties
}

const answersForRated = (actor: Actor, { organization_id, plan }: Belonging): boolean =>
  (plan?.places ?? [])
    // A village that became part of its township would leave the township to rate itself.
    .flatMap(({ id, heirs = [] }) => [
      ...(id === organization_id ? [] : [id]),
      ...heirs.map((heir) => heir.id),
    ])
    .some((id) => holds(actor, ['secretary', 'clerk'], id))

/** Who may read papers in: those who organise it, and the inspectors. Never the place that is rated. */
export const mayEnterPapers = (actor: Actor, campaign: Belonging): boolean =>
  actingOn(actor, campaign).parties.has('organizer') ||
  (!answersForRated(actor, campaign) &&
    actor.grants.some((grant) => grant.role === 'inspector' && grant.organizationKind === 'county'))

/** Whose problems a campaign may ask about: everybody's by the county, those of its own villages by a township (回避). */
export const mayRate = (
  campaign: Belonging,
  problem: { organization_id: string; township_id: string | null },
): boolean =>
  campaign.township_id === null ||
  (problem.township_id === campaign.township_id && problem.organization_id !== campaign.organization_id)

/** Whether this actor may prepare a campaign of that holder that rates this place. */
export const mayPrepareFor = (actor: Actor, holder: Belonging, placeId: string): boolean =>
  actingOn(actor, { ...holder, plan: { places: [{ id: placeId }] } }).parties.has('organizer')

export const actingOn = (actor: Actor, campaign: Belonging): LifecycleActor<Party> =>
  actingWith(actor, (holder) => partiesOf(holder, campaign))
