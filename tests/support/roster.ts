import type { Actor, Grant, Role } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'

/**
 * Named people of a county just large enough for every party of the ledger: one township with two villages, a
 * second township, a department. Two of a kind where two people are asked for.
 */
export const organizationsOf = {
  county: { kind: 'county', name: '清溪县', parent: null, township: null },
  stoneBridge: { kind: 'township', name: '石桥镇', parent: 'county', township: 'stoneBridge' },
  upperVillage: { kind: 'village', name: '上河村', parent: 'stoneBridge', township: 'stoneBridge' },
  lowerVillage: { kind: 'village', name: '下河村', parent: 'stoneBridge', township: 'stoneBridge' },
  willow: { kind: 'township', name: '柳林镇', parent: 'county', township: 'willow' },
  willowVillage: { kind: 'village', name: '柳岸村', parent: 'willow', township: 'willow' },
  agriculture: { kind: 'department', name: '农业农村局', parent: 'county', township: null },
} as const
export type OrganizationName = keyof typeof organizationsOf

export const peopleOf = {
  office: ['office', 'county'],
  office2: ['office', 'county'],
  leader: ['leader', 'county'],
  inspector: ['inspector', 'county'],
  inspector2: ['inspector', 'county'],
  discipline: ['discipline', 'county'],
  personnel: ['personnel', 'county'],
  viewer: ['viewer', 'county'],
  secrecy: ['secrecy', 'county'],
  countyRegistrar: ['registrar', 'county'],
  systemAdmin: ['system_admin', 'county'],
  securityAdmin: ['security_admin', 'county'],
  auditAdmin: ['audit_admin', 'county'],
  townSecretary: ['secretary', 'stoneBridge'],
  townClerk: ['clerk', 'stoneBridge'],
  townDiscipline: ['discipline', 'stoneBridge'],
  townRegistrar: ['registrar', 'stoneBridge'],
  townRegistrar2: ['registrar', 'stoneBridge'],
  otherTownSecretary: ['secretary', 'willow'],
  villageSecretary: ['secretary', 'upperVillage'],
  villageClerk: ['clerk', 'upperVillage'],
  siblingSecretary: ['secretary', 'lowerVillage'],
  otherVillageSecretary: ['secretary', 'willowVillage'],
  departmentSecretary: ['secretary', 'agriculture'],
} as const satisfies Record<string, readonly [Role, OrganizationName]>
export type PersonName = keyof typeof peopleOf

export const personNames = Object.keys(peopleOf) as PersonName[]
export const organizationNames = Object.keys(organizationsOf) as OrganizationName[]

export type Roster = {
  countyId: number
  organizations: Record<OrganizationName, string>
  people: Record<PersonName, string>
  actor(name: PersonName): Actor
}

export function createRoster(countyId = 1): Roster {
  const fresh = <N extends string>(names: readonly N[]) =>
    Object.fromEntries(names.map((name) => [name, newId()])) as Record<N, string>
  const organizations = fresh(organizationNames)
  const people = fresh(personNames)
  return {
    countyId,
    organizations,
    people,
    actor(name) {
      const [role, organization] = peopleOf[name]
      const organizationKind = organizationsOf[organization].kind
      const grant: Grant = { role, organizationId: organizations[organization], organizationKind }
      return { countyId, personId: people[name], name: `人${name}`, grants: [grant], scopes: null }
    },
  }
}

/** The problem's two ids as the roster's upper village has them. */
export const villageProblem = ({ organizations }: Roster) => ({
  organization_id: organizations.upperVillage,
  township_id: organizations.stoneBridge,
})
