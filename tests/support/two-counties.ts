import {
  createPerson,
  createSessions,
  migrateAuth,
  openAuth,
  operator,
  type Role,
  setPassword,
  signInSeed,
} from '#features/accounts/index.ts'
import { linkAccount } from '#features/accounts/people.ts'
import { createCounty, createOrganization } from '#features/organizations/index.ts'
import { poolConfig } from '#platform/database/pool-config.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { findRule } from '#platform/rules/index.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { addRuleVersion, loadRuleBook } from '#platform/rules/store.ts'
import { createWorlds } from '#platform/world.ts'
import type { TestDatabase } from './database.ts'
import { quickHashing } from './quick-hashing.ts'

/** When everything below happens: past on any machine, so that what begins then is in force. */
export const noon = new Date('2024-03-04T04:00:00Z')

/**
 * Two counties made the way an installation makes them, with the same names in both, so that whatever gets across
 * the wall between them shows. `clock.now` is the time that sign-in goes by; it starts at `noon`.
 */
export async function createTwoCounties(test: TestDatabase) {
  await migrateAuth(poolConfig(test.target, 'owner'))
  const database = connectDatabase(test.app)
  const auth = await openAuth(test.app, 'f'.repeat(64), quickHashing)
  const clock = { now: noon }
  const worlds = createWorlds(database)
  const sessions = createSessions({ auth, database, worlds, now: () => clock.now })
  const [east, west] = [await settle('东山县', 'E'), await settle('西岭县', 'W')]
  return { database, auth, sessions, worlds, clock, east, west, addPerson, changeRule }

  async function settle(name: string, code: string) {
    const { countyId, rootId } = await createCounty(test.owner, { code, name, isDemo: false }, noon)
    const ids = await database.write(countyId, async (tx) => {
      await seedRules(tx, countyId, signInSeed)
      const add = (
        kind: 'township' | 'village' | 'department',
        code: string,
        name: string,
        parentId: string,
      ) => createOrganization(tx, countyId, { kind, code, name, parentId }, operator, noon)
      const bridge = await add('township', 'T1', '石桥镇', rootId)
      const willow = await add('township', 'T2', '柳林镇', rootId)
      const upper = await add('village', 'V1', '上河村', bridge)
      const lower = await add('village', 'V2', '下河村', bridge)
      const bank = await add('village', 'V3', '柳岸村', willow)
      return {
        bridge,
        willow,
        upper,
        lower,
        bank,
        farming: await add('department', 'D1', '农业农村局', rootId),
      }
    })
    return { countyId, root: rootId, ...ids }
  }

  /** The county lays down something else about signing in, from long ago on. */
  async function changeRule(countyId: number, key: string, value: object): Promise<void> {
    await database.write(countyId, async (tx) => {
      const after = findRule(await loadRuleBook(tx, countyId), 'sign_in', key, '2030-01-01')?.version ?? 0
      const said = { basis: '测试', source: '测试', validFrom: '2000-01-01', note: null }
      const made = { id: newId(), createdBy: null, createdAt: noon }
      const added = await addRuleVersion(tx, countyId, {
        kind: 'sign_in',
        key,
        value,
        after,
        ...said,
        ...made,
      })
      if (!added.ok) throw new Error(added.refusal.code)
    })
    worlds.forget(countyId)
  }

  /** A person with one role and, when given, a password. */
  async function addPerson(
    countyId: number,
    username: string,
    role: Role,
    organizationId: string,
    password?: string,
  ): Promise<string> {
    const person = { name: `人${username}`, username, grants: [{ role, organizationId }] }
    const id = await database.write(countyId, (tx) => createPerson(tx, countyId, person, operator, noon))
    if (password !== undefined) {
      const accountId = await setPassword(auth, countyId, username, password)
      await database.write(countyId, (tx) =>
        linkAccount(tx, countyId, id, accountId, operator, noon, { lasts: true }),
      )
    }
    return id
  }
}

export type TwoCounties = Awaited<ReturnType<typeof createTwoCounties>>
