import type { Actor as LifecycleActor } from '#platform/lifecycle/step.ts'
import type { Actor, Grant } from './actor.ts'

/**
 * Somebody as an engine sees them: every party that all their roles make them, and which of those they are only in the
 * place of whoever handed them the role 代办. Pure.
 * @param partiesOf what the feature's policy says of an actor
 */
export function actingWith<P extends string>(
  actor: Actor,
  partiesOf: (actor: Actor) => ReadonlySet<P>,
): LifecycleActor<P> {
  const parties = partiesOf(actor)
  const handed = actor.grants.filter(isHanded)
  if (handed.length === 0) return { personId: actor.personId, parties }
  const own = partiesOf({ ...actor, grants: actor.grants.filter((grant) => !grant.onBehalfOf) })
  const standsIn = new Map<P, string>()
  for (const grant of handed)
    for (const party of partiesOf({ ...actor, grants: [grant] }))
      if (parties.has(party) && !own.has(party) && !standsIn.has(party))
        standsIn.set(party, grant.onBehalfOf.id)
  return { personId: actor.personId, parties, standsIn, persons: standingFor(actor) }
}

type Handed = Grant & { onBehalfOf: NonNullable<Grant['onBehalfOf']> }
const isHanded = (grant: Grant): grant is Handed => grant.onBehalfOf !== undefined

/** Themselves, and everybody whose roles they hold for some days: what any of these did, they did (apply ≠ approve). */
export const standingFor = (actor: Actor): string[] => [
  ...new Set([
    ...(actor.personId === null ? [] : [actor.personId]),
    ...actor.grants.flatMap(({ onBehalfOf }) => onBehalfOf?.id ?? []),
  ]),
]
