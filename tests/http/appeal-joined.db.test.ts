import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { performAct } from '#features/appeals/perform.ts'
import { performRegister, performRegisterJoined } from '#features/appeals/register.ts'
import { newId } from '#platform/ids.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** What somebody does by their receipt whose appeal was joined to another's 并案. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

type Appeal = { id: string; receipt: string; number: string }

const world = () => house.east.world(new Date())
const matter = () => ({
  ...{ placeId: house.east.organizations.upperVillage, title: '路灯不亮', aboutVillage: false, people: 1 },
  cause: `路灯坏了 ${newId()}`,
})

async function togetherWith(phones: string[]): Promise<[Appeal, ...Appeal[]]> {
  const { appeals } = house.program
  const registrar = house.east.actor('townRegistrar')
  const intake = (phone: string) => ({
    ...{ commandId: newId(), channel: 'phone' as const, openness: 'registrar' as const, person: { phone } },
    ...matter(),
  })
  const main = await performRegister(appeals, await world(), registrar, {
    ...{ ...intake('13800001230'), nature: 'help', fieldCode: 'roads' },
  })
  const joined = []
  for (const phone of phones)
    joined.push(
      await performRegisterJoined(appeals, await world(), registrar, { ...intake(phone), mainId: main.id }),
    )
  return [main, ...joined]
}

async function act(id: string, by: PersonName, name: string, fields: object = {}) {
  const { rows } = await house.test.owner.query('SELECT version FROM appeals WHERE id = $1', [id])
  const body = { commandId: newId(), version: rows[0].version, ...fields }
  await performAct(
    house.program.appeals,
    await world(),
    house.east.actor(by),
    name as never,
    id,
    body as never,
  )
}

async function toCallback(id: string): Promise<void> {
  const handlerId = house.east.organizations.upperVillage
  await act(id, 'townRegistrar', 'dispatch', { handlerId, assistantIds: [] })
  await act(id, 'villageClerk', 'sign')
  await act(id, 'villageClerk', 'contact', { way: 'phone' })
  await act(id, 'villageClerk', 'answer', { text: '三盏都换了。', claim: 'solved' })
  await act(id, 'townSecretary', 'passAnswer')
}

const post = async (url: string, form: Record<string, string>): Promise<string> =>
  (
    await house.ask(url, {
      ...{ method: 'POST', token: null },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
  ).body
const pageOf = ({ receipt }: Appeal) => post('/appeals/status', { receipt })
const say = ({ receipt }: Appeal, name: string, fields: Record<string, string>) =>
  post('/appeals/act', { receipt, act: name, form: newId(), ...fields })

const detail = async ({ id }: Appeal, by: PersonName) =>
  house.ask(`/api/v1/appeals/${id}`, { token: house.east.tokens[by] })

test('each dialogue stays its receipt’s own: what one writes, neither the others nor the handler reads', async () => {
  const [main, joined, third] = await togetherWith(['13800001231', '13800001232'])
  assert.ok(joined && third)
  await act(main.id, 'townRegistrar', 'dispatch', {
    handlerId: house.east.organizations.upperVillage,
    assistantIds: [],
  })
  const sent = await say(joined, 'message', { text: '我家门口那盏也坏了，我是周德福' })
  assert.match(sent, /收到了。/)
  assert.match(sent, /一起反映的其他人看不到您写的/)
  const { rows } = (
    await house.ask('/api/v1/appeals/work', { token: house.east.tokens.townRegistrar })
  ).json()
  assert.deepEqual(
    rows.filter(({ id }: Appeal) => id === joined.id).map(({ asks }: { asks: string[] }) => asks),
    [['reply']],
    'the registrar is asked to reply',
  )
  await act(joined.id, 'townRegistrar', 'reply', { text: '一并交给村里换。' })
  const own = await pageOf(joined)
  for (const text of [/我家门口那盏也坏了/, /一并交给村里换/]) assert.match(own, text)
  assert.doesNotMatch(own, /周德福/)
  for (const other of [main, third])
    assert.doesNotMatch(await pageOf(other), /我家门口|一并交给村里换/, other.number)
  assert.equal((await detail(joined, 'villageClerk')).statusCode, 404)
  assert.doesNotMatch((await detail(main, 'villageClerk')).body, /我家门口|一并交给村里换/)
  assert.match((await detail(joined, 'townRegistrar')).body, /我家门口那盏也坏了/)
})

test('who is called about a reply is read their own, and not what was said to somebody else', async () => {
  const [main, joined] = await togetherWith(['13800001233'])
  assert.ok(joined)
  await toCallback(main.id)
  await act(main.id, 'townRegistrar', 'reply', { text: '只说给第一个人听' })
  await act(joined.id, 'townRegistrar', 'reply', { text: '只说给并进来的人听' })
  const { rows } = (
    await house.ask('/api/v1/appeals/notices', { token: house.east.tokens.townRegistrar })
  ).json()
  const saidTo = ({ id }: Appeal) => rows.find(({ appealId }: { appealId: string }) => appealId === id)?.said
  assert.equal(saidTo(joined), '只说给并进来的人听')
  assert.equal(saidTo(main), '只说给第一个人听')
})

test('whoever was joined rates and says 没解决; it comes back, and each page says by whom without telling who', async () => {
  const [main, joined, third] = await togetherWith(['13800001234', '13800001235'])
  assert.ok(joined && third)
  const early = await pageOf(joined)
  assert.match(early, /留言、补充情况/)
  assert.doesNotMatch(early, /name="solved"|哪里没有解决/)
  await toCallback(main.id)
  const answered = await pageOf(joined)
  assert.match(answered, /三盏都换了/)
  assert.match(answered, /统计时只算一次，按合并到的那一件算/)
  assert.match(await say(joined, 'rate', { solved: 'yes', satisfaction: 'fair', text: '亮了' }), /收到了。/)
  await act(main.id, 'townRegistrar', 'closeSolved')
  assert.match(await say(third, 'sayUnsolved', { reason: '我门口还黑着' }), /收到了。/)
  assert.match(await pageOf(main), /一起反映的人说没有解决，已经收到/)
  assert.match(await pageOf(joined), /反映的人里有人说没有解决，已经收到/)
  for (const other of [main, joined]) assert.doesNotMatch(await pageOf(other), /我门口还黑着|亮了/)
  const desk = (await detail(main, 'villageClerk')).json()
  assert.equal(desk.state, 'objected')
  assert.deepEqual(
    desk.joined.map(({ number, solved, satisfaction }: Record<string, unknown>) => [
      number,
      solved,
      satisfaction,
    ]),
    [
      [joined.number, true, 'fair'],
      [third.number, false, null],
    ],
  )
  assert.doesNotMatch(JSON.stringify(desk), /我门口还黑着|亮了/)
  assert.match(await say(joined, 'sayUnsolved', { reason: '也没亮' }), /收到了。/)
  assert.doesNotMatch((await detail(main, 'villageClerk')).body, /也没亮/)
  assert.match((await detail(joined, 'townRegistrar')).body, /也没亮/)
})
