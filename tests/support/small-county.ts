import type { Actor, Grant, Role } from '#features/accounts/index.ts'
import { createDirectory } from '#features/organizations/index.ts'
import { type Deps, problemRules } from '#features/problems/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { createNumbers } from '#platform/numbers.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { createWorlds, type World } from '#platform/world.ts'
import type { TestDatabase } from './database.ts'

/**
 * A county just large enough for every party of the ledger: one township with two villages, a second township, a
 * department. People are named after what they are; two of a kind where two people are asked for.
 */
export type SmallCounty = Awaited<ReturnType<typeof createSmallCounty>>

const organizationsOf = {
  county: { kind: 'county', name: '清溪县', parent: null, township: null },
  stoneBridge: { kind: 'township', name: '石桥镇', parent: 'county', township: 'stoneBridge' },
  upperVillage: { kind: 'village', name: '上河村', parent: 'stoneBridge', township: 'stoneBridge' },
  lowerVillage: { kind: 'village', name: '下河村', parent: 'stoneBridge', township: 'stoneBridge' },
  willow: { kind: 'township', name: '柳林镇', parent: 'county', township: 'willow' },
  willowVillage: { kind: 'village', name: '柳岸村', parent: 'willow', township: 'willow' },
  agriculture: { kind: 'department', name: '农业农村局', parent: 'county', township: null },
} as const
export type OrganizationName = keyof typeof organizationsOf

const peopleOf = {
  office: ['office', 'county'],
  office2: ['office', 'county'],
  leader: ['leader', 'county'],
  inspector: ['inspector', 'county'],
  inspector2: ['inspector', 'county'],
  discipline: ['discipline', 'county'],
  personnel: ['personnel', 'county'],
  viewer: ['viewer', 'county'],
  admin: ['admin', 'county'],
  townSecretary: ['secretary', 'stoneBridge'],
  townClerk: ['clerk', 'stoneBridge'],
  otherTownSecretary: ['secretary', 'willow'],
  villageSecretary: ['secretary', 'upperVillage'],
  villageClerk: ['clerk', 'upperVillage'],
  siblingSecretary: ['secretary', 'lowerVillage'],
  otherVillageSecretary: ['secretary', 'willowVillage'],
  departmentSecretary: ['secretary', 'agriculture'],
} as const satisfies Record<string, readonly [Role, OrganizationName]>
export type PersonName = keyof typeof peopleOf

export async function createSmallCounty(test: TestDatabase, countyId = 1) {
  const ids = Object.fromEntries(Object.keys(organizationsOf).map((name) => [name, newId()])) as Record<
    OrganizationName,
    string
  >
  const people = Object.fromEntries(Object.keys(peopleOf).map((name) => [name, newId()])) as Record<
    PersonName,
    string
  >
  await test.owner.query('INSERT INTO counties (county_id, code, name) VALUES ($1, $2, $3)', [
    countyId,
    `C${countyId}`,
    '清溪县',
  ])
  const owner = connectDatabase(test.owner)
  await owner.write(countyId, async (tx) => {
    for (const [name, o] of Object.entries(organizationsOf) as [
      OrganizationName,
      (typeof organizationsOf)[OrganizationName],
    ][])
      await tx
        .insertInto('organizations')
        .values({
          county_id: countyId,
          id: ids[name],
          code: `C${countyId}-${name}`,
          kind: o.kind,
          name: o.name,
          short_name: o.name,
          parent_id: o.parent ? ids[o.parent] : null,
          township_id: o.township ? ids[o.township] : null,
        })
        .execute()
    for (const [name, [role, organization]] of Object.entries(peopleOf) as [
      PersonName,
      [Role, OrganizationName],
    ][]) {
      await tx
        .insertInto('people')
        .values({ county_id: countyId, id: people[name], name: `人${name}` })
        .execute()
      await tx
        .insertInto('role_grants')
        .values({
          county_id: countyId,
          id: newId(),
          person_id: people[name],
          role,
          organization_id: ids[organization],
        })
        .execute()
    }
    await seedRules(tx, countyId, problemRules)
  })
  const database = connectDatabase(test.app)
  const worlds = createWorlds(database)
  const deps: Deps = {
    database,
    worlds,
    directory: createDirectory(database),
    numbers: createNumbers(database),
    jobs: { sendIn: async () => undefined },
    now: () => new Date(),
  }
  const actor = (name: PersonName): Actor => {
    const [role, organization] = peopleOf[name]
    const grant: Grant = {
      role,
      organizationId: ids[organization],
      organizationKind: organizationsOf[organization].kind,
    }
    return { countyId, personId: people[name], name: `人${name}`, grants: [grant], scopes: null }
  }
  return {
    countyId,
    organizations: ids,
    people,
    personNames: Object.keys(peopleOf) as PersonName[],
    deps,
    actor,
    world: (now: Date): Promise<World> => worlds.of(countyId, now),
  }
}
