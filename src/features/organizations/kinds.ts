import type { OrganizationKind } from './api.ts'

const parents: Record<OrganizationKind, readonly OrganizationKind[]> = {
  county: [],
  township: ['county'],
  street: ['county'],
  committee: ['county'],
  village: ['township', 'street', 'committee'],
  community: ['township', 'street', 'committee'],
  department: ['county', 'township', 'street', 'committee'],
  enterprise: ['county', 'township', 'street', 'committee'],
}

/** Whether an organisation of that kind may stand below one of the other kind. */
export const mayStandBelow = (kind: OrganizationKind, parentKind: OrganizationKind): boolean =>
  parents[kind].includes(parentKind)
