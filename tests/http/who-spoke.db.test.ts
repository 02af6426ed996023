import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openIdentity } from '#features/appeals/identity.ts'
import { newId } from '#platform/ids.ts'
import { AppealWalk } from '#tests/support/appeal-walk.ts'
import { type PersonName, peopleOf, personNames } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** A handler, a neighbour and an administrator, each trying to find out who complained, through everything there is. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const NAME = '欧阳碧落'
const PHONE = '13877776666'
const ADDRESS = '三组水塔旁十七号'
const GROUP = '三组亲友群'
/** Their own words, by which whoever knows them would know them. */
const SAID = '俺是碧落他大嫂'
const secrets = [NAME, '碧落', PHONE, ADDRESS, GROUP, SAID]

const isRegistrar = (name: PersonName): boolean => peopleOf[name][0] === 'registrar'

async function told() {
  const { east, program } = house
  const walk = () => new AppealWalk(east, program.appeals, new Date(Date.now() - 3_600_000).toISOString())
  const given = {
    ...{ openness: 'registrar' as const, person: { name: NAME, phone: PHONE, address: ADDRESS } },
    ...{ sourceRef: GROUP, said: `${SAID}，${PHONE}`, title: '水渠堵了', placeDetail: ADDRESS },
    cause: `我是${NAME}，家住${ADDRESS}，电话${PHONE}，水渠堵了三天。`,
  }
  const handled = await (await walk().register(given)).toHandling()
  await handled.resident('message', { text: `我是${NAME}，打${PHONE}` })
  const world = await east.world(handled.at)
  await openIdentity(program.appeals, world, east.actor('townRegistrar'), handled.acted.id, {
    ...{ commandId: newId(), reason: `打给${PHONE}核实` },
  })
  await handled.act('townRegistrar', 'requestExclusion', {
    reasonCode: 'no_contact',
    reason: `打${PHONE}没人接`,
  })
  const about = await walk().register({ ...given, aboutVillage: true })
  const diverted = await walk().register(given)
  await diverted.act('townRegistrar', 'divert', { kindCode: 'accusation', note: `${PHONE}反映的` })
  const nameless = { ...given, openness: 'anonymous' as const }
  const anonymous = await walk().register(nameless)
  return { handled, about, diverted, anonymous }
}

test('nobody finds it in a list, a count, a search, a page, a history, a suggestion, a figure or a log', async () => {
  const all = await told()
  const ids = Object.values(all).map(({ acted }) => acted.id)
  const found = secrets.map((text) => `/appeals?q=${encodeURIComponent(text)}`)
  const paths = [
    ...['/appeals', '/appeals/work', '/appeals/overview', '/appeals/notices', '/appeals/stranded'],
    ...['/diverted', '/reception-days', '/appeals/figures?month=2025-01', '/log', '/my-data', '/notices'],
    ...['/problems', '/exports', '/imports', '/publications'],
    ...ids.flatMap((id) => [`/appeals/${id}`, `/appeals/${id}/handlers`, `/problems/${id}`]),
    ...found,
  ]
  for (const name of personNames) {
    const token = house.east.tokens[name]
    for (const path of paths) {
      const answer = await house.ask(`/api/v1${path}`, { token })
      // Which group it came from is the registrar's and the leaders' to know.
      const isTheirs = path.startsWith('/appeals/') && !path.includes('?') && isAbove(name)
      for (const secret of isTheirs ? secrets.filter((each) => each !== GROUP) : secrets)
        assert.ok(!answer.body.includes(secret), `${name} reads ${secret} in ${path}`)
      if (found.includes(path) && answer.statusCode === 200)
        assert.deepEqual(answer.json().rows, [], `${name} finds by ${decodeURIComponent(path)}`)
    }
    const similar = await house.ask('/api/v1/appeals/similar', {
      ...{ method: 'POST', token },
      payload: { placeId: house.east.organizations.upperVillage, text: `${NAME} ${GROUP} ${SAID}` },
    })
    if (similar.statusCode === 200) assert.deepEqual(similar.json().rows, [], name)
  }
  for (const text of [NAME, PHONE, SAID]) assert.deepEqual(await house.placesOf(text), [], text)
})

/** Whoever answers for the township or the county, and is not the handler. */
const isAbove = (name: PersonName): boolean =>
  name === 'townSecretary' || ['registrar', 'leader', 'office'].includes(peopleOf[name][0])

test('the door opens to the registrar of the place, and what others are told does not tell whether somebody is behind it', async () => {
  const { handled, anonymous } = await told()
  for (const name of personNames)
    for (const { acted } of [handled, anonymous]) {
      const answer = await house.ask(`/api/v1/appeals/${acted.id}/identity`, {
        ...{ method: 'POST', token: house.east.tokens[name] },
        payload: { commandId: newId(), reason: '想知道是谁' },
      })
      const isOpened = answer.statusCode === 200
      assert.equal(isOpened, isRegistrar(name) && acted === handled.acted, `${name} ${answer.statusCode}`)
      if (!isRegistrar(name)) assert.ok([403, 404].includes(answer.statusCode), name)
    }
  const { rows } = await house.test.owner.query(
    "SELECT count(*)::int AS n FROM refused_attempts WHERE r.reason LIKE '%想知道%'".replace(
      'r.reason',
      'reason',
    ),
  )
  assert.equal(rows[0].n, 0)
})

test('the only registrar is ill: the county’s does it, and whoever the role was handed to', async () => {
  const { east, program } = house
  const ill = "UPDATE people SET status = 'left' WHERE county_id = 1 AND id = ANY($1)"
  const both = [east.people.townRegistrar, east.people.townRegistrar2]
  const w = await new AppealWalk(east, program.appeals, new Date().toISOString()).receive()
  await house.test.owner.query(ill, [both])
  try {
    const work = await house.ask('/api/v1/appeals/work', { token: east.tokens.countyRegistrar })
    const line = work.json().rows.find((row: { id: string }) => row.id === w.acted.id)
    assert.deepEqual(line?.asks, ['pass'])
    const passed = await house.ask(`/api/v1/appeals/${w.acted.id}/pass`, {
      ...{ method: 'POST', token: east.tokens.countyRegistrar, payload: { commandId: newId(), version: 1 } },
    })
    assert.equal(passed.statusCode, 200, passed.body)
  } finally {
    await house.test.owner.query(ill.replace("'left'", "'active'"), [both])
  }
})
