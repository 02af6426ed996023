import { type Decision, decided, refuse } from '#platform/refusal.ts'
import { type Actor, holdsOwnOnCounty } from './actor.ts'
import { isAdminRole, type Role } from './api.ts'

/** Who asks for a role, or for its end. The system administrator and the office ask by what they import. */
export type Asker = 'security_admin' | 'system_admin' | 'office'
export type Decider = 'security_admin' | 'system_admin' | 'audit_admin' | 'leader'

export type RequestFacts = { role: Role; asked_as: Asker; asked_by: string; person_id: string }

/**
 * Who confirms. Of the two hands that a business role goes through, one is a security administrator's. An
 * administrator's role is confirmed by the audit administrator or the leading group, and so is the leading group's own:
 * system and security administrator together can neither make another administrator, nor take the place of an absent
 * auditor, nor make somebody who would confirm it for them. A county's first leader is confirmed by the audit
 * administrator. The table `grant_requests` holds the same.
 */
export function decidersOf({ role, asked_as }: Pick<RequestFacts, 'role' | 'asked_as'>): readonly Decider[] {
  if (isAdminRole(role) || role === 'leader') return ['audit_admin', 'leader']
  return asked_as === 'security_admin' ? ['security_admin', 'system_admin', 'leader'] : ['security_admin']
}

/** As what the actor may decide this request, or why not. Nobody confirms what they asked, nor what is theirs. */
export function decidingAs(actor: Actor, request: RequestFacts): Decision<Decider> {
  const by = decidersOf(request)
  const as = by.find((role) => holdsOwnOnCounty(actor, role))
  if (!as) return refuse({ code: 'not_yours', act: 'decideGrants', by })
  if (actor.personId === request.asked_by)
    return refuse({ code: 'same_person', act: 'decideGrants', other: 'askGrant' })
  if (actor.personId === request.person_id)
    return refuse({ code: 'same_person', act: 'decideGrants', other: 'receiveGrant' })
  return decided(as)
}

/** Roles whose holders confirm some request or other: who is shown what waits. */
export const deciderRoles: readonly Decider[] = ['security_admin', 'system_admin', 'audit_admin', 'leader']

/** The first of these that the actor holds themselves on the county, or a refusal. */
export function actingAs<R extends Role>(actor: Actor, act: string, by: readonly R[]): Decision<R> {
  const as = by.find((role) => holdsOwnOnCounty(actor, role))
  return as ? decided(as) : refuse({ code: 'not_yours', act, by })
}
