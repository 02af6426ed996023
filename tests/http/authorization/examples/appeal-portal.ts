import { addSource, signatureOf } from '#features/appeals/index.ts'
import { performAct } from '#features/appeals/perform.ts'
import { receiveReprisal } from '#features/appeals/portal/reprisal.ts'
import { inboxContext } from '#features/appeals/portal/sent.ts'
import { performRegister } from '#features/appeals/register.ts'
import { newId } from '#platform/ids.ts'
import { sealTo } from '#platform/sealing/index.ts'
import { always, type Examples } from '../example.ts'
import type { Scene } from '../scene.ts'

/** What residents send, and the desk's part of it, about appeals of the upper village. */
export async function appealPortalExamples({ house }: Scene): Promise<Examples> {
  const { program, east, test } = house
  const world = await east.world(new Date())
  const registrar = east.actor('townRegistrar')
  const register = () =>
    performRegister(program.appeals, world, registrar, {
      ...{ commandId: newId(), channel: 'phone', openness: 'registrar', person: { phone: '13800001234' } },
      ...{ placeId: east.organizations.upperVillage, title: '路灯不亮', cause: '路灯坏了' },
      ...{ aboutVillage: false, people: 1 },
    } as never)
  const open = await register()
  const refused = await register()
  const refusal = { reasonCode: 'not_here', destination: '县信访局', text: '请向县信访局反映。' }
  await performAct(program.appeals, world, registrar, 'refuse', refused.id, {
    ...{ commandId: newId(), version: 1, ...refusal },
  })
  const idOf = async (text: string, values: unknown[]) => (await test.owner.query(text, values)).rows[0]
  const notice = await idOf('SELECT id FROM appeal_notices WHERE appeal_id = $1', [refused.id])
  const { digest } = await idOf('SELECT digest FROM appeal_receipts WHERE appeal_id = $1', [open.id])
  const stranded = newId()
  const { keyId, publicKey } = program.inbox.deps.box.publicKey()
  const said = JSON.stringify({ act: 'message', fields: { text: '还没有来人' } })
  await test.owner.query(
    `INSERT INTO appeal_inbox (county_id, id, kind, digest, key_id, sealed, content_hash, received_at, failed)
     VALUES (1, $1, 'act', $2, $3, $4, $5, now(), 'internal')`,
    [stranded, digest, keyId, sealTo(publicKey, inboxContext(1, 'act', stranded), said), 'A'.repeat(43)],
  )
  const reprisal = newId()
  await receiveReprisal(program.appeals, world, 1, { id: reprisal, digest }, { text: '上门威胁' })
  const { secret } = await program.database.write(1, (tx) =>
    addSource(tx, program.signIn.sealing, 1, { name: 'hotline', title: '12345热线' }, new Date()),
  )
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const posted = (given: Record<string, string>) => ({
    headers: form,
    payload: new URLSearchParams(given).toString(),
  })
  return {
    'GET /appeals/new': always(),
    // As a program fills it in: a person's would be carried out while the next one asks.
    'POST /appeals/new': always(posted({ website: 'x' })),
    'GET /appeals/status': always(),
    'POST /appeals/status': always(posted({ receipt: open.receipt })),
    'GET /appeals/act': always(),
    'POST /appeals/act': () =>
      posted({ receipt: open.receipt, act: 'message', form: newId(), text: '还没有来人' }),
    'GET /appeals/proof.js': always(),
    'GET /appeals/challenge': always(),
    'GET /open-data': always(),
    'GET /open311/v2/services.json': always(),
    'GET /open311/v2/services.xml': always(),
    'GET /open311/v2/services/:id': always({ params: { id: 'roads.json' } }),
    'GET /open311/v2/requests.json': always(),
    'GET /open311/v2/requests.xml': always(),
    'GET /open311/v2/requests/:id': always({ params: { id: '2020-0001.json' } }),
    // Without a key: with one it would be carried out while the next one asks.
    'POST /open311/v2/requests.json': always(posted({ service_code: 'roads' })),
    'POST /open311/v2/requests.xml': always(posted({ service_code: 'roads' })),
    'GET /open311/v2/tokens/:id': always({ params: { id: newId() } }),
    'POST /api/v1/appeals/inbound': () => {
      const at = String(Math.floor(Date.now() / 1_000))
      const content = { externalId: newId(), placeCode: 'C1-upperVillage', title: '占道', cause: '摊位占道' }
      const payload = JSON.stringify(content)
      const signature = signatureOf(secret, at, Buffer.from(payload))
      return {
        payload,
        headers: {
          ...{ 'content-type': 'application/json', 'x-bihuan-source': 'hotline' },
          ...{ 'x-bihuan-timestamp': at, 'x-bihuan-signature': signature },
        },
      }
    },
    listStranded: always(),
    registerStranded: always({ params: { id: stranded }, body: {} }),
    settleStranded: always({ params: { id: stranded }, body: {} }),
    listNotices: always(),
    tellNotice: always({ params: { id: notice.id }, body: { isReached: true } }),
    listReprisals: always(),
    takeReprisal: () => ({ params: { id: reprisal }, body: { commandId: newId() } }),
    answerReprisal: () => ({ params: { id: reprisal }, body: { commandId: newId(), answer: '已经约谈' } }),
  }
}
