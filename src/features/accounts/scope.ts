import type { Actor, Grant } from './actor.ts'
import { isAdminRole, type Role } from './api.ts'

/**
 * Which organisations' business an actor sees. A row is inside when its organisation is one of `organizationIds` or
 * its township one of `townshipIds`. Both empty: nothing.
 */
export type Scope = { all: true } | { all: false; organizationIds: string[]; townshipIds: string[] }

/** Bodies that work for the whole county, once they are granted on its root. */
const COUNTY_ROLES: readonly Role[] = [
  'office',
  'leader',
  'inspector',
  'discipline',
  'personnel',
  'viewer',
  'secrecy',
  'registrar',
]

/** Who works in a township does these for it; everybody else for the county: 乡镇纪委, a township's secrecy reviewer, its registrar. */
const TOWNSHIP_TOO: readonly Role[] = ['discipline', 'secrecy', 'registrar']

/**
 * Whether a role is granted on the county, whatever organisation somebody works in, for it works for all of it. A
 * viewer is granted where there is something to see.
 * @param organizationKind of the organisation they work in
 */
export function isGrantedOnCounty(role: Role, organizationKind: string): boolean {
  if (TOWNSHIP_TOO.includes(role) && isTownshipLike(organizationKind)) return false
  return isAdminRole(role) || (role !== 'viewer' && COUNTY_ROLES.includes(role))
}

/** Organisations that have villages or communities below them. */
export const isTownshipLike = (organizationKind: string): boolean =>
  organizationKind === 'township' || organizationKind === 'street' || organizationKind === 'committee'

/**
 * domain.md 7.7: by organisation path. An administrator runs the system and reads none of its business; a registrar of
 * appeals has no business in the ledger of problems.
 */
export function scopeOf(actor: Actor): Scope {
  const grants = actor.grants.filter(({ role }) => !isAdminRole(role) && role !== 'registrar')
  if (grants.some(isCountyWide)) return { all: true }
  const [townships, others] = partition(grants, (grant) => isTownshipLike(grant.organizationKind))
  return { all: false, organizationIds: idsOf(others), townshipIds: idsOf(townships) }
}

const isCountyWide = (grant: Grant): boolean =>
  grant.organizationKind === 'county' && COUNTY_ROLES.includes(grant.role)

const idsOf = (grants: readonly Grant[]): string[] => [
  ...new Set(grants.map((grant) => grant.organizationId)),
]

function partition<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))]
}
