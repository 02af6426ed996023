import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setPassword } from '#features/accounts/index.ts'
import { forgetOld, personalDataRules } from '#features/personal-data/index.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { newId } from '#platform/ids.ts'
import { seedRules } from '#platform/rules/seed.ts'
import { startProgram } from '#tests/support/child-program.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** Telephone numbers and requests about personal data over HTTP: who may what, and where a number never is. */
let house: House
const cookies = new Map<PersonName, string>()
const people = ['systemAdmin', 'securityAdmin', 'auditAdmin', 'office', 'villageClerk'] as const
before(async () => {
  house = await openHouse()
  const { test: base, program, east } = house
  await connectDatabase(base.owner).write(1, (tx) => seedRules(tx, 1, personalDataRules))
  const { auth } = program.signIn
  for (const name of people) {
    const account = await setPassword(auth, 1, name.toLowerCase(), password)
    await base.owner.query(
      'UPDATE people SET username = $2, account_id = $3 WHERE county_id = 1 AND id = $1',
      [...[east.people[name], name.toLowerCase(), account]],
    )
    cookies.set(name, await signIn(name))
  }
})
after(() => house.close())

const password = 'Long enough-word 1'
const PHONE = '13866665555'

async function signIn(name: PersonName): Promise<string> {
  const headers = { origin: `http://${house.east.host}` }
  const body = { username: name.toLowerCase(), password }
  const begun = await house.api('/session', { token: null, headers, body })
  assert.equal(begun.statusCode, 200, begun.body)
  return String([begun.headers['set-cookie']].flat()[0]).split(';')[0]!
}

const as = (name: PersonName, path: string, body?: object) =>
  house.api(path, {
    token: null,
    headers: { cookie: cookies.get(name)!, origin: `http://${house.east.host}` },
    ...(body === undefined ? {} : { body }),
  })
const phonePath = (name: PersonName) => `/people/${house.east.people[name]}/phone`
const codeOf = (answer: { statusCode: number; json(): { error: { code: string } } }) =>
  answer.statusCode === 200 ? 'ok' : answer.json().error.code

test('before the first number is kept, none is found', async () => {
  const none = await as('systemAdmin', '/people/by-phone', { phone: PHONE })
  assert.deepEqual(none.json(), { rows: [] })
})

test('a number is entered by the system’s administrator, shown masked, and in full only for a reason', async () => {
  const set = await as('systemAdmin', phonePath('villageClerk'), { phone: '138 6666-5555' })
  assert.deepEqual(set.json(), { masked: '138****5555', can: ['reveal', 'set'] })
  for (const name of ['securityAdmin', 'auditAdmin', 'office', 'villageClerk'] as const)
    assert.equal(codeOf(await as(name, phonePath('villageClerk'), { phone: null })), 'not_yours', name)
  assert.deepEqual((await as('office', phonePath('villageClerk'))).json(), {
    masked: '138****5555',
    can: ['reveal'],
  })
  assert.deepEqual((await as('villageClerk', phonePath('villageClerk'))).json(), {
    masked: '138****5555',
    can: [],
  })

  const reveal = (name: PersonName, body: object) => as(name, `${phonePath('villageClerk')}/reveal`, body)
  for (const name of ['securityAdmin', 'auditAdmin', 'villageClerk'] as const)
    assert.equal(codeOf(await reveal(name, { reason: '通知开会' })), 'not_yours', name)
  for (const reason of ['', '有事', '   a   '])
    assert.equal(codeOf(await reveal('office', { reason })), 'invalid', reason)
  assert.equal(codeOf(await reveal('office', { reason: '机密★长期 的事' })), 'boundary')
  assert.deepEqual((await reveal('office', { reason: '通知开会' })).json(), { phone: PHONE })

  const mine = (await as('villageClerk', '/me/data')).json()
  assert.deepEqual(
    mine.openings.map(({ by, as: role, reason }: Record<string, string>) => [by, role, reason]),
    [['人office', 'office', '通知开会']],
  )
  const shown = mine.copy.parts.find(({ title }: { title: { en: string } }) => title.en === 'Telephone')
  assert.equal(shown.rows[0][0].value, PHONE, 'their own number is shown to its owner')
})

test('whose a number is, only the system’s administrator asks, and its owner sees it', async () => {
  for (const name of ['office', 'securityAdmin', 'villageClerk'] as const)
    assert.equal(codeOf(await as(name, '/people/by-phone', { phone: PHONE })), 'not_yours', name)
  const found = (await as('systemAdmin', '/people/by-phone', { phone: '+86 138-6666-5555' })).json()
  assert.deepEqual(
    found.rows.map(({ id }: { id: string }) => id),
    [house.east.people.villageClerk],
  )
  const none = await as('systemAdmin', '/people/by-phone', { phone: '13812340000' })
  assert.deepEqual(none.json().rows, [])
  const mine = (await as('villageClerk', '/me/data')).json()
  assert.deepEqual([mine.openings[0].kind, mine.openings[0].by], ['lookup', '人systemAdmin'])
})

test('tokens reach none of it, nor do ids of the other county', async () => {
  for (const path of ['/me/data', '/data-requests', phonePath('villageClerk')])
    assert.equal((await house.api(path, { token: house.east.tokens.systemAdmin })).statusCode, 403, path)
  const theirs = house.west.people.villageClerk
  for (const [path, body] of [
    [`/people/${theirs}/phone`, undefined],
    [`/people/${theirs}/phone`, { phone: PHONE }],
    [`/people/${theirs}/phone/reveal`, { reason: '通知开会' }],
    ['/data-requests', { kind: 'see', personId: theirs }],
  ] as const)
    assert.equal(codeOf(await as('systemAdmin', path, body)), 'not_found', path)
})

test('a request is asked, seen by those who handle it, decided by the other administrator', async () => {
  const asked = await as('villageClerk', '/data-requests', { kind: 'correct', newPhone: '13977778888' })
  const { id } = asked.json()
  assert.equal(
    codeOf(await as('villageClerk', '/data-requests', { kind: 'correct', newName: '甲' })),
    'invalid',
  )
  assert.equal(codeOf(await as('villageClerk', '/data-requests')), 'not_yours')
  assert.equal(codeOf(await as('office', '/data-requests')), 'not_yours')
  const listed = (await as('securityAdmin', '/data-requests?status=pending')).json()
  assert.deepEqual([listed.rows[0].id, listed.rows[0].newPhone, listed.can], [id, '139****8888', ['decide']])
  const decide = (name: PersonName, verdict = 'grant', reason = '核对无误') =>
    as(name, `/data-requests/${id}/decide`, { verdict, reason, version: 1 })
  assert.equal(codeOf(await decide('systemAdmin')), 'not_yours')
  assert.equal(codeOf(await decide('securityAdmin', 'grant', '行')), 'invalid')
  assert.deepEqual((await decide('securityAdmin')).json(), { status: 'done' })
  assert.deepEqual((await as('villageClerk', phonePath('villageClerk'))).json().masked, '139****8888')
  await as('systemAdmin', phonePath('villageClerk'), { phone: PHONE })

  const paper = { kind: 'see', personId: house.east.people.villageClerk }
  const seen = (await as('systemAdmin', '/data-requests', paper)).json()
  assert.equal(codeOf(await as('systemAdmin', `/data-requests/${seen.id}/copy`)), 'wrong_state')
  const granted = { verdict: 'grant', reason: '身份已核对', version: 1 }
  await as('securityAdmin', `/data-requests/${seen.id}/decide`, granted)
  await house.test.owner.query(
    `INSERT INTO saved_views (county_id, id, person_id, name, query) VALUES (1, gen_random_uuid(), $1, '低保线索', '{}')`,
    [house.east.people.villageClerk],
  )
  const copy = await as('systemAdmin', `/data-requests/${seen.id}/copy`)
  assert.equal(copy.statusCode, 200)
  assert.ok(!copy.body.includes('低保线索'), 'what they work on is not shown to an administrator')
  assert.ok((await as('villageClerk', '/me/data')).body.includes('低保线索'))
  const { rows: read } = await house.test.owner.query(
    "SELECT entry->>'actor' AS who FROM history WHERE case_id = $1 AND entry->>'act' = 'getDataCopy'",
    [seen.id],
  )
  assert.deepEqual(read, [{ who: house.east.people.systemAdmin }])
  assert.ok(
    !copy.body.includes(PHONE) && copy.body.includes('138****5555'),
    'in a copy for the counter it is masked',
  )
})

/** What is sent with a number that is wrong somewhere, and whatever else may write it down. */
const mistakes = (): [string, object][] => [
  [phonePath('villageClerk'), { phone: `${PHONE}9` }],
  [phonePath('villageClerk'), { phone: { number: PHONE } }],
  ['/people/by-phone', { phone: `x${PHONE}` }],
  ['/data-requests', { kind: 'correct', newPhone: `${PHONE}0` }],
  ['/data-requests', { kind: 'nothing', newPhone: PHONE }],
]

test('a number is in no table, no file and no answer that refuses, from a workbook too once its day is over', async () => {
  for (const [path, body] of mistakes()) {
    const answer = await as('systemAdmin', path, body)
    assert.equal(codeOf(answer), 'invalid', path)
    assert.ok(!answer.body.includes(PHONE), answer.body)
  }
  const token = house.east.tokens.systemAdmin
  const csv = `姓名,手机号,单位编码,职务类别\n表中人,${PHONE},C1-willow,工作人员\n`
  const sent = await house.ask('/api/v1/uploads', {
    ...{ method: 'POST', payload: Buffer.from(csv), token },
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-length': String(Buffer.byteLength(csv)) },
      'upload-metadata': `filename ${Buffer.from('人员.csv').toString('base64')}`,
      'content-type': 'application/offset+octet-stream',
    },
  })
  const uploadId = String(sent.headers.location).split('/').at(-1)
  const order = () => ({ commandId: newId(), uploadId, goodOnly: false })
  const imported = await house.api('/imports/people', { token, body: order() })
  assert.equal(imported.json().created, 1, imported.body)
  const again = await house.api('/imports/people', { token, body: order() })
  assert.deepEqual([again.json().created, again.json().changed, again.json().unchanged], [0, 0, 1])
  assert.equal((await as('systemAdmin', '/people/by-phone', { phone: PHONE })).json().rows.length, 2)

  const places = await house.placesOf(PHONE)
  assert.equal(places.length, 1, 'only the workbook itself holds it')
  assert.match(places[0]!, /\/files\/1\//)
  await house.test.owner.query("UPDATE uploads SET finished_at = now() - interval '25 hours'")
  const { problems } = house.program
  await forgetOld(problems, 1, await problems.worlds.of(1, new Date()))
  assert.deepEqual(await house.placesOf(PHONE), [])
})

test('no log holds a number, however much is logged and whatever goes wrong', async () => {
  const { test: base, program } = house
  const server = startProgram(['src/apps/cli.ts', 'serve'], {
    ...{ PORT: '0', BIHUAN_DATA: program.dataDir, BIHUAN_LOG: 'trace' },
    DATABASE_URL: base.adminUrl,
  })
  try {
    const [address] = await server.said(/http:\/\/127\.0\.0\.1:\d+/)
    const { port } = new URL(address)
    const send = (path: string, body: unknown) =>
      fetch(`${address}/api/v1${path}`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', cookie: cookies.get('systemAdmin')! },
          ...{ host: `127.0.0.1:${port}`, origin: address },
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
    await base.owner.query(
      "UPDATE counties SET host = CASE county_id WHEN 1 THEN '127.0.0.1' ELSE 'west.test' END",
    )
    const good = await send('/people/by-phone', { phone: PHONE })
    assert.equal(good.status, 200, await good.text())
    for (const [path, body] of mistakes()) assert.equal((await send(path, body)).status, 422)
    assert.equal((await send('/people/by-phone', `{"phone": "${PHONE}`)).status, 400)
    // What the program does not expect is logged with all that is known of it.
    await base.owner.query('ALTER TABLE person_phones RENAME COLUMN sealed TO gone')
    assert.equal((await send(phonePath('villageClerk'), { phone: PHONE })).status, 500)
    await base.owner.query('ALTER TABLE person_phones RENAME COLUMN gone TO sealed')
    server.process.kill('SIGTERM')
    await server.exited
    assert.match(server.output(), /unexpected error/)
    assert.ok(!server.output().includes(PHONE))
  } finally {
    server.process.kill('SIGKILL')
  }
})
