import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { actEndpoints } from '#features/problems/api.ts'
import { newId } from '#platform/ids.ts'
import { bodyOf, feedbackBody, planBody, progressBody } from './bodies.ts'
import { type Asked, type House, openHouse, rectifying } from './house.ts'

/** What may not be entered in a system that is not for secrets: refused, and kept nowhere (domain.md 7.5). */
let house: House
before(async () => {
  house = await openHouse()
})
after(() => house.close())

/** Found again by whoever looks for it, in whatever spelling. */
const marker = `kz${Date.now().toString(36)}kz`
const marked = `附件标注机密★长期 ${marker}`
const asking = `群众说已被留置 ${marker}`

/** Every place of a body that somebody writes text in, with the text put there. */
function* withText(value: unknown, text: string): Generator<unknown> {
  if (typeof value === 'string' && /\p{Script=Han}/u.test(value)) yield text
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value))
    for (const changed of withText(inner, text))
      yield Array.isArray(value)
        ? value.map((one, at) => (at === Number(key) ? changed : one))
        : { ...value, [key]: changed }
}

const fresh = (body: object) => ({ ...body, commandId: newId() })

async function attempts(reason = 'boundary'): Promise<{ act: string; rule: string; person_id: string }[]> {
  const { rows } = await house.test.owner.query(
    `SELECT a.act, r.key AS rule, a.person_id FROM refused_attempts a
     JOIN rules r ON r.county_id = a.county_id AND r.id = a.rule_id WHERE a.reason = $1 ORDER BY a.at, a.id`,
    [reason],
  )
  return rows
}

async function refusedAt(path: string, body: object, asked: Asked = {}): Promise<string> {
  const answer = await house.api(path, { ...asked, body })
  assert.equal(answer.statusCode, 422, `${path} ${answer.body}`)
  const { error } = answer.json()
  assert.equal(error.code, 'boundary')
  assert.match(error.advice, /不得录入/)
  return error.path
}

test('a marked text is refused in every field of every act, with advice, and found nowhere afterwards', async () => {
  const { east } = house
  const { id, version } = await rectifying(east)
  const places = new Set<string>()
  const sent: string[] = []
  for (const [act, { path }] of Object.entries(actEndpoints)) {
    const whole = { ...feedbackBody(east, { basis: '依据', sourceRef: '来函', externalKey: '账号' }) }
    const body =
      act === 'report' || act === 'orderImmediate' ? { ...whole, workdays: 5 } : bodyOf(east, act, version)
    const known = Object.keys((actEndpoints[act as 'report'].body as { shape: object }).shape)
    const looked = Object.fromEntries(Object.entries(body).filter(([key]) => known.includes(key)))
    for (const changed of withText(looked, marked)) {
      places.add(`${act}.${await refusedAt(path.replace(':id', id), fresh(changed as object))}`)
      sent.push(act)
    }
  }
  for (const place of [
    'report.title',
    'report.sourceRef',
    'submitPlan.measures.1.text',
    'attribute.parties.0.opinion',
  ])
    assert.ok(places.has(place), place)
  assert.ok(places.size > 40, String(places.size))
  const view = await house.api(`/views/${newId()}`, {
    method: 'PUT',
    payload: { name: '我的', query: `q=${marked}` },
  })
  assert.equal(view.statusCode, 422)
  const kept = await attempts()
  // Several fall into one millisecond, so their order says nothing.
  assert.deepEqual(kept.map(({ act }) => act).sort(), [...sent, 'saveView'].sort())
  for (const { rule, person_id } of kept)
    assert.deepEqual([rule, person_id], ['secret.star', east.people.office])
  assert.deepEqual(await house.placesOf(marker), [])
  // The search finds what is there.
  assert.ok((await house.placesOf('排水沟长期堵塞')).includes('public.problems'))
})

test('spelled with spaces, other stars or signs that cannot be seen it is refused all the same', async () => {
  const { id, version } = await rectifying(house.east)
  for (const spelled of ['机 密 ☆', '機密★', '机\u200b密⭐', '【绝密】★', 'Ａ机密＊3年'])
    assert.equal(
      await refusedAt(
        `/problems/${id}/report-progress`,
        progressBody(version, { text: `${spelled}${marker}` }),
      ),
      'text',
      spelled,
    )
  assert.deepEqual(await house.placesOf(marker), [])
})

test('what is asked about goes through once it is answered, and only for the rule that was answered', async () => {
  const { east, api } = house
  const { id, version } = await rectifying(east)
  const path = `/problems/${id}/report-progress`
  const clerk = { token: east.tokens.villageClerk }
  const body = progressBody(version, { text: '组织干部学习留置有关规定' })
  const asked = await api(path, { ...clerk, body })
  const { error } = asked.json()
  assert.deepEqual([asked.statusCode, error.code, error.action], [422, 'boundary', 'ask'])
  const confirming = (keys: string) => ({ ...clerk, headers: { 'x-boundary-confirmed': keys } })
  assert.equal((await api(path, { ...confirming('secret.star'), body })).statusCode, 422)
  assert.equal((await api(path, { ...confirming(error.ruleKey), body })).statusCode, 200)
  const answered = { act: 'reportProgress', rule: error.ruleKey, person_id: east.people.villageClerk }
  assert.deepEqual(await attempts('boundary_confirmed'), [answered])
  const marked_ = progressBody(version + 1, { text: `${marked}${asking}` })
  assert.equal(
    (await api(path, { ...confirming(`${error.ruleKey}, secret.star`), body: marked_ })).statusCode,
    422,
  )
  assert.deepEqual(await house.placesOf(marker), [])
})

test('neither is a marked text told when something else about it is wrong', async () => {
  const { east, api } = house
  const { id, version } = await rectifying(east)
  const body = progressBody(version, { text: marked.repeat(200) })
  assert.equal((await api(`/problems/${id}/report-progress`, { body })).json().error.code, 'invalid')
  const plan = planBody(east, version, { goal: marked })
  assert.equal((await api(`/problems/${id}/submit-plan`, { token: null, body: plan })).statusCode, 401)
  assert.equal((await api(`/problems?q=${encodeURIComponent(marked)}`)).statusCode, 200)
  assert.deepEqual(await house.placesOf(marker), [])
})

test('file names are looked at before a byte is sent', async () => {
  const metadata = `filename ${Buffer.from(`机密★${marker}.pdf`).toString('base64')}`
  const answer = await house.api('/uploads', {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': '3', 'upload-metadata': metadata },
  })
  assert.deepEqual([answer.statusCode, answer.json().error.code], [422, 'boundary'])
  assert.deepEqual(await house.placesOf(marker), [])
})
