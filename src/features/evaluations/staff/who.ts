import type { Me } from '#features/accounts/api.ts'

const HOLDERS = ['county', 'township', 'street', 'committee']

/** Works where campaigns are held, in the county or a township: whoever is rated has nothing to see here. */
export const seesCampaigns = (me: Me | undefined): boolean =>
  me?.grants.some(({ organizationKind }) => HOLDERS.includes(organizationKind)) ?? false
