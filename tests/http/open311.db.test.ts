import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { after, before, test } from 'node:test'
import { Ajv, type ValidateFunction } from 'ajv'
import ajvFormats from 'ajv-formats'
import { z } from 'zod'
import { addSource, endSource, giveSourceKey } from '#features/appeals/index.ts'
import { png } from '#platform/files/samples.ts'
import { newId } from '#platform/ids.ts'
import { aPage, problemPages, publish, withdraw } from '#tests/support/published.ts'
import { type House, openHouse } from './house.ts'

/** Open311 GeoReport v2 beside the public pages: what it gives, what it takes, and what it gives nobody. */
let house: House
let key = ''
before(async () => {
  house = await openHouse()
  const { program, east } = house
  await program.database.write(1, async (tx) => {
    await addSource(tx, program.signIn.sealing, 1, { name: 'citizen-app', title: '市民App' }, new Date())
    key = (await giveSourceKey(tx, 1, 'citizen-app'))?.key ?? ''
  })
  const organization = { id: east.organizations.upperVillage, name: '上河村' }
  const township = { id: east.organizations.stoneBridge, name: '石桥镇' }
  const pictures = [{ caption: '清淤后', mime: 'image/png', bytes: png() }]
  const at = (days: number) => new Date(Date.now() - days * 86_400_000)
  const given = { organization, township, kind: 'problem' as const }
  const owner = house.test.owner
  await publish(owner, 1, { ...given, slug: '2020-0001', pages: problemPages, pictures, publishedAt: at(3) })
  const running = [aPage({ paragraphs: ['整改中 <b>&'], facts: [{ label: '目前状态', value: '整改中' }] })]
  await publish(owner, 1, { ...given, slug: '2020-0002', pages: running, publishedAt: at(2) })
  await publish(owner, 1, { ...given, slug: '2020-0003', publishedAt: at(200) })
  await publish(owner, 1, {
    ...given,
    slug: '2020-0004',
    withdrawn: { at: at(1), kind: 'early' },
    publishedAt: at(5),
  })
  await publish(owner, 1, { ...given, slug: '2020-0005', until: at(1), publishedAt: at(9) })
})
after(() => house.close())

const get = (path: string) => house.ask(`/open311/v2${path}`, { token: null })
const list = async (path: string) => {
  const answer = await get(path)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json() as Record<string, unknown>[]
}
const ids = async (path: string) => (await list(path)).map((each) => each.service_request_id)

/** The fields of the specification, read closely: nothing is there that it does not name. */
const text = z.string().min(1)
const ours = {
  service: z.strictObject({
    ...{ service_code: text, service_name: text, description: text, metadata: z.boolean() },
    ...{ type: z.enum(['realtime', 'batch', 'blackbox']), keywords: text, group: text },
  }),
  'service-definition': z.strictObject({
    service_code: text,
    attributes: z.array(
      z.strictObject({
        ...{ variable: z.boolean(), code: text, datatype: z.enum(['string', 'singlevaluelist']) },
        ...{ required: z.boolean(), datatype_description: text, order: z.int(), description: text },
        values: z.array(z.strictObject({ key: text, name: text })),
      }),
    ),
  }),
  request: z.strictObject({
    ...{ service_request_id: text, status: z.enum(['open', 'closed']), status_notes: text.nullable() },
    ...{ service_name: text, service_code: text, description: text.max(4_000), agency_responsible: text },
    ...{ service_notice: text, requested_datetime: z.iso.datetime(), updated_datetime: z.iso.datetime() },
    ...{ expected_datetime: z.null(), address: text, address_id: z.null(), zipcode: z.null() },
    ...{ lat: z.null(), long: z.null(), media_url: z.url().nullable() },
  }),
}

/** The published schemas, where they lie beside the checkout; they are not ours to hand on. */
const folder = [process.env.BIHUAN_OPEN311, resolve(import.meta.dirname, '../../../shared/open311')].find(
  (place) => place && existsSync(join(place, 'request.json')),
)
const published = new Map<string, ValidateFunction>()
if (folder) {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajvFormats.default(ajv)
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json') && name !== 'swagger.json'))
    ajv.addSchema(JSON.parse(readFileSync(join(folder, file), 'utf8')), file)
  for (const name of [...Object.keys(ours), 'services', 'requests']) {
    const validate = ajv.getSchema(`${name}.json`)
    if (validate) published.set(name, validate as ValidateFunction)
  }
}

function judge(name: keyof typeof ours, value: unknown): void {
  ours[name].parse(value)
  const validate = published.get(name)
  assert.ok(!validate || validate(value), JSON.stringify(validate?.errors))
}

test('services, their definitions and what is published keep the schemas of GeoReport', async (t) => {
  if (!folder) t.diagnostic('the published schemas are not here: judged by the fields alone')
  const services = await list('/services.json')
  for (const service of services) judge('service', service)
  assert.ok(services.length > 5 && services.some(({ service_code }) => service_code === 'roads'))
  const definition = await get('/services/roads.json')
  judge('service-definition', definition.json())
  judge('service-definition', (await get('/services/rectification.json')).json())
  const requests = await list('/requests.json')
  for (const request of requests) judge('request', request)
  for (const [name, value] of [
    ['services', services],
    ['requests', requests],
  ] as const) {
    const validate = published.get(name)
    assert.ok(!validate || validate(value), JSON.stringify(validate?.errors))
  }
})

test('what stands is given, masked as it was approved, to the village and with approved pictures', async () => {
  const [second, first] = await list('/requests.json')
  assert.deepEqual([first?.service_request_id, second?.service_request_id], ['2020-0001', '2020-0002'])
  assert.deepEqual([first?.status, second?.status], ['closed', 'open'])
  assert.equal(first?.address, '石桥镇 上河村')
  assert.match(
    String(first?.media_url),
    /^http:\/\/east\.test\/published\/2020-0001\/pictures\/[0-9a-f]{64}$/,
  )
  assert.equal(second?.media_url, null)
  const picture = await house.ask(String(first?.media_url).replace('http://east.test', ''), { token: null })
  assert.equal(picture.statusCode, 200)
})

test('asked by id, state and time; what is withdrawn, over or nobody’s is not there', async () => {
  assert.deepEqual(await ids('/requests.json?status=closed'), ['2020-0001'])
  assert.deepEqual(await ids('/requests.json?service_code=roads'), [])
  assert.deepEqual(await ids('/requests.json?service_request_id=2020-0003,2020-0004,2020-0005'), [
    '2020-0003',
  ])
  const start = new Date(Date.now() - 250 * 86_400_000).toISOString()
  assert.deepEqual(await ids(`/requests.json?start_date=${start}`), ['2020-0003'])
  for (const [path, status] of [
    ['/requests/2020-0001.json', 200],
    ['/requests/2020-0004.json', 404],
    ['/requests/2020-0005.json', 404],
    ["/requests/'%3B--.json", 404],
    ['/services/nothing.json', 404],
    ['/requests.json?start_date=yesterday', 400],
    ['/requests.json?status=lost', 400],
    ['/requests.json?start_date=2020-01-01&end_date=2026-01-01', 400],
    ['/tokens/00000000-0000-4000-8000-000000000000.json', 404],
    ['/tokens/x.json', 404],
  ] as const) {
    const answer = await get(path)
    assert.equal(answer.statusCode, status, path)
    if (status !== 200) assert.ok(answer.json()[0].description.length > 3)
  }
})

test('by pages, each leading to the next; who has the list already is not sent it again', async () => {
  const first = await get('/requests.json?page_size=1&status=open,closed')
  assert.deepEqual(
    first.json().map((each: { service_request_id: string }) => each.service_request_id),
    ['2020-0002'],
  )
  const [, next = ''] =
    /^<http:\/\/east\.test\/open311\/v2(\S+)>; rel="next"$/.exec(String(first.headers.link)) ?? []
  const second = await get(next)
  assert.equal(second.json()[0].service_request_id, '2020-0001')
  assert.equal(second.headers.link, undefined)
  assert.deepEqual(await ids('/requests.json?page_size=1&page=3'), [])
  assert.deepEqual(await ids('/requests.json?page_size=1&status=closed'), ['2020-0001'], 'narrowed first')
  for (const wrong of ['page=0', 'page=x', 'page_size=0', 'page_size=1001'])
    assert.equal((await get(`/requests.json?${wrong}`)).statusCode, 400, wrong)
  for (const path of ['/requests.json', '/requests.xml', '/requests.json?service_request_id=2020-0001']) {
    const { etag } = (await get(path)).headers
    const again = await house.ask(`/open311/v2${path}`, {
      ...{ token: null, headers: { 'if-none-match': String(etag) } },
    })
    assert.deepEqual([again.statusCode, again.body], [304, ''], path)
  }
})

test('who follows the link loses nothing when something is withdrawn in between', async () => {
  const owner = house.test.owner
  const organization = { id: house.east.organizations.upperVillage, name: '上河村' }
  const day = (n: number) => new Date(`2019-05-0${n}T02:00:00Z`)
  for (const n of [1, 2, 3, 4])
    await publish(owner, 1, { organization, kind: 'problem', slug: `2019-000${n}`, publishedAt: day(n) })
  const next = (answer: Awaited<ReturnType<typeof get>>) =>
    /^<http:\/\/east\.test\/open311\/v2(\S+)>; rel="next"$/.exec(String(answer.headers.link))?.[1] ?? ''
  const numbers = (answer: Awaited<ReturnType<typeof get>>) =>
    answer.json().map((each: { service_request_id: string }) => each.service_request_id)
  const first = await get('/requests.json?page_size=2&start_date=2019-05-01')
  assert.deepEqual(numbers(first), ['2019-0004', '2019-0003'])
  assert.match(next(first), /end_date=2019-07-30/)
  await withdraw(owner, 1, '2019-0004')
  const second = await get(next(first))
  assert.deepEqual(numbers(second), ['2019-0002', '2019-0001'])
  assert.equal(second.headers.link, undefined)
  assert.match(next(await get('/requests.json?page_size=1')), /end_date=20\d\d-/, 'without dates too')
  assert.equal((await get('/requests.json?after=x')).statusCode, 400)
  assert.deepEqual(await ids('/requests.json?page_size=2&page=2&start_date=2019-05-01'), ['2019-0001'])
})

test('XML says the same, with everything escaped', async () => {
  const answer = await get('/requests.xml')
  assert.match(String(answer.headers['content-type']), /^text\/xml/)
  assert.match(answer.body, /^<\?xml version="1.0" encoding="utf-8"\?>\n<service_requests><request>/)
  assert.ok(answer.body.includes('整改中 &lt;b&gt;&amp;') && !answer.body.includes('<b>'))
  assert.match((await get('/services.xml')).body, /<services><service><service_code>/)
  assert.match((await get('/services/roads.xml')).body, /<attributes><attribute>.*<values><value><key>/)
  assert.match((await get('/requests/2020-9999.xml')).body, /<errors><error><code>404<\/code>/)
})

let n = 0
const written = (given: Record<string, string> = {}) => ({
  ...{ api_key: key, service_code: 'roads', 'attribute[village]': house.east.organizations.upperVillage },
  ...{
    description: `村口第${++n}盏路灯坏了半个月，晚上老人出行不便。`,
    lat: '34.123456',
    long: '109.654321',
  },
  ...{
    first_name: '德福',
    last_name: '周',
    phone: '13800001234',
    email: 'zhou@example.cn',
    device_id: 'dev-77',
  },
  ...given,
})
const post = (form: Record<string, string>, path = '/requests.json', county = house.east) =>
  house.ask(`/open311/v2${path}`, {
    ...{ method: 'POST', token: null, county },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })

test('what comes in lies sealed, is screened by a person, and can be followed by its receipt alone', async () => {
  const answer = await post(written())
  assert.equal(answer.statusCode, 200, answer.body)
  const [{ token, service_notice, ...more }] = answer.json()
  assert.deepEqual(more, { account_id: null })
  const receipt = /查询号 ([\w-]+)/.exec(service_notice)?.[1] ?? ''
  await house.program.inbox.sent(1)
  const tokens = (await get(`/tokens/${token}.json`)).json()
  assert.deepEqual(tokens, [{ token, service_request_id: token }])
  // The id that was given out leads to nothing: not to a number, not to a state, not to whoever sent it.
  assert.equal((await get(`/requests/${token}.json`)).statusCode, 404)
  const { rows } = await house.test.owner.query(
    `SELECT state, channel, openness, source_ref, place_detail FROM appeals ORDER BY created_at DESC LIMIT 1`,
  )
  assert.deepEqual(rows[0], {
    ...{
      state: 'screening',
      channel: 'system',
      openness: 'registrar',
      source_ref: 'citizen-app',
      place_detail: null,
    },
  })
  const page = await house.ask('/appeals/status', {
    ...{ method: 'POST', token: null },
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ receipt }).toString(),
  })
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /路灯/)
  // Neither where it was sent from nor the key nor the receipt is anywhere.
  for (const secret of ['34.123456', '109.654321', 'dev-77', 'zhou@example.cn', key, receipt, '13800001234'])
    assert.deepEqual(await house.placesOf(secret), [], secret)
})

test('what is wrong is told, and nothing of it is kept', async () => {
  const before_ = (await house.test.owner.query('SELECT count(*)::int AS n FROM appeal_inbox')).rows[0].n
  for (const [given, status, says] of [
    [{ api_key: '' }, 401, 'api_key'],
    [{ api_key: 'bo_wrong' }, 403, 'api_key'],
    [{ service_code: 'nothing' }, 400, 'service_code'],
    [{ service_code: 'rectification' }, 400, 'service_code'],
    [{ 'attribute[village]': '' }, 400, '经纬度'],
    [{ 'attribute[village]': newId() }, 400, 'village'],
    [{ lat: 'north' }, 400, 'lat'],
    [{ description: ' ' }, 400, 'description'],
    [{ description: '长'.repeat(2_001) }, 400, '2000'],
    [{ phone: '12' }, 400, 'phone'],
    [{ 'attribute[openness]': 'everybody' }, 400, 'openness'],
    [{ description: '王八蛋' }, 400, '具体'],
    [{ description: '我今年10岁，学校门口没有路灯' }, 400, '监护人'],
  ] as const) {
    const answer = await post(written(given as Record<string, string>))
    assert.equal(answer.statusCode, status, JSON.stringify(given))
    assert.ok(answer.json()[0].description.includes(says), answer.body)
  }
  const same = written()
  assert.equal((await post(same)).statusCode, 200)
  assert.equal((await post(same)).statusCode, 409)
  assert.equal(
    (await post(written(), '/requests.json', house.west)).statusCode,
    403,
    'a key is of one county',
  )
  assert.match((await post(written({ lat: 'x' }), '/requests.xml')).body, /<errors><error>/)
  const inUrl = await post(written(), `/requests.json?api_key=${key}`)
  assert.equal(inUrl.statusCode, 400)
  const after_ = (await house.test.owner.query('SELECT count(*)::int AS n FROM appeal_inbox')).rows[0].n
  assert.equal(after_, before_ + 1)
})

test('an ended source brings nothing in any more', async () => {
  await house.program.database.write(1, (tx) => endSource(tx, 1, 'citizen-app', new Date()))
  assert.equal((await post(written())).statusCode, 403)
})
