import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { performAct } from '#features/appeals/perform.ts'
import { readReceipt } from '#features/appeals/receipt.ts'
import { newId } from '#platform/ids.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { type House, openHouse } from './house.ts'

/** What residents do on the public pages, with the desk in the same process. */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'tel-non-breaking': 'off',
    'no-redundant-for': 'off',
  },
})

const post = (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  house.ask(url, {
    ...{ method: 'POST', token: null },
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  })

async function isValid(body: string) {
  const report = await validator.validateString(body)
  assert.deepEqual(
    report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}: ${m.ruleId} ${m.message}`)),
    [],
  )
  assert.ok(Buffer.byteLength(body) < 50_000)
}

let n = 0
const written = (given: Record<string, string> = {}) => ({
  place: house.east.organizations.upperVillage,
  text: `村口第${++n}盏路灯坏了半个月，晚上老人出行不便。`,
  openness: 'registrar',
  name: '周德福',
  phone: '13800001234',
  form: newId(),
  ...given,
})

async function submit(given: Record<string, string> = {}): Promise<string> {
  const answer = await post('/appeals/new', written(given))
  assert.equal(answer.statusCode, 200, answer.body)
  await house.program.inbox.sent(1)
  return receiptIn(answer.body)
}

const receiptIn = (body: string): string => {
  const shown = /class="receipt">(.*?)<\/p>/.exec(body)?.[1]?.replaceAll(/<[^>]+>/g, '') ?? ''
  assert.ok(readReceipt(shown), body)
  return shown
}

const status = async (receipt: string) => (await post('/appeals/status', { receipt })).body

async function newest() {
  const { rows } = await house.test.owner.query(
    'SELECT id, version, state, number, openness, title, cause FROM appeals WHERE county_id = 1 ORDER BY number DESC LIMIT 1',
  )
  return rows[0]
}

async function act(by: PersonName, name: string, fields: object = {}) {
  const { id, version } = await newest()
  const world = await house.east.world(new Date())
  const body = { commandId: newId(), version, ...fields }
  return performAct(house.program.appeals, world, house.east.actor(by), name as never, id, body as never)
}

test('from the form to the rating: the receipt is given once, and leads to what becomes of it', async () => {
  const form = await house.ask('/appeals/new', { token: null })
  assert.equal(form.statusCode, 200)
  await isValid(form.body)
  assert.equal(form.headers['cache-control'], 'no-store')
  assert.match(form.body, /<optgroup label="石桥镇">/)
  const id = /name="form" value="([^"]+)"/.exec(form.body)?.[1] ?? ''
  const sent = await post('/appeals/new', written({ form: id, detail: '桥头' }))
  await isValid(sent.body)
  const receipt = receiptIn(sent.body)
  await house.program.inbox.sent(1)
  assert.equal((await newest()).state, 'screening')
  const screening = await status(receipt.toLowerCase().replaceAll('-', ' '))
  await isValid(screening)
  assert.match(screening, /已收到，工作人员正在看，最迟\d+月\d+日告诉您是否受理/)
  await act('townRegistrar', 'pass')
  await act('townRegistrar', 'classify', {
    ...{ track: 'ordinary', nature: 'help', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
  })
  await act('townRegistrar', 'dispatch', {
    handlerId: house.east.organizations.upperVillage,
    assistantIds: [],
  })
  assert.match(await status(receipt), /\d+月\d+日已转石桥镇上河村，最迟\d+月\d+日答复您。/)
  await act('villageClerk', 'sign')
  await act('villageClerk', 'contact', { way: 'receipt' })
  await act('villageClerk', 'askResident', { text: '是桥头哪一侧？' })
  const askedPage = await status(receipt)
  assert.match(askedPage, /是桥头哪一侧？/)
  await isValid(askedPage)
  const replied = await post('/appeals/act', {
    ...{ receipt, act: 'replyResident', form: newId(), text: '东侧，我的电话13912345678' },
  })
  assert.equal(replied.statusCode, 200)
  assert.match(replied.body, /收到了/)
  assert.match(replied.body, /东侧/)
  assert.doesNotMatch(replied.body, /13912345678/)
  await act('villageClerk', 'answer', { text: '三盏路灯已经修好。', claim: 'solved' })
  assert.doesNotMatch(await status(receipt), /三盏路灯已经修好/)
  await act('townSecretary', 'passAnswer')
  const answered = await status(receipt)
  assert.match(answered, /三盏路灯已经修好/)
  await isValid(answered)
  const solved = await post('/appeals/act', {
    ...{ receipt, act: 'confirmSolved', form: newId(), satisfaction: 'satisfied' },
  })
  assert.match(solved.body, /办结。如果没有解决，请在\d+月\d+日以前在这里说/)
  await isValid(solved.body)
  const rate = { receipt, act: 'rate', form: newId(), satisfaction: 'fairly', solved: 'yes' }
  assert.equal((await post('/appeals/act', rate)).statusCode, 200)
  const { rows } = await house.test.owner.query(
    'SELECT way, outcome, satisfaction FROM appeal_callbacks WHERE appeal_id = $1 ORDER BY at',
    [(await newest()).id],
  )
  assert.deepEqual(rows, [
    { way: 'receipt', outcome: 'solved', satisfaction: 'satisfied' },
    { way: 'receipt', outcome: 'solved', satisfaction: 'fairly' },
  ])
})

test('没解决 brings it back, and what no longer can be done is said so', async () => {
  const receipt = await submit()
  await act('townRegistrar', 'pass')
  await act('townRegistrar', 'classify', {
    ...{ track: 'ordinary', nature: 'inquiry', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
  })
  await act('townRegistrar', 'answerAtOnce', { text: '下周统一更换。' })
  const answer = await post('/appeals/act', { receipt, act: 'sayUnsolved', form: newId(), reason: '没有换' })
  assert.match(answer.body, /您说没有解决，已经收到/)
  assert.equal((await newest()).state, 'objected')
  const twice = await post('/appeals/act', {
    receipt,
    act: 'sayUnsolved',
    form: newId(),
    reason: '还是没有换',
  })
  assert.equal(twice.statusCode, 422)
  assert.match(twice.body, /这一步现在不能办了/)
  assert.match(twice.body, /没有提交.*还是没有换/s)
})

test('what was written by the receipt and not taken stands in its form again, and nothing of it is kept', async () => {
  const receipt = await submit()
  const reason = '机密★长期，灯杆编号<7>'
  const answer = await post('/appeals/act', { receipt, act: 'withdraw', form: newId(), reason })
  assert.equal(answer.statusCode, 422)
  assert.match(
    answer.body,
    /<details open><summary>撤回，不反映了<\/summary>.*机密★长期，灯杆编号&#60;7&#62;<\/textarea>/s,
  )
  await isValid(answer.body)
  assert.deepEqual(await house.placesOf('灯杆编号'), [])
})

test('the same form sent twice is one appeal with one receipt; another text under it changes nothing', async () => {
  const form = written()
  const first = await post('/appeals/new', form)
  const again = await post('/appeals/new', form)
  assert.equal(receiptIn(again.body), receiptIn(first.body))
  const changed = await post('/appeals/new', { ...form, text: `${form.text}还有别的。` })
  assert.match(changed.body, /以第一次写的为准/)
  await house.program.inbox.sent(1)
  const later = await post('/appeals/new', form)
  assert.equal(receiptIn(later.body), receiptIn(first.body))
  const { rows } = await house.test.owner.query('SELECT count(*)::int AS n FROM appeals WHERE cause = $1', [
    form.text,
  ])
  assert.equal(rows[0].n, 1)
})

test('the same words ten times in one day are one appeal', async () => {
  const { text } = written()
  const answers = await Promise.all(Array.from({ length: 10 }, () => post('/appeals/new', written({ text }))))
  await house.program.inbox.sent(1)
  const { rows } = await house.test.owner.query('SELECT count(*)::int AS n FROM appeals WHERE cause = $1', [
    text,
  ])
  assert.equal(rows[0].n, 1)
  const repeated = answers.filter(({ statusCode }) => statusCode === 409)
  assert.equal(repeated.length, 9)
  assert.match(repeated[0]!.body, /同样的内容今天已经收到/)
  await isValid(repeated[0]!.body)
})

test('what cannot be taken comes back with what was written and what to do, and nothing of it is kept', async () => {
  const before_ = (await newest()).number
  const cases = [
    [{ text: '' }, 422, /还没有写/],
    [{ text: '长'.repeat(2_001) }, 422, /太长/],
    [{ place: '' }, 422, /请选一个村/],
    [{ place: house.west.organizations.upperVillage }, 422, /请选一个村/],
    [{ phone: '12345' }, 422, /电话号码好像不对/],
    [{ name: '长'.repeat(41) }, 422, /称呼太长/],
    [{ text: '附件标注机密★长期，密不外传' }, 422, /不能在网上填写/],
    [{ text: '狗日的混蛋！！！' }, 422, /没有看出是什么事/],
    [{ text: '我今年12岁，学校门口的路不平' }, 422, /家长/],
    [{ website: 'http://evil.test' }, 200, /已经收到/],
  ] as const
  for (const [given, statusCode, says] of cases) {
    const answer = await post('/appeals/new', written(given))
    assert.equal(answer.statusCode, statusCode, JSON.stringify(given).slice(0, 60))
    assert.match(answer.body, says)
    await isValid(answer.body)
  }
  await house.program.inbox.sent(1)
  assert.equal((await newest()).number, before_)
  assert.deepEqual(await house.placesOf('密不外传'), [])
  const child = await post('/appeals/new', written({ text: '我今年12岁，学校门口的路不平', adult: 'yes' }))
  assert.match(child.body, /class="receipt"/)
})

test('rare characters and emoji come through; numbers in the text are hidden; who is anonymous is kept nowhere', async () => {
  const receipt = await submit({
    text: '𠮷家桥🏮坏了\u202e\u0000，找我13987654321，证件61052219700101123X',
    ...{ openness: 'anonymous', name: '秦百味', phone: '13700009999' },
  })
  const { cause } = await newest()
  assert.match(cause, /^𠮷家桥🏮坏了，找我/u)
  assert.doesNotMatch(cause, /13987654321|197001011/)
  for (const text of ['秦百味', '13700009999', '13987654321', receipt, receipt.replaceAll('-', '')])
    assert.deepEqual(await house.placesOf(text), [], text)
})

test('a text of rare characters only, and an emoji where a field ends, are registered like any other', async () => {
  const receipt = await submit({ text: '𠮷'.repeat(900), detail: `${'桥'.repeat(99)}🏮` })
  assert.match(await status(receipt), /工作人员正在看/)
  const said = { receipt, act: 'message', form: newId(), text: `${'好'.repeat(999)}🏮` }
  await act('townRegistrar', 'pass')
  assert.equal((await post('/appeals/act', said)).statusCode, 200)
  assert.match(await status(receipt), /好{999}/)
})

test('two neighbours who write the same few words have a receipt each', async () => {
  const { text } = written()
  const first = await submit({ text })
  const second = await submit({ text, name: '李秀英', phone: '13900005678' })
  assert.notEqual(first, second)
})

test('receipts are not guessed: mistyped is said at once, unknown costs, and soon nobody who missed may look', async () => {
  const receipt = await submit()
  const mistyped = receipt.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const wrong = await post('/appeals/status', { receipt: mistyped })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /抄错/)
  await isValid(wrong.body)
  const guess = () => ({ receipt: house.program.appeals.receipts.receiptFor(1, newId()) })
  const from = { 'x-forwarded-for': '203.0.113.7' }
  const statuses: number[] = []
  for (let i = 0; i < 9; i++) statuses.push((await post('/appeals/status', guess(), from)).statusCode)
  assert.deepEqual(statuses, [404, 404, 404, 404, 404, 404, 429, 429, 429])
  assert.equal((await post('/appeals/status', { receipt }, from)).statusCode, 429, 'who guessed waits')
  assert.equal((await post('/appeals/status', { receipt })).statusCode, 200)
  // From very many addresses: each may miss until the county's are used up, then once.
  const all: number[] = []
  for (let i = 0; i < 260; i++) {
    const each = { 'x-forwarded-for': `198.51.${100 + Math.floor(i / 200)}.${i % 200}` }
    all.push((await post('/appeals/status', guess(), each)).statusCode)
    if (i > 230) all.push((await post('/appeals/status', guess(), each)).statusCode)
  }
  assert.ok(all.slice(-20).includes(429))
  const fresh = { 'x-forwarded-for': '192.0.2.77' }
  assert.equal(
    (await post('/appeals/status', { receipt }, fresh)).statusCode,
    200,
    'who has it still may look',
  )
})

test('a receipt of the other county leads nowhere, and one that is void neither', async () => {
  const receipt = await submit()
  const there = await house.ask('/appeals/status', {
    ...{ method: 'POST', token: null, county: house.west },
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '192.0.2.9' },
    payload: new URLSearchParams({ receipt }).toString(),
  })
  assert.equal(there.statusCode, 404)
  await house.test.owner.query('UPDATE appeal_receipts SET void_at = now() WHERE appeal_id = $1', [
    (await newest()).id,
  ])
  const gone = await post('/appeals/status', { receipt }, { 'x-forwarded-for': '192.0.2.10' })
  assert.equal(gone.statusCode, 404)
})

test('without a proof of work few forms are taken from one address; with one more are', async () => {
  const from = { 'x-forwarded-for': '203.0.113.50' }
  const codes: number[] = []
  for (let i = 0; i < 5; i++) codes.push((await post('/appeals/new', written(), from)).statusCode)
  assert.deepEqual(codes, [200, 200, 200, 429, 429])
  const busy = await post('/appeals/new', written(), from)
  assert.match(busy.body, /请稍等/)
  await isValid(busy.body)
  const told = (await house.ask('/appeals/challenge', { token: null })).json()
  const proof = `${told.challenge}:${solve(told)}`
  assert.equal((await post('/appeals/new', written({ proof }), from)).statusCode, 200)
  assert.equal((await post('/appeals/new', written({ proof }), from)).statusCode, 429, 'once only')
})

function solve({ challenge, bits }: { challenge: string; bits: number }): number {
  const { createHash } = process.getBuiltinModule('node:crypto')
  for (let n = 0; ; n++) {
    const hash = createHash('sha256').update(`${challenge}:${n}`).digest()
    if (hash.readUInt32BE(0) >>> (32 - bits) === 0) return n
  }
}
