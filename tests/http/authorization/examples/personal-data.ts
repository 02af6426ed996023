import { personalDataRules } from '#features/personal-data/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { day } from '../../house.ts'
import { always, type Example, type Examples } from '../example.ts'
import { answered, type Scene } from '../scene.ts'

/** About a clerk of the upper village, and about what the asking clerk of that village has asked. */
export async function personalDataExamples({ east, house, clerk, securityAdmin }: Scene): Promise<Examples> {
  for (const { countyId } of [house.east, house.west]) {
    await connectDatabase(house.test.owner).write(countyId, (tx) =>
      seedRules(tx, countyId, personalDataRules),
    )
    house.program.problems.worlds.forget(countyId)
  }
  const params = { id: east.people.villageClerk }
  const ask = async (kind: string): Promise<string> => {
    const body = { kind, statement: '请办理' }
    const asked = await answered(house, clerk, {
      ...{ method: 'POST', url: '/api/v1/data-requests', payload: body },
    })
    return asked.json().id
  }
  const waiting = { id: await ask('correct') }
  const granted = { id: await ask('see') }
  const verdict = { verdict: 'grant', reason: '核对无误', version: 1 }
  await answered(house, securityAdmin, {
    ...{ method: 'POST', url: `/api/v1/data-requests/${granted.id}/decide`, payload: verdict },
  })
  const paper: Example = always({ body: { kind: 'see', personId: params.id, receivedOn: day(0) } })
  return {
    getPersonPhone: always({ params }),
    setPersonPhone: always({ params, body: { phone: '13866665555' } }),
    revealPersonPhone: always({ params, body: { reason: '通知开会' } }),
    findByPhone: always({ body: { phone: '13866665555' } }),
    getMyData: always(),
    askAboutData: {
      own: always({ body: { kind: 'erase', statement: '请删除' } }),
      'another’s, on paper': paper,
    },
    listDataRequests: always(),
    decideDataRequest: always({ params: waiting, body: verdict }),
    withdrawDataRequest: always({ params: waiting, body: { version: 1 } }),
    getDataCopy: always({ params: granted }),
  }
}
