import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { HtmlValidate } from 'html-validate'
import { getCampaign } from '#features/evaluations/api.ts'
import { content, cross, EvaluationWalk } from '#tests/support/evaluation-walk.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { type House, openHouse } from './house.ts'

/** What people do on the public pages of evaluation, and what whoever means ill tries there. */
let house: House
let walk: EvaluationWalk
let codes: string[]
before(async () => {
  house = await openHouse()
  const { east, program } = house
  const problem = await new ProblemWalk(
    east,
    new Date(Date.now() - 4 * 86_400_000).toISOString(),
  ).toRectifying()
  await problem.toClosureRequested()
  await problem.toAwaitingEvaluation()
  walk = new EvaluationWalk(east, program.evaluations, program.evaluations.database, new Date())
  await walk.open([problem.acted.id])
  codes = await walk.issue(20)
})
after(() => house.close())

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'tel-non-breaking': 'off',
    'no-redundant-for': 'off',
    'no-inline-style': 'error',
  },
})

async function isGood(body: string) {
  const report = await validator.validateString(body)
  assert.deepEqual(
    report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}: ${m.ruleId} ${m.message}`)),
    [],
  )
  assert.ok(Buffer.byteLength(body) < 40_000, 'with the style sheet it stays under 60 KB')
}

const page = (url: string, address = '203.0.113.7') =>
  house.ask(url, { token: null, headers: { 'x-forwarded-for': address } })
const post = (url: string, form: Record<string, string>, address = '203.0.113.7') =>
  house.ask(url, {
    ...{ method: 'POST', token: null },
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': address },
    payload: new URLSearchParams(form).toString(),
  })

test('scanned or typed, filled in, handed in once: every page is valid, and says what holds', async () => {
  const [code = ''] = codes
  const ask = await page('/evaluate')
  await isGood(ask.body)
  const typed = await post('/evaluate', { code: code.toLowerCase().replaceAll('-', ' ') })
  assert.match(typed.body, /一张邀请只能交一次/)
  const sheet = await page(`/evaluate?code=${code}`)
  await isGood(sheet.body)
  assert.match(sheet.body, /href="\/evaluate\?code[^"]+type&#61;large"/)
  const form = /name="form" value="([^"]+)"/.exec(sheet.body)?.[1] ?? ''
  const empty = await post('/evaluate/answer', { code, form })
  assert.equal(empty.statusCode, 422)
  assert.match(empty.body, /还有2题要看一下/)
  await isGood(empty.body)
  const done = await post('/evaluate/answer', { code, form, ...content })
  await isGood(done.body)
  assert.match(done.body, /收到了，谢谢您/)
  // The button pressed twice is the same; a photograph passed on is told.
  assert.match((await post('/evaluate/answer', { code, form, ...content })).body, /收到了，谢谢您/)
  const again = await post('/evaluate/answer', { code, form: crypto.randomUUID(), ...cross })
  assert.match(again.body, /这张邀请已经用过/)
  await isGood(again.body)
  assert.match((await page(`/evaluate?code=${code}`)).body, /这张邀请已经用过/)
})

test('guessing is told nothing, costs the guesser, and ends', async () => {
  assert.equal(
    (await post('/evaluate', { code: '2345-6789-ABCD' })).statusCode,
    422,
    'mistyped: no look at all',
  )
  const { codesOf } = await import('#features/evaluations/invitations.ts')
  const unknown = codesOf(house.program.evaluations, 1, crypto.randomUUID(), 12)
  const answers: number[] = []
  for (const code of unknown) answers.push((await page(`/evaluate?code=${code}`, '198.51.100.9')).statusCode)
  assert.deepEqual(answers, [...Array(10).fill(404), 429, 429])
  const [, right = ''] = codes
  assert.equal(
    (await page(`/evaluate?code=${right}`, '198.51.100.9')).statusCode,
    429,
    'not even a right one',
  )
  assert.equal((await page(`/evaluate?code=${right}`)).statusCode, 200, 'others are not held up')
})

test('what is written is text wherever it goes: on pages, and in a sheet that Excel opens', async () => {
  const nasty = ['=HYPERLINK("http://x","点我")', '<script>alert(1)</script>', '+1+cmd|calc', '@SUM(A1)']
  for (const [i, words] of nasty.entries()) {
    const answer = await post('/evaluate/answer', { code: codes[i + 2] ?? '', ...content, words })
    assert.match(answer.body, /收到了/)
  }
  const boundary = await post('/evaluate/answer', {
    code: codes[7] ?? '',
    ...content,
    words: '附件是机密★5年的文件',
  })
  assert.equal(boundary.statusCode, 422)
  assert.match(boundary.body, /没有交上去/)
  await isGood(boundary.body)
  assert.equal(
    (await post('/evaluate/answer', { code: codes[8] ?? '', ...content, website: '1', url: '1' })).statusCode,
    200,
  )
  const shown = await post('/evaluate/answer', {
    code: codes[9] ?? '',
    words: '"><img src=x onerror=alert(1)>',
  })
  assert.ok(!shown.body.includes('<img'))
  await walk.act('townClerk', 'endAnswers', {})
  const closed = await page(`/evaluate?code=${codes[10]}`)
  assert.match(closed.body, /评价已经结束/)
  await isGood(closed.body)
  await walk.act('townClerk', 'close', {})
  const csv = await house.api(`/evaluations/${walk.acted.id}/result`)
  assert.equal(csv.statusCode, 200)
  const cells = csv.body.split(/\r\n/).flatMap((line) => line.split(','))
  assert.deepEqual(
    cells.filter((cell) => /^"?[=+@-]/.test(cell)),
    [],
  )
  assert.match(csv.body, /'=HYPERLINK/)
  const { result } = getCampaign.answer.parse((await house.api(`/evaluations/${walk.acted.id}`)).json())
  assert.equal(result?.places[0]?.words.length, 4)
})

test('the result is for everybody, and everybody’s page of it is valid', async () => {
  const list = await page('/evaluations')
  await isGood(list.body)
  assert.match(list.body, new RegExp(`/evaluations/${walk.acted.number}`))
  const result = await page(`/evaluations/${walk.acted.number}`)
  await isGood(result.body)
  assert.match(result.body, /知晓率100%/)
  assert.doesNotMatch(result.body, /HYPERLINK|alert/, 'nobody’s own words are published')
  assert.equal((await page('/evaluations/2099-999')).statusCode, 404)
  assert.match((await page('/')).body, /\/evaluate/)
})
