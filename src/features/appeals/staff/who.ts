import type { Me, Role } from '#features/accounts/api.ts'
import { hasCountyRole } from '#features/accounts/staff/index.ts'

/** What is worth showing to whom. The server judges every request by itself: what is left out only spares a dead end. */

const holds = (me: Me | undefined, ...roles: Role[]): boolean =>
  me?.grants.some(({ role }) => roles.includes(role)) ?? false

const TOWNS = ['township', 'street', 'committee']

/** Registers, dispatches, calls back. */
export const isRegistrar = (me: Me | undefined): boolean => holds(me, 'registrar')

/** Has to do with appeals as they go round. */
export const worksOnAppeals = (me: Me | undefined): boolean =>
  holds(me, 'registrar', 'secretary', 'clerk') || hasCountyRole(me, 'leader', 'office')

/** The county's discipline office takes over what accuses somebody (domain.md 2.7). */
export const takesDiverted = (me: Me | undefined): boolean => hasCountyRole(me, 'discipline')

export const touchesAppeals = (me: Me | undefined): boolean =>
  worksOnAppeals(me) || takesDiverted(me) || readsRates(me)

/** Looks after more than what is their own: a township's secretary, whoever registers, the county's leaders. */
export const oversees = (me: Me | undefined): boolean =>
  isRegistrar(me) ||
  hasCountyRole(me, 'leader', 'office') ||
  (me?.grants.some(
    ({ role, organizationKind }) => role === 'secretary' && TOWNS.includes(organizationKind),
  ) ??
    false)

/** Reads the whole county's rates; a township's registrar, secretary and viewer theirs. */
export const readsCountyRates = (me: Me | undefined): boolean =>
  hasCountyRole(me, 'leader', 'office', 'viewer', 'registrar')

export const readsRates = (me: Me | undefined): boolean =>
  readsCountyRates(me) ||
  (me?.grants.some(
    ({ role, organizationKind }) =>
      ['registrar', 'secretary', 'viewer'].includes(role) && TOWNS.includes(organizationKind),
  ) ??
    false)

/** Looks after the appeals of the whole county. */
export const overseesCounty = (me: Me | undefined): boolean =>
  hasCountyRole(me, 'leader', 'office', 'registrar')

/** Sees appeals and nothing of the ledger of problems. */
export const seesAppealsOnly = (me: Me | undefined): boolean =>
  me !== undefined && me.grants.length > 0 && me.grants.every(({ role }) => role === 'registrar')

/** Where somebody may announce reception days: the organisations of their own posts. */
export const announcesAt = (me: Me | undefined): { id: string; name: string }[] => {
  const posts = (me?.grants ?? []).filter(
    ({ role, organizationKind }) =>
      role === 'registrar' ||
      role === 'leader' ||
      role === 'office' ||
      (role === 'secretary' && TOWNS.includes(organizationKind)),
  )
  return [...new Map(posts.map((p) => [p.organizationId, p.organizationName])).entries()].map(
    ([id, name]) => ({ id, name }),
  )
}
