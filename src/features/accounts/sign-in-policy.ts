import { Refused } from '#platform/refusal.ts'
import type { Actor } from './actor.ts'
import type { Role } from './api.ts'

type HelpAct =
  | 'findAccount'
  | 'resetPassword'
  | 'unlockSignIn'
  | 'askFactorReset'
  | 'listFactorResets'
  | 'decideFactorReset'

/** Who helps people who cannot sign in (domain.md 7.2): the first does it, a lost second factor needs the second too. */
const helpers: Record<HelpAct, readonly Role[]> = {
  findAccount: ['system_admin'],
  resetPassword: ['system_admin'],
  unlockSignIn: ['system_admin'],
  askFactorReset: ['system_admin'],
  listFactorResets: ['system_admin', 'security_admin'],
  decideFactorReset: ['security_admin'],
}

/** Throws Refused `not_yours`. */
export function mayHelp(actor: Actor, act: HelpAct): void {
  const by = helpers[act]
  if (!actor.grants.some(({ role }) => by.includes(role))) throw new Refused({ code: 'not_yours', act, by })
}
