import { type Actor, isAdminRole, type Role } from '#features/accounts/index.ts'
import { Refused } from '#platform/refusal.ts'

type Grant = Actor['grants'][number]

/** Who enters people also keeps their numbers, and finds out whose one is. */
export const keepers: readonly Role[] = ['system_admin']

/** Who has to reach people: they are shown the middle of a number only after they have said why. */
export const openers: readonly Role[] = ['system_admin', 'office']

/** Who decides what people ask about their own data. */
export const deciders: readonly Role[] = ['security_admin']

/**
 * The first of the roles that the actor holds on the county itself: their own, or the office's in its place. What an
 * administrator may do about people's data is nobody's to hand over.
 */
export function heldOnCounty(actor: Actor, roles: readonly Role[]): Grant | undefined {
  const held = roles.flatMap((role) =>
    actor.grants.filter((grant) => grant.role === role && grant.organizationKind === 'county'),
  )
  return (
    held.find(({ onBehalfOf }) => onBehalfOf === undefined) ?? held.find(({ role }) => !isAdminRole(role))
  )
}

/**
 * Acting as which of the roles, and in whose place.
 * @throws Refused `not_yours`
 */
export function actingAs(
  actor: Actor,
  act: string,
  roles: readonly Role[],
): { personId: string; as: Role; onBehalfOf: string | null } {
  const grant = heldOnCounty(actor, roles)
  if (!grant || actor.personId === null) throw new Refused({ code: 'not_yours', act, by: roles })
  return { personId: actor.personId, as: grant.role, onBehalfOf: grant.onBehalfOf?.id ?? null }
}
