import { askGrant } from '#features/accounts/grant-requests.ts'
import type { Role } from '#features/accounts/index.ts'
import { createPerson, operator, setPersonStatus } from '#features/accounts/index.ts'
import { newId } from '#platform/ids.ts'
import { day } from '../../house.ts'
import type { Asker } from '../askers.ts'
import { always, type Example, type Examples } from '../example.ts'
import { answered, type Scene } from '../scene.ts'

const reason = '工作需要'

/** About a clerk of the upper village, to whom nobody of those who ask is related. */
export async function rightsExamples(scene: Scene): Promise<Examples> {
  const { east, house, clerk, secretary } = scene
  const { database } = house.program
  const now = new Date()
  const grants = await grantsOf(scene)
  const personId = east.people.villageClerk
  const one = always({ params: { id: personId } })
  const enter = (name: string) => database.write(1, (tx) => createPerson(tx, 1, { name }, operator, now))
  const left = await enter('离任的人')
  await database.write(1, (tx) => setPersonStatus(tx, 1, left, 'left', operator, now))

  /** Asked for by a security administrator who is none of the askers, so that another may confirm. */
  async function asked(role: Role, organizationId: string): Promise<string> {
    const request = { id: newId(), personId: await enter(`待${role}`), role, organizationId, reason }
    const by = { personId: east.people.securityAdmin, as: 'security_admin' } as const
    await database.write(1, (tx) => askGrant(tx, 1, { ...request, validFrom: null, validTo: null }, by, now))
    return request.id
  }
  const waiting = {
    'of business': await asked('viewer', east.organizations.upperVillage),
    'an administrator’s': await asked('audit_admin', east.organizations.county),
  }
  const decide = (id: string): Example => always({ body: { ids: [id], approve: true } })

  const handingOver = (from: Asker, to: { personId: string | null }) => ({
    ...{ id: newId(), grantId: grants.get(from.personId) ?? newId(), toPersonId: to.personId },
    ...{ firstDay: day(0), lastDay: day(3), reason },
  })
  const handed = handingOver(secretary, await enterColleague())
  await answered(house, secretary, { method: 'POST', url: '/api/v1/delegations', payload: handed })

  /** In the village, with an account, and none of the askers: whoever stands in for a secretary may what they may. */
  async function enterColleague(): Promise<{ personId: string }> {
    const grants = [{ role: 'clerk' as const, organizationId: east.organizations.upperVillage }]
    const id = await database.write(1, (tx) => createPerson(tx, 1, { name: '同事', grants }, operator, now))
    await house.test.owner.query('UPDATE people SET account_id = $1 WHERE id = $2', [newId(), id])
    return { personId: id }
  }

  return {
    searchPeople: always(),
    getPerson: one,
    enterPerson: () => ({
      body: {
        ...{ id: newId(), name: '新来的人' },
        post: { organizationId: east.organizations.upperVillage, kind: 'staff', title: '文书' },
      },
    }),
    changePosts: always({
      params: { id: personId },
      body: {
        give: [{ organizationId: east.organizations.upperVillage, kind: 'staff', title: '文书' }],
        end: [],
      },
    }),
    previewLeaving: one,
    leavePerson: always({ params: { id: personId }, body: {} }),
    welcomeBack: always({ params: { id: left }, body: {} }),
    listGrantRequests: always(),
    askGrant: () => ({
      body: {
        ...{ id: newId(), personId, role: 'viewer', reason },
        organizationId: east.organizations.upperVillage,
      },
    }),
    askGrantEnd: () => ({ body: { id: newId(), grantId: grants.get(personId), reason } }),
    decideGrants: Object.fromEntries(Object.entries(waiting).map(([of, id]) => [of, decide(id)])),
    withdrawGrant: always({ params: { id: waiting['of business'] }, body: {} }),
    listDelegations: always(),
    listDelegates: (asker) => ({ query: { grant: grants.get(asker.personId) ?? newId() } }),
    handOver: (asker) => ({ body: handingOver(asker, clerk) }),
    endHandedOver: always({ params: { id: handed.id }, body: {} }),
    readLog: always(),
    exportLog: always(),
  }
}

/** A role of everybody's, by whose it is. */
async function grantsOf({ house }: Scene): Promise<Map<string | null, string>> {
  const { rows } = await house.test.owner.query<{ person_id: string; id: string }>(
    'SELECT person_id, id FROM role_grants',
  )
  return new Map(rows.map(({ person_id, id }) => [person_id, id]))
}
