import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { bodyOf, feedbackBody, planBody, progressBody } from './bodies.ts'
import { type Asked, day, type House, openHouse, rectifying } from './house.ts'

/** What is sent in wrong form, and odd text in right form. */
let house: House
let id: string
before(async () => {
  house = await openHouse()
  id = (await rectifying(house.east)).id
})
after(() => house.close())

const version = async (problem = id): Promise<number> =>
  (await house.api(`/problems/${problem}`)).json().version
const clerk = () => ({ token: house.east.tokens.villageClerk })
const progress = async (given: object) =>
  house.api(`/problems/${id}/report-progress`, { ...clerk(), body: progressBody(await version(), given) })
const report = (given: object, asked: Asked = {}) =>
  house.api('/problems', { ...asked, body: feedbackBody(house.east, given) })
const raw = (payload: string | Buffer, type: string) =>
  house.api('/problems', { method: 'POST', payload, headers: { 'content-type': type } })
type Answer = Awaited<ReturnType<typeof raw>>
const told = (answer: Answer) => [answer.statusCode, answer.json().error.code]
/** The fields that were refused, with why. */
const issues = (answer: Answer) => {
  assert.deepEqual(told(answer), [422, 'invalid'])
  return Object.fromEntries(
    answer.json().error.issues.map(({ path, reason }: Record<string, string>) => [path, reason]),
  )
}

test('what is not JSON, or is too much of it, is refused in our own shape', async () => {
  for (const text of ['{"a":', '', '{"a":1}}', "{'a':1}", '\u0000', 'NaN'])
    assert.deepEqual(told(await raw(text, 'application/json')), [400, 'bad_request'], JSON.stringify(text))
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'text/xml',
    'multipart/form-data',
    'nonsense',
  ])
    assert.deepEqual(told(await raw('title=1', type)), [415, 'unsupported_type'], type)
  assert.deepEqual(told(await report({ basis: '据'.repeat(400_000) })), [413, 'too_large'])
  for (const text of ['null', '[]', '"text"', '7'])
    assert.deepEqual(told(await raw(text, 'application/json')), [422, 'invalid'], text)
  assert.deepEqual(told(await house.api('/problems', { method: 'POST' })), [422, 'invalid'])
})

test('a body nested a hundred thousand deep is refused, not run out on', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  assert.deepEqual(told(await raw(deep, 'application/json')), [422, 'invalid'])
  assert.deepEqual(told(await raw(`{"title":${deep}}`, 'application/json')), [422, 'invalid'])
})

test('keys that would change every object are refused wherever they stand', async () => {
  const body = JSON.stringify(planBody(house.east, 1))
  for (const poison of ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']) {
    assert.deepEqual(told(await raw(poison, 'application/json')), [400, 'bad_request'])
    const nested = body.replace('"horizon"', `"x":${poison},"horizon"`)
    assert.deepEqual(told(await raw(nested, 'application/json')), [400, 'bad_request'])
  }
  assert.equal(
    (await house.api('/problems?__proto__[polluted]=1&constructor=x&hasOwnProperty=y')).statusCode,
    200,
  )
  assert.equal('polluted' in {}, false)
})

test('fields that are wrong are named, each with its reason', async () => {
  const wrong = await report({
    ...{ title: '', feedbackText: '长'.repeat(4_001), sourceYear: '2026', households: -1, amountCents: 1.5 },
    ...{ feedbackOn: '2026-02-30', secrecy: 'top', organizationId: 'x', commandId: 7, severity: undefined },
  })
  assert.deepEqual(issues(wrong), {
    ...{ title: 'too_small', feedbackText: 'too_big', sourceYear: 'invalid_type', households: 'too_small' },
    ...{ amountCents: 'invalid_type', feedbackOn: 'invalid_format', secrecy: 'invalid_value' },
    ...{ organizationId: 'invalid_format', commandId: 'invalid_type', severity: 'required' },
  })
  const nested = planBody(house.east, 1)
  const first = { ...nested.measures[0], text: ' ', dueOn: 'soon' }
  const plan = await house.api(`/problems/${id}/submit-plan`, { body: { ...nested, measures: [first] } })
  assert.deepEqual(issues(plan), { 'measures.0.text': 'too_small', 'measures.0.dueOn': 'invalid_format' })
})

test('days that nobody can mean and codes that the county does not know are refused', async () => {
  for (const feedbackOn of ['0000-01-01', '0001-01-01', '9999-12-31'])
    assert.deepEqual(issues(await report({ feedbackOn })), { feedbackOn: 'out_of_range' })
  assert.deepEqual(issues(await report({ feedbackOn: day(1) })), { feedbackOn: 'in_future' })
  assert.deepEqual(issues(await report({ classCode: 'nothing' })), { classCode: 'not_in_dictionary' })
  assert.deepEqual(issues(await report({ classCode: '环境' })), { classCode: 'invalid_format' })
  assert.deepEqual(issues(await progress({ happenedOn: day(1) })), { happenedOn: 'in_future' })
})

test('control characters and halves of characters are refused, line ends only where a line must be one', async () => {
  for (const sign of ['\u0000', '\u0007', '\u001b', '\u007f', '\ud842', '\udfb7', '\u202e', '\u2066']) {
    assert.deepEqual(issues(await progress({ text: `坏${sign}字` })), { text: 'control_characters' })
    assert.deepEqual(issues(await report({ title: `坏${sign}字` })), { title: 'control_characters' })
    const view = { method: 'PUT' as const, payload: { name: `我${sign}的`, query: '' } }
    assert.deepEqual(issues(await house.api(`/views/${newId()}`, view)), { name: 'control_characters' })
  }
  for (const end of ['\n', '\r', '\u2028'])
    assert.deepEqual(issues(await report({ title: `上行${end}下行` })), { title: 'control_characters' })
  assert.equal((await progress({ text: '上行\r\n下行\t末' })).statusCode, 200)
})

const odd = [
  '𠮷田𡋾村 🀄️ 👨‍👩‍👧‍👦 e\u0301 ﷽',
  "'); DROP TABLE problems; --",
  '" OR 1=1; \\ \\x00 \\u0000 $1 #{7*7} {{7*7}} %s %_',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.test") +1 @SUM(A1)',
  '__proto__ constructor null undefined NaN',
  '倒着写 \u200b零宽',
]
for (const text of odd)
  test(`odd text comes back as it was: ${JSON.stringify(text).slice(0, 40)}`, async () => {
    const made = await report({ title: text, feedbackText: text, sourceRef: text, basis: text })
    assert.equal(made.statusCode, 200, made.body)
    const { id: problem, number } = made.json()
    const detail = (await house.api(`/problems/${problem}?history=true`)).json()
    assert.deepEqual([detail.title, detail.feedbackText], [text, text])
    const [entry] = detail.history.rows
    assert.equal(entry.rows[`problems/${problem}`].basis, text)
    const found = (await house.api(`/problems?q=${encodeURIComponent(number)}`)).json()
    assert.equal(found.rows.find((row: { id: string }) => row.id === problem)?.title, text)
    const searched = await house.api(`/problems?q=${encodeURIComponent(text)}`)
    assert.equal(searched.statusCode, 200)
    const kept = await house.test.owner.query('SELECT title, source_ref FROM problems WHERE id = $1', [
      problem,
    ])
    assert.deepEqual(kept.rows, [{ title: text, source_ref: text }])
  })

test('what an endpoint does not know is not looked at and not kept', async () => {
  const marker = 'unknown-field-7f3a'
  const made = await report(
    { surplus: marker, version: 99, state: 'closed', number: marker, county_id: 2 },
    {},
  )
  assert.deepEqual([made.statusCode, made.json().version, made.json().state], [200, 1, 'reported'])
  const plan = planBody(house.east, await version())
  const measures = plan.measures.map((measure) => ({ ...measure, surplus: marker }))
  assert.equal(
    (await house.api(`/problems/${id}/submit-plan`, { ...clerk(), body: { ...plan, measures } })).statusCode,
    409,
  )
  assert.equal((await house.api('/problems?surplus=1&limit=1')).statusCode, 200)
  assert.equal((await house.api('/organizations?surplus=1')).statusCode, 200)
  assert.deepEqual(await house.placesOf(marker), [])
})

test('ids and cursors that are none', async () => {
  const paths = [
    '/problems/xyz',
    `/problems/${'x'.repeat(300)}`,
    '/problems/%00',
    '/problems/..%2f..%2fetc',
    `/problems/${newId()}`,
  ]
  for (const path of paths) {
    assert.deepEqual(told(await house.api(path)), [404, 'not_found'], path)
    assert.deepEqual(
      told(await house.api(`${path}/list`, { body: bodyOf(house.east, 'list', 1) })),
      [404, 'not_found'],
      path,
    )
  }
  const first = (await house.api('/problems?limit=2')).json()
  const cursor = (text: string) => Buffer.from(text).toString('base64url')
  for (const after of [
    ...[
      '',
      'xxx',
      '%00',
      '你好',
      cursor('infinity|'),
      cursor(`infinity|${'-'.repeat(36)}`),
      cursor(`now|${newId()}`),
    ],
    ...['2026-99-99T99:99:99.000Z', '2026-02-30T00:00:00.000Z', '2026-01-01T...Z'].map((at) =>
      cursor(`${at}|${newId()}`),
    ),
    cursor(`infinity|${newId()}' OR '1'='1`),
  ])
    assert.deepEqual((await house.api(`/problems?limit=2&after=${after}`)).json(), first, after)
  const second = (await house.api(`/problems?limit=2&after=${first.next}`)).json()
  assert.notDeepEqual(second.rows, first.rows)
})

test('filters that cannot be are refused; those that hit nothing give nothing', async () => {
  const refused: Record<string, string> = {
    'year=99999999999': 'too_big',
    'year=x': 'invalid_type',
    'year=1.5': 'invalid_type',
    'limit=0': 'too_small',
    'limit=1000': 'too_big',
    'state=open': 'invalid_value',
    'organization=1': 'invalid_format',
    'overdue=yes': 'invalid_value',
    'source=%00': 'control_characters',
  }
  for (const [query, reason] of Object.entries(refused))
    assert.deepEqual(Object.values(issues(await house.api(`/problems?${query}`))), [reason], query)
  assert.equal((await house.api(`/problems/${id}/history?before=99999999999`)).statusCode, 422)
  for (const q of [
    '%00',
    '%ED%A0%80',
    "'",
    '%25',
    '!!!',
    '(((',
    ':*',
    'a'.repeat(100),
    '%E6%B2%9F%20%26%20%7C',
  ])
    assert.equal((await house.api(`/problems?q=${q}`)).statusCode, 200, q)
  assert.deepEqual((await house.api("/problems?source=' OR 1=1 --".replaceAll(' ', '%20'))).json().rows, [])
  assert.equal((await house.api('/people?role=%00')).statusCode, 422)
})

test('a number that the sender’s own books give twice is told, with the field', async () => {
  const made = await report({ externalKey: 'book-7' })
  assert.equal(made.statusCode, 200)
  assert.deepEqual(issues(await report({ externalKey: 'book-7' })), { externalKey: 'taken' })
})

test('sent twice, together or later, a command is done once and answered alike', async () => {
  const body = feedbackBody(house.east)
  const send = (given = body, asked: Asked = {}) => house.api('/problems', { ...asked, body: given })
  const answers = [...(await Promise.all([send(), send(), send(), send()])), await send()]
  for (const answer of answers)
    assert.deepEqual([answer.statusCode, answer.json()], [200, answers[0]?.json()])
  assert.equal(await commandsOf(body.commandId), 1)
  const done = progressBody(await version())
  const act = (given = done, asked: Asked = clerk()) =>
    house.api(`/problems/${id}/report-progress`, { ...asked, body: given })
  const acted = [...(await Promise.all([act(), act(), act()])), await act()]
  for (const answer of acted) assert.deepEqual([answer.statusCode, answer.json()], [200, acted[0]?.json()])
  assert.equal(await version(), done.version + 1)

  const other = { ...done, text: '别的内容' }
  assert.deepEqual(told(await act(other)), [422, 'command_reused'])
  assert.deepEqual(told(await send({ ...body, title: '别的标题' })), [422, 'command_reused'])
  // Somebody else's id, wherever it was got from.
  assert.deepEqual(told(await send(body, { token: house.east.tokens.office2 })), [422, 'command_reused'])
  assert.deepEqual(
    told(await act({ ...done, version: done.version + 1 }, { token: house.east.tokens.villageSecretary })),
    [...[422, 'command_reused']],
  )
  assert.equal(await version(), done.version + 1)
})

async function commandsOf(commandId: string): Promise<number> {
  const { rows } = await house.test.owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM problems p JOIN history h ON h.case_id = p.id WHERE h.entry ->> 'command' = $1`,
    [commandId],
  )
  return rows[0]!.n
}

test('sign-in takes any text for name and password and says no more than that it is wrong', async () => {
  for (const [username, password] of [
    ['\u0000', '\u0000'],
    ["' OR '1'='1", "' OR '1'='1"],
    ['𠮷'.repeat(20), '🀄'.repeat(80)],
    ['../../etc', '{"$ne":1}'],
  ]) {
    const answer = await house.api('/session', { token: null, body: { username, password } })
    assert.deepEqual(told(answer), [401, 'wrong_credentials'])
  }
  for (const body of [{}, { username: {}, password: [] }, { username: 'x', password: 'y'.repeat(201) }])
    assert.deepEqual(told(await house.api('/session', { token: null, body })), [422, 'invalid'])
})

test('whoever is nobody here fills neither the table of attempts nor the queue of sign-ins', async () => {
  const rows = async () =>
    (await house.test.owner.query('SELECT count(*)::int AS n FROM refused_attempts')).rows[0].n as number
  const before = await rows()
  const statuses = new Set<number>()
  for (let i = 0; i < 300; i++) {
    const answer = await house.api('/session', {
      ...{ token: null, body: { username: 'x', password: 'y' }, remoteAddress: '203.0.113.7' },
      headers: { origin: 'http://evil.example' },
    })
    statuses.add(answer.statusCode)
  }
  assert.deepEqual([...statuses].sort(), [403, 429])
  assert.equal((await rows()) - before, 1)
  const other = await house.api('/session', {
    ...{ token: null, body: { username: 'x', password: 'y' }, remoteAddress: '203.0.113.8' },
  })
  assert.deepEqual(told(other), [401, 'wrong_credentials'], 'another address is not held up')
})
