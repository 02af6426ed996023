import { operator } from '#features/accounts/index.ts'
import { createOrganization } from '#features/organizations/index.ts'
import { insertRun } from '#features/organizations/slips/store.ts'
import { always, type Example, type Examples } from '../example.ts'
import type { Scene } from '../scene.ts'

/** The register of organisations; what is done to one is done to the village beside. */
export async function organizationExamples({ east, house }: Scene): Promise<Examples> {
  const { stoneBridge, upperVillage, lowerVillage, willow } = east.organizations
  const now = new Date()
  const within = house.program.database.write
  const empty = await within(1, (tx) =>
    createOrganization(
      ...([tx, 1, { kind: 'village', code: 'E1', name: '空村', parentId: stoneBridge }, operator] as const),
      now,
    ),
  )
  const version = async (id: string): Promise<number> => {
    const { rows } = await house.test.owner.query('SELECT version FROM organizations WHERE id = $1', [id])
    return rows[0].version
  }
  const act =
    (id: string, body: object = {}): Example =>
    async () => ({ params: { id }, body: { version: await version(id), ...body } })
  const one = always({ params: { id: upperVillage } })
  return {
    listOrganizations: always(),
    listOrganizationPeople: one,
    listPeopleByRole: always({ query: { role: 'inspector' } }),
    listDictionaries: always(),
    getOrganization: one,
    getOrganizationHistory: one,
    getOrganizationReach: one,
    addOrganization: always({
      body: { code: 'N2', kind: 'village', name: '新设的村', parentId: stoneBridge },
    }),
    renameOrganization: act(lowerVillage, { name: '下河新村' }),
    mergeOrganization: act(lowerVillage, { into: upperVillage }),
    splitOrganization: act(stoneBridge, {
      ...{ into: { code: 'N3', name: '新设的镇' }, below: [lowerVillage], problems: [] },
    }),
    moveOrganization: act(empty, { to: willow }),
    closeOrganization: act(empty),
    ...(await slipsExamples(house, now)),
  }
}

/** A run that is through, so that nothing goes on behind the answers. Nobody waits for a password: a new one is none. */
async function slipsExamples(house: Scene['house'], now: Date): Promise<Examples> {
  const key = 'a'.repeat(64)
  const { id } = await house.program.database.write(1, (tx) =>
    insertRun(tx, 1, { key, by: house.east.people.systemAdmin, now }),
  )
  const params = { id }
  return {
    getFirstPasswords: always(),
    startFirstPasswords: always({ body: { key } }),
    continueFirstPasswords: always({ params, body: { key } }),
    readSlips: always({ params, body: { key, after: 0, limit: 100 } }),
    closeFirstPasswords: always({ params }),
  }
}
