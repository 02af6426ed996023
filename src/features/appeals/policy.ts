import { type Actor, actingWith, holds, isTownshipLike } from '#features/accounts/index.ts'
import type { Actor as LifecycleActor } from '#platform/lifecycle/step.ts'
import { type AppealState, appealLifecycle, type Party } from './lifecycle.ts'

/** What of an appeal decides who somebody is to it. */
export type Belonging = {
  place_id: string
  township_id: string | null
  handler_id: string | null
  assistant_ids: readonly string[]
  about_village: boolean
}

/**
 * Which parties of the lifecycle this actor is for this appeal. A township's registrar and secretary act for its
 * villages; the county's registrar and leaders for everything. Whoever belongs to the village that a matter is about is
 * no party to it, whatever posts they hold (domain.md 7.1).
 */
export function partiesOf(actor: Actor, appeal: Belonging): ReadonlySet<Party> {
  const parties = new Set<Party>()
  if (actor.personId === null) return parties.add('timer')
  if (isConcerned(actor, appeal)) return parties
  const inCounty = (role: Actor['grants'][number]['role']) =>
    actor.grants.some((grant) => grant.role === role && grant.organizationKind === 'county')
  if (inCounty('registrar') || holds(actor, ['registrar'], appeal.township_id)) parties.add('registrar')
  if (inCounty('leader')) parties.add('leaders').add('superior')
  if (inCounty('office')) parties.add('office')
  if (holds(actor, ['secretary'], appeal.township_id)) parties.add('leaders')
  if (holds(actor, ['secretary', 'clerk'], appeal.handler_id)) parties.add('handler')
  if (appeal.assistant_ids.some((id) => holds(actor, ['secretary', 'clerk'], id))) parties.add('assistant')
  return parties
}

/**
 * 回避: holds a post in the village whose own people it is about, or in the township. A township's registrar takes it in
 * all the same, as somebody has to; what follows is decided at the county.
 */
export const isConcerned = (actor: Actor, appeal: Belonging): boolean =>
  appeal.about_village && concernedIds(actor.grants).includes(appeal.place_id)

export const concernedIds = (grants: Actor['grants']): string[] =>
  grants.flatMap(({ role, organizationId, organizationKind }) =>
    role === 'registrar' && isTownshipLike(organizationKind) ? [] : [organizationId],
  )

export const actingOn = (actor: Actor, appeal: Belonging): LifecycleActor<Party> =>
  actingWith(actor, (holder) => partiesOf(holder, appeal))

/** The resident, known by the receipt and by nothing else. */
export const asResident: LifecycleActor<Party> = { personId: null, parties: new Set(['resident']) }

/**
 * Whoever answers for it reads where it came from and who looked at who it was, and why; a handler does not: the name of
 * a group, or what a registrar had to ring up about, says too much in a village.
 */
export const readsOrigin = (actor: Actor, appeal: Belonging): boolean =>
  [...partiesOf(actor, appeal)].some((party) => party !== 'handler' && party !== 'assistant')

/** Papers of the appeal that this reader may look at; what was withheld, whoever answers for it does. */
export const readsPaper = (
  actor: Actor,
  appeal: Belonging & { pictures_withheld: boolean },
  { kind }: { kind: string },
): boolean => kind !== 'resident' || !appeal.pictures_withheld || readsOrigin(actor, appeal)

/** Who may ask for an identity: the registrar always; the handler only where the resident said so (domain.md 7.1). */
export function mayOpenIdentity(
  actor: Actor,
  appeal: Belonging & { openness: string; state: AppealState },
): Party | 'discipline' | undefined {
  // What was passed on is the county's discipline office's, and so is whom to ask about it.
  if (appeal.state === 'diverted') return mayReceiveDiverted(actor) ? 'discipline' : undefined
  const parties = partiesOf(actor, appeal)
  if (parties.has('registrar')) return 'registrar'
  // Once it is over, a handler has nobody to speak with any more.
  const { ends, clock } = appealLifecycle.states[appeal.state]
  const isRunning = !ends && clock !== 'window'
  return appeal.openness === 'handler' && isRunning && parties.has('handler') ? 'handler' : undefined
}

/** 县纪委: the county's discipline office, and nobody else: a township's may be whom it is about. */
export const mayReceiveDiverted = (actor: Actor): boolean =>
  actor.grants.some(({ role, organizationKind }) => role === 'discipline' && organizationKind === 'county')
