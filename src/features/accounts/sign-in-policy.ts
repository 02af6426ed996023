import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import type { Role } from './api.ts'

type HelpAct = 'findAccount' | 'resetPassword' | 'unlockSignIn' | 'askReset' | 'listResets' | 'decideReset'

/**
 * Who helps people who cannot sign in (domain.md 7.2): the system administrator does it; what needs a second hand is
 * decided by who is the second for that person (`secondFor`).
 */
const helpers: Record<HelpAct, readonly Role[]> = {
  findAccount: ['system_admin'],
  resetPassword: ['system_admin'],
  unlockSignIn: ['system_admin'],
  askReset: ['system_admin'],
  listResets: ['system_admin', 'security_admin', 'audit_admin'],
  decideReset: ['security_admin', 'audit_admin'],
}

/** Throws Refused `not_yours`. */
export function mayHelp(actor: Actor, act: HelpAct): void {
  const by = helpers[act]
  if (!actor.grants.some(({ role }) => by.includes(role))) throw new Refused({ code: 'not_yours', act, by })
}
