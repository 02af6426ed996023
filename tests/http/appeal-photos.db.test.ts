import assert from 'node:assert/strict'
import { PassThrough, type Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { HtmlValidate } from 'html-validate'
import { performAct } from '#features/appeals/perform.ts'
import { personalDataRules } from '#features/personal-data/index.ts'
import { forgetOld } from '#features/personal-data/retention.ts'
import { connectDatabase } from '#platform/database/transaction.ts'
import { heic, jpeg, png } from '#platform/files/samples.ts'
import { jpegWith, SECRET, webpWith } from '#platform/files/strip/with-metadata.ts'
import { type Finding, verifyCases } from '#platform/history/verify.ts'
import { casesInDatabase } from '#platform/history/verify-database.ts'
import { newId } from '#platform/ids.ts'
import { seedRules } from '#platform/rules/seed.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** Pictures that residents send with the web form, as a browser without JavaScript sends them. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const written = () => ({
  ...{ place: house.east.organizations.upperVillage, openness: 'registrar', form: newId() },
  text: `桥头路面塌了一个坑，有半米深。${newId()}`,
})

/** Taken apart without complaint, and refused by the store. */
function withoutFrame(): Buffer {
  const bytes = jpeg()
  const at = bytes.indexOf('ffc0', 'hex')
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 2 + bytes.readUInt16BE(at + 2))])
}

type Photo = [bytes: Buffer, name: string]
async function submit(
  photos: Photo[],
  { form = written(), from = '127.0.0.1' }: { form?: Record<string, string>; from?: string } = {},
) {
  const data = new FormData()
  for (const [name, value] of Object.entries(form)) data.append(name, value)
  for (const [bytes, name] of photos) data.append('photos', new Blob([new Uint8Array(bytes)]), name)
  const request = new Request('http://x/', { method: 'POST', body: data })
  const answer = await house.ask('/appeals/new', {
    ...{ method: 'POST', token: null, remoteAddress: from },
    headers: { 'content-type': request.headers.get('content-type') ?? '' },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  await house.program.inbox.sent(1)
  return answer
}

/** One point. */
const webp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=', 'base64')
const photo = (): Photo => [jpegWith(jpeg({ comment: newId() })), '周德福家.jpg']
const counts = async () =>
  (
    await house.test.owner.query(
      'SELECT (SELECT count(*)::int FROM appeals) AS appeals, (SELECT count(*)::int FROM appeal_inbox_photos) AS photos',
    )
  ).rows[0]
const newest = async (): Promise<{ id: string; version: number }> =>
  (await house.test.owner.query('SELECT id, version FROM appeals ORDER BY number DESC LIMIT 1')).rows[0]

async function act(by: PersonName, name: string, fields: object = {}) {
  const { id, version } = await newest()
  const world = await house.east.world(new Date())
  const body = { commandId: newId(), version, ...fields }
  return performAct(house.program.appeals, world, house.east.actor(by), name as never, id, body as never)
}

async function dispatched(): Promise<void> {
  await act('townRegistrar', 'classify', {
    ...{ track: 'ordinary', nature: 'help', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
  })
  const handlerId = house.east.organizations.upperVillage
  await act('townRegistrar', 'dispatch', { handlerId, assistantIds: [] })
}

type Paper = { sha256: string; kind: string; fileName: string }
async function papersFor(by: PersonName | null): Promise<Paper[] | number> {
  const { id } = await newest()
  const token = by && house.east.tokens[by]
  const answer = await house.ask(`/api/v1/appeals/${id}`, { token })
  return answer.statusCode === 200 ? answer.json().evidence : answer.statusCode
}
async function bytesFor(by: PersonName, { sha256 }: Paper) {
  const { id } = await newest()
  return house.ask(`/api/v1/appeals/${id}/evidence/${sha256}`, { token: house.east.tokens[by] })
}

test('sent without JavaScript, looked at by the registrar first, seen by whoever handles it only then', async () => {
  const sent = await submit([photo(), [webpWith(webp, [1, 1]), 'b.webp']])
  assert.equal(sent.statusCode, 200, sent.body)
  assert.match(sent.body, /照片收到2张/)
  const screened = await papersFor('townRegistrar')
  assert.ok(Array.isArray(screened))
  assert.deepEqual(
    screened.map(({ kind, fileName }) => [kind, fileName]),
    [
      ['resident', '照片1.jpeg'],
      ['resident', '照片2.webp'],
    ],
  )
  for (const by of ['villageClerk', 'siblingSecretary', 'auditAdmin'] as const)
    assert.ok(Number(await papersFor(by)) >= 403, by)
  assert.equal(await papersFor(null), 401)
  for (const paper of screened) {
    const answer = await bytesFor('townRegistrar', paper)
    assert.equal(answer.statusCode, 200)
    assert.ok(!answer.rawPayload.includes(SECRET))
    assert.equal((await bytesFor('villageClerk', paper)).statusCode, 404)
  }
  for (const text of [SECRET, '周德福家']) assert.deepEqual(await house.placesOf(text), [], text)
  await act('townRegistrar', 'pass')
  await dispatched()
  assert.equal(((await papersFor('villageClerk')) as Paper[]).length, 2)
  assert.equal((await bytesFor('villageClerk', screened[0] as Paper)).statusCode, 200)
  assert.equal((await counts()).photos, 0)
})

test('pictures that tell who it was are kept from whoever handles it, by whoever screens them', async () => {
  await submit([photo()])
  const [paper] = (await papersFor('townRegistrar')) as Paper[]
  assert.ok(paper)
  await act('townRegistrar', 'pass', { withholdPictures: true })
  await dispatched()
  assert.deepEqual(await papersFor('villageClerk'), [])
  assert.equal((await bytesFor('villageClerk', paper)).statusCode, 404)
  assert.equal(((await papersFor('townRegistrar')) as Paper[]).length, 1)
  assert.equal((await bytesFor('townRegistrar', paper)).statusCode, 200)
})

test('what is none of the three kinds, too many or too large is told, and what was written stays', async () => {
  const before_ = await counts()
  const large = Buffer.concat([jpeg(), Buffer.alloc(10 * 2 ** 20)])
  const cases: [string, Photo[], RegExp][] = [
    ['of a telephone', [[heic(), 'a.jpg']], /不是JPG、PNG、WebP格式/],
    ['a program', [[Buffer.from('MZ program'), 'a.jpg']], /不是JPG、PNG、WebP格式/],
    ['a page', [[Buffer.from('<svg onload="alert(1)"/>'), 'a.png']], /不是JPG、PNG、WebP格式/],
    ['cut off', [[jpegWith(jpeg()).subarray(0, 300), 'a.jpg']], /打不开/],
    ['without the part that says how large it is', [[withoutFrame(), 'a.jpg']], /打不开/],
    ['four', [photo(), photo(), photo(), photo()], /照片最多3张/],
    ['large', [[large, 'a.jpg']], /有照片超过10MB/],
  ]
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended'],
    rules: { 'no-trailing-whitespace': 'off', 'tel-non-breaking': 'off' },
  })
  for (const [what, photos, said] of cases) {
    const form = written()
    const answer = await submit(photos, { form })
    assert.equal(answer.statusCode, 422, what)
    assert.match(answer.body, said, what)
    assert.match(answer.body, /照片要请您重新选一遍/, what)
    assert.ok(answer.body.includes(form.text), what)
    const { results } = await validator.validateString(answer.body)
    assert.deepEqual(
      results.flatMap(({ messages }) => messages.map((m) => `${m.ruleId} ${m.message}`)),
      [],
      what,
    )
  }
  assert.deepEqual(await counts(), before_)
  // Nothing chosen: one empty file, as browsers send it.
  assert.equal((await submit([[Buffer.alloc(0), '']])).statusCode, 200)
  assert.equal((await counts()).appeals, before_.appeals + 1)
})

test('who may send pictures is asked before they are read; more than may be is not read at all', async () => {
  const from = '203.0.113.9'
  const big = (): Photo => [Buffer.concat([png(), Buffer.alloc(60_000)]), 'a.png']
  const answers = []
  for (let n = 0; n < 8; n++) answers.push(await submit([big()], { from }))
  // What stands behind a picture's end is dropped. Without proof of work three forms are taken; after six, none is read.
  assert.deepEqual(
    answers.map(({ statusCode, headers }) => [statusCode, headers['retry-after']]),
    [
      ...Array.from({ length: 3 }, () => [200, undefined]),
      ...Array.from({ length: 3 }, () => [429, '600']),
      ...Array.from({ length: 2 }, () => [429, '120']),
    ],
  )
  const headers = {
    'content-type': 'multipart/form-data; boundary=x',
    'content-length': String(40 * 2 ** 20),
  }
  const post = (given: Record<string, string>, payload = '--x--') =>
    house.ask('/appeals/new', { method: 'POST', token: null, headers: given, payload })
  const tooLarge = await post(headers)
  assert.equal(tooLarge.statusCode, 413)
  assert.match(tooLarge.body, /照片太大，没有收下/)
  // What is no form at all says nothing, and asks for everything.
  assert.equal(
    (await post({ 'content-type': 'multipart/form-data; boundary=x' }, 'nonsense')).statusCode,
    422,
  )
  // No other page takes files.
  const elsewhere = await house.ask('/appeals/act', {
    ...{ method: 'POST', token: null, payload: '--x--' },
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
  })
  assert.equal(elsewhere.statusCode, 415)
})

test('the same form sent again is one, with one set of pictures', async () => {
  const form = written()
  const photos = [photo()]
  assert.equal((await submit(photos, { form })).statusCode, 200)
  const { appeals } = await counts()
  assert.equal((await submit(photos, { form })).statusCode, 200)
  assert.equal((await counts()).appeals, appeals)
  assert.equal(((await papersFor('townRegistrar')) as Paper[]).length, 1)
  // Another form of the same words, with the same picture.
  const repeated = await submit(photos, { form: { ...form, form: newId() } })
  assert.equal(repeated.statusCode, 409)
  assert.match(repeated.body, /想补照片/)
})

test('pictures that were forgotten at first are not told to be kept when they are not', async () => {
  const form = written()
  assert.doesNotMatch((await submit([], { form })).body, /照片收到/)
  const late = await submit([photo()], { form })
  assert.equal(late.statusCode, 200)
  assert.doesNotMatch(late.body, /照片收到/)
  assert.match(late.body, /以第一次写的为准，照片也是/)
  assert.deepEqual(await papersFor('townRegistrar'), [])
  // On a new form they are not the same again.
  const anew = await submit([photo()], { form: { ...form, form: newId() } })
  assert.match(anew.body, /照片收到1张/)
  assert.equal(((await papersFor('townRegistrar')) as Paper[]).length, 1)
})

test('one address holds one place for pictures; whoever else waits is told to send without', async () => {
  const payload = new PassThrough()
  const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '50000' }
  const from = (remoteAddress: string, body: Readable | string) =>
    house.ask('/appeals/new', { method: 'POST', token: null, remoteAddress, headers, payload: body })
  const first = from('203.0.113.20', payload)
  await setTimeout(100)
  const second = await from('203.0.113.20', '--x--')
  assert.deepEqual([second.statusCode, second.headers['retry-after']], [503, '60'])
  assert.match(second.body, /请先不带照片提交/)
  const elsewhere = { from: '203.0.113.21' }
  assert.equal(
    (await submit([[Buffer.concat([png(), Buffer.alloc(60_000)]), 'a.png']], elsewhere)).statusCode,
    200,
  )
  payload.end(`--x--${' '.repeat(49_995)}`)
  assert.equal((await first).statusCode, 422)
  assert.notEqual((await from('203.0.113.20', `--x--${' '.repeat(49_995)}`)).statusCode, 503)
})

test('a form of thirty megabytes of text, or of a hundred thousand parts, is refused at once and echoes nothing', async () => {
  const part = '--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'
  const text = Buffer.concat([Buffer.from(part), Buffer.alloc(30 * 2 ** 20, '&'), Buffer.from('\r\n--x--')])
  const parts = Buffer.from(`${`${part}\r\n`.repeat(400_000)}--x--`)
  for (const payload of [text, parts]) {
    const begun = performance.now()
    const answer = await house.ask('/appeals/new', {
      ...{ method: 'POST', token: null, payload },
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    assert.equal(answer.statusCode, 422)
    assert.ok(answer.body.length < 100_000)
    assert.ok(performance.now() - begun < 2_000)
  }
})

test('a picture of a million parts is asked for permission first, then refused at once', async () => {
  const from = '203.0.113.10'
  const [start, rest] = [jpeg().subarray(0, 2), jpeg().subarray(2)]
  const parts = Buffer.concat([start, Buffer.alloc(4 * 2_000_000, 'fffe0002', 'hex'), rest])
  const begun = performance.now()
  for (const status of [422, 422, 422, 429])
    assert.equal((await submit([[parts, 'a.jpg']], { from })).statusCode, status)
  assert.ok(performance.now() - begun < 4_000)
})

test('pictures of what was no appeal go after thirty days, with their bytes; the history verifies', async () => {
  const pixels = Buffer.concat([jpeg().subarray(0, -2), Buffer.from('2cffd9', 'hex')])
  await submit([[pixels, 'a.jpg']])
  const [paper] = (await papersFor('townRegistrar')) as Paper[]
  assert.ok(paper)
  await act('townRegistrar', 'setAside', { reasonCode: 'advertisement' })
  const { files } = house.program.appeals
  await connectDatabase(house.test.owner).write(1, (tx) => seedRules(tx, 1, personalDataRules))
  house.east.deps.worlds.forget(1)
  const forgotten = async () =>
    (await forgetOld(house.program.appeals, 1, await house.east.world(new Date()))).set_aside_pictures
  const { id } = await newest()
  const setAsideSince = (days: number) =>
    house.test.owner.query(
      `UPDATE appeal_spans SET from_at = now() - make_interval(days => $2) WHERE appeal_id = $1 AND state = 'set_aside'`,
      [id, days],
    )
  await setAsideSince(29)
  assert.equal(await forgotten(), undefined)
  assert.equal(await files.has(1, paper.sha256), true)
  await setAsideSince(32)
  assert.equal(await forgotten(), 1)
  assert.equal(await files.has(1, paper.sha256), false)
  assert.deepEqual(await papersFor('townRegistrar'), [])
  const found: Finding[] = []
  const client = await house.test.owner.connect()
  try {
    await verifyCases(casesInDatabase(client), [], (finding) => found.push(finding))
  } finally {
    client.release()
  }
  assert.deepEqual(found, [])
})
