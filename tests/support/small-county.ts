import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAdminRole, operator, recordBeginning, rightsRules, signInSeed } from '#features/accounts/index.ts'
import { appealMonths, appealRules } from '#features/appeals/index.ts'
import { evaluationRules } from '#features/evaluations/index.ts'
import { noticeRules } from '#features/notices/index.ts'
import { createDirectory } from '#features/organizations/index.ts'
import { type Deps, problemRules } from '#features/problems/index.ts'
import { type PublicityDeps, publicityRules } from '#features/publicity/index.ts'
import { connectDatabase, type Tx } from '#platform/database/transaction.ts'
import { localFileStore } from '#platform/files/index.ts'
import { newId } from '#platform/ids.ts'
import { createNumbers } from '#platform/numbers.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { createWorlds, type World } from '#platform/world.ts'
import type { TestDatabase } from './database.ts'
import { createRoster, organizationNames, organizationsOf, peopleOf, personNames } from './roster.ts'

/** The roster's county in a real database, with the shipped rules. */
export type SmallCounty = Awaited<ReturnType<typeof createSmallCounty>>

export async function createSmallCounty(test: Pick<TestDatabase, 'owner' | 'app'>, countyId = 1) {
  const roster = createRoster(countyId)
  const { organizations: ids, people } = roster
  await test.owner.query('INSERT INTO counties (county_id, code, name) VALUES ($1, $2, $3)', [
    countyId,
    `C${countyId}`,
    '清溪县',
  ])
  const owner = connectDatabase(test.owner)
  const begin = (tx: Tx, kind: 'organization' | 'person', id: string) =>
    recordBeginning(tx, countyId, {
      ...{ kind, case: id, act: 'begin', by: operator, now: new Date() },
      rows: {},
    })
  await owner.write(countyId, async (tx) => {
    for (const name of organizationNames) {
      const { kind, name: called, parent, township } = organizationsOf[name]
      const row = { county_id: countyId, id: ids[name], code: `C${countyId}-${name}`, kind, name: called }
      const above = { parent_id: parent && ids[parent], township_id: township && ids[township] }
      await tx
        .insertInto('organizations')
        .values({ ...row, ...above, short_name: called })
        .execute()
      await begin(tx, 'organization', row.id)
    }
    for (const name of personNames) {
      const [role, organization] = peopleOf[name]
      const office = isAdminRole(role) ? role : 'business'
      const person = { county_id: countyId, id: people[name], name: `人${name}`, office }
      await tx.insertInto('people').values(person).execute()
      // Long in office: tests act in a year of their own.
      const valid_from = new Date('2020-01-01T00:00:00Z')
      const grant = { county_id: countyId, id: newId(), person_id: person.id, role, valid_from }
      await tx
        .insertInto('role_grants')
        .values({ ...grant, organization_id: ids[organization] })
        .execute()
      await begin(tx, 'person', person.id)
    }
    await seedRules(tx, countyId, [
      ...problemRules,
      ...rightsRules,
      ...signInSeed,
      ...publicityRules,
      ...evaluationRules,
      ...appealRules,
      ...noticeRules,
    ])
  })
  const database = connectDatabase(test.app)
  const worlds = createWorlds(database)
  const deps: Deps & PublicityDeps = {
    database,
    worlds,
    directory: createDirectory(database),
    numbers: createNumbers(database),
    jobs: { sendIn: async () => undefined },
    files: localFileStore({ dir: filesFolder() }),
    now: () => new Date(),
    appealMonths,
  }
  return {
    ...roster,
    deps,
    world: (now: Date): Promise<World> => worlds.of(countyId, now),
  }
}

let folder: string | undefined

/** One for each process and nobody else's: another user of the machine could not write into it. */
function filesFolder(): string {
  if (folder) return folder
  const made = mkdtempSync(join(tmpdir(), 'bihuan-test-files-'))
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  folder = made
  return made
}
