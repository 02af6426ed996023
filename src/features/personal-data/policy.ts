import type { Actor, Role } from '#features/accounts/index.ts'
import { Refused } from '#platform/refusal.ts'

/** Who enters people also keeps their numbers, and finds out whose one is. */
export const keepers: readonly Role[] = ['system_admin']

/** Who has to reach people: they are shown the middle of a number only after they have said why. */
export const openers: readonly Role[] = ['system_admin', 'office']

/** Who decides what people ask about their own data. */
export const deciders: readonly Role[] = ['security_admin']

/** The first of the roles that the actor holds on the county itself. */
export const heldOnCounty = (actor: Actor, roles: readonly Role[]): Role | undefined =>
  roles.find((role) =>
    actor.grants.some((grant) => grant.role === role && grant.organizationKind === 'county'),
  )

/**
 * Acting as which of the roles.
 * @throws Refused `not_yours`
 */
export function actingAs(actor: Actor, act: string, roles: readonly Role[]): { personId: string; as: Role } {
  const as = heldOnCounty(actor, roles)
  if (!as || actor.personId === null) throw new Refused({ code: 'not_yours', act, by: roles })
  return { personId: actor.personId, as }
}
