import { type Actor, actingWith, holds } from '#features/accounts/index.ts'
import type { Actor as LifecycleActor } from '#platform/lifecycle/step.ts'
import type { Party } from './lifecycle.ts'

/** What of a publication decides who somebody is to it. */
export type Belonging = { organization_id: string; township_id: string | null }

/** Which parties of the lifecycle this actor is for this publication. */
export function partiesOf(actor: Actor, publication: Belonging): ReadonlySet<Party> {
  const parties = new Set<Party>()
  if (actor.personId === null) return parties.add('timer')
  const { organization_id, township_id } = publication
  const inCounty = (role: Actor['grants'][number]['role']) =>
    actor.grants.some((grant) => grant.role === role && grant.organizationKind === 'county')
  if (inCounty('office')) parties.add('drafting').add('approver')
  if (inCounty('leader')) parties.add('leaders').add('approver')
  if (inCounty('secrecy')) parties.add('secrecy')
  if (holds(actor, ['secrecy'], township_id)) parties.add('secrecy')
  // The township publishes for its villages; its secretary approves what others have drafted.
  if (holds(actor, ['secretary', 'clerk'], township_id)) parties.add('drafting')
  if (holds(actor, ['secretary'], township_id)) parties.add('approver')
  if (holds(actor, ['secretary', 'clerk'], organization_id)) parties.add('drafting').add('responsible')
  // The county's own publications are answered for by its office.
  if (holds(actor, ['office'], organization_id)) parties.add('responsible')
  // What residents say of an organisation is read by others before it: whoever answers for it screens nothing (回避).
  const isVillage = township_id !== organization_id
  const above = isVillage && holds(actor, ['secretary', 'clerk', 'secrecy'], township_id)
  if ((above || inCounty('office') || inCounty('secrecy')) && !parties.has('responsible'))
    parties.add('screening')
  return parties
}

/** Residents' words that nobody has looked at, or that were set aside, are for those who screen them. */
export const maySeeComment = (parties: ReadonlySet<Party>, status: string): boolean =>
  parties.has('screening') || (status !== 'waiting' && status !== 'set_aside')

export const actingOn = (actor: Actor, publication: Belonging): LifecycleActor<Party> =>
  actingWith(actor, (holder) => partiesOf(holder, publication))
