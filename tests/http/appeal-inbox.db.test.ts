import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { isAdminRole, type Role } from '#features/accounts/index.ts'
import { listLog } from '#features/accounts/log-store.ts'
import { openIdentity, reissueReceipt } from '#features/appeals/identity.ts'
import {
  addSource,
  openInbox,
  queueMessages,
  SMS_JOB,
  type SmsJob,
  sendMessage,
  setGateway,
  signatureOf,
} from '#features/appeals/index.ts'
import { performAct } from '#features/appeals/perform.ts'
import { carryOutItem } from '#features/appeals/portal/open-inbox.ts'
import { listReprisals, takeReprisal } from '#features/appeals/portal/reprisal.ts'
import { inboxContext } from '#features/appeals/portal/sent.ts'
import { listStranded, registerStranded } from '#features/appeals/portal/stranded.ts'
import { performReceive, performRegister } from '#features/appeals/register.ts'
import { newId } from '#platform/ids.ts'
import { type JobDefinition, startJobs } from '#platform/jobs/jobs.ts'
import { sealTo } from '#platform/sealing/index.ts'
import { type PersonName, peopleOf, personNames } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** What comes in by machine, what the machine cannot carry out, reports of reprisal, and what residents are told. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const one = async (text: string, values: unknown[] = []) =>
  (await house.test.owner.query(text, values)).rows[0]

const world = () => house.east.world(new Date())

async function registered(given: object = {}) {
  const { appeals } = house.program
  return performRegister(appeals, await world(), house.east.actor('townRegistrar'), {
    ...{ commandId: newId(), channel: 'phone', openness: 'registrar' },
    ...{ person: { name: '周德福', phone: '13800001234' }, placeId: house.east.organizations.upperVillage },
    ...{ title: '路灯不亮', cause: `路灯坏了 ${newId()}`, aboutVillage: false, people: 1 },
    ...{ nature: 'help', fieldCode: 'roads' },
    ...given,
  } as never)
}

async function act(id: string, by: PersonName, name: string, fields: object = {}) {
  const { version } = await one('SELECT version FROM appeals WHERE id = $1', [id])
  const body = { commandId: newId(), version, ...fields }
  return performAct(
    house.program.appeals,
    await world(),
    house.east.actor(by),
    name as never,
    id,
    body as never,
  )
}

const post = (url: string, form: Record<string, string>) =>
  house.ask(url, {
    ...{ method: 'POST', token: null },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

/** Everybody in the county, with the word of what they were answered. */
async function asEverybody(path: string): Promise<Record<string, { status: number; body: string }>> {
  const answers: Record<string, { status: number; body: string }> = {}
  for (const name of personNames) {
    const { statusCode, body } = await house.ask(`/api/v1${path}`, { token: house.east.tokens[name] })
    answers[name] = { status: statusCode, body }
  }
  return answers
}

const REPORT = '张某某昨晚上门威胁，说再反映就停水'

test('a report of reprisal goes to the county’s discipline office, and nobody else learns of it', async () => {
  const { program, east } = house
  const { id, receipt, number } = await registered()
  await act(id, 'townRegistrar', 'dispatch', {
    handlerId: east.organizations.upperVillage,
    assistantIds: [],
  })
  const before_ = await one('SELECT version, entered_state_at FROM appeals WHERE id = $1', [id])
  const sent = await post('/appeals/act', { receipt, act: 'reprisal', form: newId(), text: REPORT })
  assert.equal(sent.statusCode, 200)
  assert.match(sent.body, /已送到县纪检监察机关/)
  assert.deepEqual(await one('SELECT version, entered_state_at FROM appeals WHERE id = $1', [id]), before_)
  for (const text of ['上门威胁', '张某某']) assert.deepEqual(await house.placesOf(text), [], text)
  for (const name of personNames.filter((each) => each !== 'discipline'))
    await assert.rejects(
      listReprisals(program.appeals, await world(), east.actor(name)),
      { message: 'not_yours' },
      name,
    )
  const [report] = await listReprisals(program.appeals, await world(), east.actor('discipline'))
  assert.deepEqual([report?.text, report?.number], [REPORT, number])
  const reportId = report?.id ?? ''
  for (const name of personNames.filter((each) => each !== 'discipline'))
    await assert.rejects(
      takeReprisal(program.appeals, await world(), east.actor(name), reportId, { commandId: newId() }),
      { message: 'not_found' },
      name,
    )
  const take = { commandId: newId() }
  await takeReprisal(program.appeals, await world(), east.actor('discipline'), reportId, take)
  const again = takeReprisal(program.appeals, await world(), east.actor('discipline'), reportId, {
    commandId: newId(),
  })
  await assert.rejects(again, { message: 'wrong_state' })
  await takeReprisal(program.appeals, await world(), east.actor('discipline'), reportId, {
    ...{ commandId: newId(), answer: '已经约谈，请放心。' },
  })
  assert.match((await post('/appeals/status', { receipt })).body, /已经约谈，请放心/)
  assert.deepEqual(await house.placesOf('约谈'), [])
  const { rows } = await house.test.owner.query(
    "SELECT entry->>'act' AS act, entry->>'as' AS acting FROM history WHERE case_id = $1 ORDER BY seq",
    [reportId],
  )
  assert.deepEqual(
    rows.map((row) => `${row.act} ${row.acting}`),
    ['report resident', 'read discipline', 'take discipline', 'answer discipline'],
  )
  const log = await program.database.read(1, (tx) => listLog(tx, 1, {}))
  assert.ok(log.rows.length > 0 && log.rows.every(({ kind }) => kind !== 'reprisal'))
  // Over HTTP no token reaches them at all, and no answer of any list says that there is one.
  for (const [name, { status }] of Object.entries(await asEverybody('/reprisals')))
    assert.equal(status, 403, name)
})

test('a report is not lost because the receipt was exchanged, or because it does not open today', async () => {
  const { program, east } = house
  const { id, receipt } = await registered()
  await program.inbox.stop()
  const report = { receipt, act: 'reprisal', form: newId(), text: '换了查询号以后也要送到' }
  assert.equal((await post('/appeals/act', report)).statusCode, 200)
  await reissueReceipt(program.appeals, await world(), east.actor('townRegistrar'), id, {
    ...{ commandId: newId(), reason: '查询号丢了' },
  })
  const { id: itemId } = await one(
    "SELECT id FROM appeal_inbox WHERE kind = 'reprisal' AND opened_at IS NULL",
  )
  const errors: Error[] = []
  const away = {
    ...program.inbox.deps,
    box: { ...program.inbox.deps.box, open: () => assert.fail('the key is away') },
    onError: (error: Error) => void errors.push(error),
  }
  for (let tries = 0; tries < 25; tries++) await openInbox(away, 1)
  const kept = await one('SELECT failed, tries FROM appeal_inbox WHERE id = $1', [itemId])
  assert.equal(kept.failed, null, 'laid aside for nobody')
  assert.ok(kept.tries >= 20 && errors.length === kept.tries)
  const grant = { role: 'registrar', organizationId: east.organizations.county, organizationKind: 'county' }
  const registrar = { ...east.actor('townRegistrar'), grants: [grant] } as never
  assert.deepEqual(await listStranded(program.inbox.deps, registrar), [])
  await openInbox({ ...program.inbox.deps, now: () => new Date(Date.now() + 3_600_000) }, 1)
  const reports = await listReprisals(program.appeals, await world(), east.actor('discipline'))
  assert.ok(reports.some(({ text }) => text === report.text))
})

test('what the process did and did not get to note is done once, and told as done', async () => {
  const { program } = house
  const { id, receipt } = await registered()
  const said = { receipt, act: 'message', form: newId(), text: `只说一次 ${newId()}` }
  assert.equal((await post('/appeals/act', said)).statusCode, 200)
  const item = await one(
    'SELECT * FROM appeal_inbox WHERE digest = (SELECT digest FROM appeal_receipts WHERE appeal_id = $1)',
    [id],
  )
  await carryOutItem(program.inbox.deps, 1, item)
  await act(id, 'townRegistrar', 'reply', { text: '收到' })
  await carryOutItem(program.inbox.deps, 1, item)
  const { n } = await one('SELECT count(*)::int AS n FROM appeal_messages WHERE appeal_id = $1', [id])
  assert.equal(n, 2)
  assert.doesNotMatch((await post('/appeals/status', { receipt })).body, /没有办成/)
})

const ACCUSED = { aboutVillage: true, cause: '村会计克扣补贴' }

test('a township’s stranded items stand on its list however many of others there are; settled, they hold nobody up', async () => {
  const { program, east } = house
  const { id, receipt } = await registered()
  const { digest } = await one('SELECT digest FROM appeal_receipts WHERE appeal_id = $1', [id])
  const { keyId, publicKey } = program.inbox.deps.box.publicKey()
  const strand = async (kind: 'act' | 'submission', of: string, content: object, at: string) => {
    const itemId = newId()
    await house.test.owner.query(
      `INSERT INTO appeal_inbox (county_id, id, kind, digest, key_id, sealed, content_hash, received_at, failed)
       VALUES (1, $1, $2, $3, $4, $5, $6, $7, 'internal')`,
      [
        itemId,
        kind,
        of,
        keyId,
        sealTo(publicKey, inboxContext(1, kind, itemId), JSON.stringify(content)),
        'A'.repeat(43),
        at,
      ],
    )
    return itemId
  }
  const elsewhere = {
    ...{ pageKey: 'A'.repeat(43), openness: 'anonymous', person: {} },
    matter: { placeId: east.organizations.willowVillage, title: '桥', cause: '桥栏13800001234' },
  }
  for (let n = 0; n < 55; n++)
    await strand('submission', digest.replace(/.{43}$/, String(n).padStart(43, 'x')), elsewhere, '2026-01-01')
  const own: string[] = []
  for (let n = 0; n < 10; n++)
    own.push(await strand('act', digest, { act: 'message', fields: { text: '好' } }, '2026-02-01'))
  const ask = (path: string, method: 'GET' | 'POST' = 'GET') =>
    house.ask(`/api/v1/appeals/stranded${path}`, {
      ...{ method, token: east.tokens.townRegistrar, ...(method === 'POST' && { payload: {} }) },
    })
  const listed = (await ask('')).json().rows.map((row: { id: string }) => row.id)
  assert.deepEqual(listed.toSorted(), own.toSorted())
  const said = () =>
    post('/appeals/act', { receipt, act: 'message', form: newId(), text: `还在吗 ${newId()}` })
  assert.match((await said()).body, /还有好几条没有处理完/)
  for (const itemId of own) assert.equal((await ask(`/${itemId}/settle`, 'POST')).statusCode, 200)
  assert.match((await said()).body, /收到了/)
  await house.test.owner.query("DELETE FROM appeal_inbox WHERE failed = 'internal'")
})

test('neither handler, neighbour nor administrator finds out who spoke, by any of these routes', async () => {
  const { id } = await registered(ACCUSED)
  await act(id, 'townRegistrar', 'refuse', {
    ...{ reasonCode: 'not_here', destination: '县信访局', text: '请向县信访局反映。' },
  })
  for (const path of ['/appeals/notices', '/appeals/stranded'])
    for (const [name, { body, status }] of Object.entries(await asEverybody(path))) {
      const [role] = peopleOf[name as PersonName]
      for (const secret of ['周德福', '13800001234', '德福'])
        assert.ok(!body.includes(secret), `${name} ${path}`)
      if (role !== 'registrar' || isAdminRole(role as Role))
        assert.ok(status === 403 || !body.includes(id), `${name} reads ${path}`)
    }
  const mine = await house.ask('/api/v1/appeals/notices', { token: house.east.tokens.townRegistrar })
  assert.ok(mine.json().rows.some((row: { appealId: string }) => row.appealId === id))
})

test('what cannot be registered stays, with its reason, until the registrar has settled it', async () => {
  const { east, test: db } = house
  const { willowVillage, upperVillage } = east.organizations
  const text = '桥头的护栏倒了，没有人扶'
  const form = { place: willowVillage, text, openness: 'registrar', name: '', phone: '', form: newId() }
  try {
    // Chosen while it still was there.
    await house.program.inbox.stop()
    const sent = await post('/appeals/new', form)
    assert.equal(sent.statusCode, 200)
    await db.owner.query("UPDATE organizations SET status = 'closed' WHERE id = $1", [willowVillage])

    await openInbox(house.program.inbox.deps, 1)
    const receipt = /class="receipt">(.*?)<\/p>/.exec(sent.body)?.[1]?.replaceAll(/<[^>]+>/g, '') ?? ''
    assert.match((await post('/appeals/status', { receipt })).body, /没能自动登记/)
    const listed = await house.ask('/api/v1/appeals/stranded', { token: east.tokens.townRegistrar })
    assert.deepEqual(listed.json().rows, [], 'another township’s')
    const grant = { role: 'registrar', organizationId: east.organizations.county, organizationKind: 'county' }
    const registrar = { ...east.actor('townRegistrar'), grants: [grant] } as never
    const [line] = await listStranded(house.program.inbox.deps, registrar)
    assert.deepEqual([line?.reason, line?.text], ['invalid.placeId', text])
    await registerStranded(house.program.inbox.deps, registrar, line?.id ?? '', upperVillage)
    assert.match((await post('/appeals/status', { receipt })).body, /工作人员正在看/)
    assert.deepEqual(await listStranded(house.program.inbox.deps, registrar), [])
  } finally {
    await db.owner.query("UPDATE organizations SET status = 'active' WHERE id = $1", [willowVillage])
  }
})

test('another system hands over what it has, signed; forged, replayed and old is refused without a word', async () => {
  const { program, east, west } = house
  const { secret } = await program.database.write(1, (tx) =>
    addSource(tx, program.signIn.sealing, 1, { name: 'hotline', title: '12345热线' }, new Date()),
  )
  const content = (given: object = {}) =>
    JSON.stringify({
      ...{
        externalId: `H-${newId()}`,
        placeCode: 'C1-upperVillage',
        title: '占道',
        cause: '摊位占道，出行不便',
      },
      ...{ name: '李某一', phone: '13911112222', ...given },
    })
  const now = () => String(Math.floor(Date.now() / 1_000))
  const send = (
    payload: string,
    { by = secret, at = now(), source = 'hotline', county = east, signed = payload } = {},
  ) =>
    house.ask('/api/v1/appeals/inbound', {
      ...{ method: 'POST', token: null, county, payload },
      headers: {
        ...{ 'content-type': 'application/json', 'x-bihuan-source': source, 'x-bihuan-timestamp': at },
        'x-bihuan-signature': signatureOf(by, at, Buffer.from(signed)),
      },
    })
  const body = content()
  const first = await send(body)
  assert.equal(first.statusCode, 201, first.body)
  const { number, receipt } = first.json()
  const kept = await one('SELECT state, channel FROM appeals WHERE number = $1 AND county_id = 1', [number])
  assert.deepEqual(kept, { state: 'screening', channel: 'system' })
  assert.match((await post('/appeals/status', { receipt })).body, /工作人员正在看/)
  for (const text of ['李某一', '13911112222', secret]) assert.deepEqual(await house.placesOf(text), [], text)
  assert.equal((await send(body)).statusCode, 409, 'replayed')
  const odd = await send(content({ phone: '8666转3' }))
  const { id: oddId } = await one('SELECT id FROM appeals WHERE number = $1 AND county_id = 1', [
    odd.json().number,
  ])
  const registrar = east.actor('townRegistrar')
  const opened = await openIdentity(program.appeals, await world(), registrar, oddId, {
    ...{ commandId: newId(), reason: '联系来电人' },
  })
  assert.match(opened.said ?? '', /8666转3/, 'what is no number of ours is for a person to read')
  const count = async () => (await one('SELECT count(*)::int AS n FROM appeals')).n
  const before_ = await count()
  const refused = {
    forged: await send(content(), { by: 'another secret' }),
    changed: await send(content(), { signed: content() }),
    old: await send(content(), { at: String(Number(now()) - 301) }),
    'of the future': await send(content(), { at: String(Number(now()) + 310) }),
    'of nobody': await send(content(), { source: 'nobody' }),
    'of another county': await send(content(), { county: west }),
    'at no time': await send(content(), { at: 'now' }),
  }
  for (const [what, answer] of Object.entries(refused)) {
    assert.equal(answer.statusCode, 401, what)
    assert.deepEqual(answer.json().error, { code: 'not_signed_in' }, what)
  }
  assert.equal((await send(content({ placeCode: 'nowhere' }))).statusCode, 422)
  assert.equal((await send(content({ cause: '附件标注机密★长期' }))).statusCode, 422)
  assert.equal((await send('这不是JSON')).statusCode, 422)
  assert.equal((await send(content({ cause: '长'.repeat(40_000) }))).statusCode, 413)
  assert.equal(await count(), before_)
  await house.test.owner.query('UPDATE appeal_sources SET ended_at = now()')
  assert.equal((await send(content())).statusCode, 401, 'ended')
})

/** A gateway that takes messages, or not. */
async function gateway(): Promise<{ server: Server; url: string; taken: string[]; status: number[] }> {
  const taken: string[] = []
  const status: number[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      taken.push(`${request.headers['x-key']} ${body}`)
      response.writeHead(status.shift() ?? 200).end('ok')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { ...{ server, taken, status }, url: `http://127.0.0.1:${port}/send` }
}

test('a resident is told by message that there is an answer: its number and where to look, no more', async () => {
  const { program } = house
  const { server, url, taken, status } = await gateway()
  const settings = {
    ...{ url, method: 'POST' as const, contentType: 'application/json', secretHeader: 'x-key' },
    body: '{"to":"{phone}","id":"{template}","args":["{number}","{link}"]}',
    ...{ templates: { refused: 'T-9' }, link: 'https://county.test/progress' },
  }
  try {
    const { id, number } = await registered()
    await act(id, 'townRegistrar', 'refuse', {
      ...{ reasonCode: 'not_here', destination: '县信访局', text: '请向县信访局反映。' },
    })
    const { id: noticeId } = await one('SELECT id FROM appeal_notices WHERE appeal_id = $1', [id])
    await program.database.write(1, (tx) =>
      setGateway(tx, program.signIn.sealing, 1, settings, 'key of the gateway', new Date()),
    )
    const deps = { ...program.appeals, sealing: program.signIn.sealing }
    const send = () => sendMessage(deps, { countyId: 1, noticeId })
    await send()
    assert.equal(taken.length, 0, 'what waits on the call list is not sent')
    await house.test.owner.query("UPDATE appeal_notices SET status = 'sending' WHERE id = $1", [noticeId])
    status.push(500, 500, 500, 500, 200)
    for (let n = 0; n < 4; n++) await assert.rejects(send(), /did not take/)
    await send()
    assert.deepEqual(
      [...new Set(taken)],
      [
        `key of the gateway {"to":"13800001234","id":"T-9","args":["${number}","https://county.test/progress"]}`,
      ],
    )
    const sent = await one('SELECT status, tries FROM appeal_notices WHERE id = $1', [noticeId])
    assert.deepEqual(sent, { status: 'sent', tries: 5 })
    await send()
    assert.equal(taken.length, 5, 'once')
    assert.deepEqual(await house.placesOf('key of the gateway'), [])
    await house.test.owner.query("UPDATE appeal_notices SET status = 'sending' WHERE id = $1", [noticeId])
    status.push(500)
    await send()
    const given = await one('SELECT status FROM appeal_notices WHERE id = $1', [noticeId])
    assert.deepEqual(given, { status: 'waiting' }, 'then somebody calls')
    const called = (isReached: boolean) =>
      house.ask(`/api/v1/appeals/notices/${noticeId}/told`, {
        ...{ method: 'POST', token: house.east.tokens.townRegistrar, payload: { isReached } },
      })
    assert.equal((await called(false)).statusCode, 200)
    const stays = await one('SELECT status, calls FROM appeal_notices WHERE id = $1', [noticeId])
    assert.deepEqual(stays, { status: 'waiting', calls: 1 }, 'messages that failed are no calls')
    await house.test.owner.query("UPDATE appeal_notices SET status = 'sending', tries = 0 WHERE id = $1", [
      noticeId,
    ])
    const keyless = {
      ...deps,
      identities: { ...deps.identities, open: () => assert.fail('the key is away') },
    }
    for (let n = 0; n < 4; n++)
      await assert.rejects(sendMessage(keyless, { countyId: 1, noticeId }), /the key is away/)
    await sendMessage(keyless, { countyId: 1, noticeId })
    const keptFor = await one('SELECT status FROM appeal_notices WHERE id = $1', [noticeId])
    assert.deepEqual(keptFor, { status: 'waiting' }, 'also when a key is away')
  } finally {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

test('through the queue of jobs itself: what waits is sent once, and what the queue lost is called', async () => {
  const { program } = house
  const { server, url, taken } = await gateway()
  const settings = {
    ...{ url, method: 'POST' as const, contentType: 'application/json', secretHeader: 'x-key' },
    ...{ body: '{"to":"{phone}"}', templates: { refused: 'T-9' }, link: 'https://county.test/progress' },
  }
  const refusal = { reasonCode: 'not_here', destination: '县信访局', text: '请向县信访局反映。' }
  try {
    await program.database.write(1, (tx) =>
      setGateway(tx, program.signIn.sealing, 1, settings, 'key', new Date()),
    )
    await house.test.owner.query("UPDATE appeal_notices SET status = 'told' WHERE status = 'waiting'")
    const lost = await registered()
    await act(lost.id, 'townRegistrar', 'refuse', refusal)
    await house.test.owner.query(
      "UPDATE appeal_notices SET status = 'sending', at = now() - interval '2 days' WHERE appeal_id = $1",
      [lost.id],
    )
    const told = await registered({ person: { phone: '13900005678' } })
    await act(told.id, 'townRegistrar', 'refuse', refusal)
    assert.equal(await queueMessages(program.appeals, 1), 1)
    assert.equal(await queueMessages(program.appeals, 1), 0, 'once')
    const jobs = await startJobs(program.database.pool, { timeZone: 'Asia/Shanghai', onError: assert.fail })
    try {
      const run = (data: SmsJob) => sendMessage({ ...program.appeals, sealing: program.signIn.sealing }, data)
      await jobs.work([{ name: SMS_JOB, handler: async () => run } as JobDefinition<never>])
      for (let waited = 0; taken.length === 0 && waited < 100; waited++)
        await new Promise((done) => setTimeout(done, 100))
    } finally {
      await jobs.stop()
    }
    assert.deepEqual(taken, ['key {"to":"13900005678"}'])
    const stands = async (id: string) =>
      (await one('SELECT status FROM appeal_notices WHERE appeal_id = $1', [id])).status
    assert.deepEqual([await stands(told.id), await stands(lost.id)], ['sent', 'waiting'])
  } finally {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
})

test('who left no number is on no call list; what is overtaken is told no more; the third vain call is the last', async () => {
  const nobody = await registered({ person: {} })
  await act(nobody.id, 'townRegistrar', 'refuse', {
    ...{ reasonCode: 'not_here', destination: '县信访局', text: '请向县信访局反映。' },
  })
  const notices = async (id: string) =>
    (
      await house.test.owner.query(
        'SELECT id, kind, status FROM appeal_notices WHERE appeal_id = $1 ORDER BY at',
        [id],
      )
    ).rows
  assert.deepEqual(await notices(nobody.id), [])
  const { id } = await registered()
  await act(id, 'townRegistrar', 'dispatch', {
    handlerId: house.east.organizations.upperVillage,
    assistantIds: [],
  })
  await act(id, 'villageClerk', 'sign')
  await act(id, 'villageClerk', 'contact', { way: 'phone' })
  await act(id, 'villageClerk', 'askResident', { text: '哪一盏？' })
  const [first, second] = await notices(id)
  assert.deepEqual([first?.status, second?.kind, second?.status], ['lapsed', 'asked', 'waiting'])
  const tell = (isReached: boolean, token = house.east.tokens.townRegistrar) =>
    house.api(`/appeals/notices/${second?.id}/told`, { token, body: { isReached } })
  assert.equal((await tell(true, house.east.tokens.villageClerk)).statusCode, 404)
  for (let n = 0; n < 3; n++) assert.equal((await tell(false)).statusCode, 200)
  assert.equal((await tell(true)).statusCode, 404)
  assert.equal((await notices(id))[1]?.status, 'unreached')
})

test('what the county’s own rules keep out is not kept, and whoever wrote it is told', async () => {
  const { program } = house
  const { id, receipt } = await registered()
  const deps = { ...program.inbox.deps, adviceOn: () => '不得录入' }
  const sent = await post('/appeals/act', {
    receipt,
    act: 'message',
    form: newId(),
    text: '只有本县不让写的话',
  })
  assert.equal(sent.statusCode, 200)

  await openInbox(deps, 1)
  const { failed, sealed } = await one(
    'SELECT failed, sealed FROM appeal_inbox WHERE digest = (SELECT digest FROM appeal_receipts WHERE appeal_id = $1)',
    [id],
  )
  assert.deepEqual([failed, sealed], ['boundary', null])
  assert.match((await post('/appeals/status', { receipt })).body, /含有不能在网上填写的内容，没有保存/)
})

test('who opened an identity and when, its owner sees; what was joined is told as its main appeal stands', async () => {
  const { program, east } = house
  const main = await registered()
  const joined = await performReceive(program.appeals, await world(), 1, {
    ...{ commandId: newId(), channel: 'web', openness: 'anonymous', person: {} },
    ...{
      placeId: east.organizations.upperVillage,
      title: '也是路灯',
      cause: '路灯',
      aboutVillage: false,
      people: 1,
    },
  })
  await act(joined.id, 'townRegistrar', 'join', { mainId: main.id })
  await act(main.id, 'townRegistrar', 'dispatch', {
    handlerId: east.organizations.upperVillage,
    assistantIds: [],
  })
  const page = (await post('/appeals/status', { receipt: joined.receipt })).body
  assert.match(page, /和别人反映的同一件事合在一起办。\d+月\d+日已转石桥镇上河村/)
  await openIdentity(program.appeals, await world(), east.actor('townRegistrar'), main.id, {
    ...{ commandId: newId(), reason: '回访核实' },
  })
  const opened = (await post('/appeals/status', { receipt: main.receipt })).body
  assert.match(opened, /谁查看过您的姓名和电话<\/h2>\s*<ul><li>\d+月\d+日，登记人/)
  await act(joined.id, 'townRegistrar', 'separate', { reason: '另有其事' })
  await act(main.id, 'townRegistrar', 'divert', { kindCode: 'accusation' })
  const diverted = (await post('/appeals/status', { receipt: main.receipt })).body
  assert.match(diverted, /已按规定转送有关机关/)
  assert.doesNotMatch(diverted, /路灯/)
})
