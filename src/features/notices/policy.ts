import type { Actor, Role } from '#features/accounts/index.ts'

/**
 * Where data leaves the house is laid down by two, as rights are (decision 0015): the system administrator asks, the
 * security administrator confirms; the audit administrator sees it.
 */
export const askers: readonly Role[] = ['system_admin']
export const deciders: readonly Role[] = ['security_admin']
export const readers: readonly Role[] = ['system_admin', 'security_admin', 'audit_admin']

/** Administrators' own rights are nobody's to hand over. */
const holdsAny = (actor: Pick<Actor, 'grants'>, roles: readonly Role[]): boolean =>
  actor.grants.some(
    ({ role, organizationKind, onBehalfOf }) =>
      roles.includes(role) && organizationKind === 'county' && onBehalfOf === undefined,
  )

export const mayAsk = (actor: Pick<Actor, 'grants'>): boolean => holdsAny(actor, askers)
export const mayRead = (actor: Pick<Actor, 'grants'>): boolean => holdsAny(actor, readers)
export const mayDecide = (actor: Pick<Actor, 'grants'>): boolean => holdsAny(actor, deciders)

export type Doing = 'decide' | 'end' | 'resume' | 'test'

/** What may be done to an outlet now. */
export function doingsOf(
  actor: Pick<Actor, 'grants' | 'personId'>,
  { status, asked_by }: { status: string; asked_by: string },
): Doing[] {
  const can: Doing[] = []
  if (status === 'asked' && mayDecide(actor) && actor.personId !== asked_by) can.push('decide')
  if (!mayAsk(actor)) return can
  if (status === 'asked' || status === 'active' || status === 'disabled') can.push('end')
  if (status === 'active') can.push('test')
  if (status === 'disabled') can.push('resume')
  return can
}
