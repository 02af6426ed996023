import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import Excel from 'exceljs'
import type { LightMyRequestResponse } from 'fastify'
import { z } from 'zod'
import { setPassword } from '#features/accounts/index.ts'
import type { Endpoint } from '#platform/http/endpoint.ts'
import { newId } from '#platform/ids.ts'
import { type PersonName, peopleOf } from '#tests/support/roster.ts'
import { type House, type HousedCounty, openHouse, rectifying } from './house.ts'

/**
 * Two counties of one installation with the same names, user names and numbers. Every reading route there is, asked
 * by people of the east about everything of the west by its id, under every address: nothing of the west is in any
 * answer. The routes are those that Fastify knows, so that a new one is asked too.
 */
let house: House
let ours: { id: string }
let foreign: Foreign
const MARK = '西边独有的字样'

type Foreign = { ids: string[]; ofTables: string[]; marks: string[] }

before(async () => {
  house = await openHouse()
  const { owner } = house.test
  await owner.query("UPDATE counties SET prefix = 'east' WHERE county_id = 1")
  await owner.query("UPDATE counties SET prefix = 'west' WHERE county_id = 2")
  ours = await rectifying(house.east)
  await rectifying(house.west)
  const numbers = await owner.query('SELECT DISTINCT number FROM problems')
  assert.equal(numbers.rowCount, 1, 'both counties have a problem of the same number')
  await owner.query('UPDATE problems SET title = title || $1, feedback_text = $1 WHERE county_id = 2', [MARK])
  foreign = await everythingOf(2)
})
after(() => house.close())

/** Every id that any table keeps for a county, and one or two of each table to ask with. */
async function everythingOf(countyId: number): Promise<Foreign> {
  const { owner } = house.test
  const { rows: columns } = await owner.query<{ table: string; column: string }>(
    `SELECT c.table_name AS "table", c.column_name AS "column" FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     JOIN information_schema.columns k ON k.table_schema = c.table_schema AND k.table_name = c.table_name
       AND k.column_name = 'county_id'
     WHERE c.table_schema = 'public' AND c.data_type = 'uuid' AND t.table_type = 'BASE TABLE'`,
  )
  assert.ok(columns.length > 30, String(columns.length))
  const ids = new Set<string>()
  const ofTables = new Set<string>()
  for (const { table, column } of columns) {
    const { rows } = await owner.query<{ id: string }>(
      `SELECT DISTINCT "${column}" AS id FROM "${table}" WHERE county_id = $1 AND "${column}" IS NOT NULL`,
      [countyId],
    )
    for (const { id } of rows) ids.add(id)
    if (column === 'id') for (const { id } of rows.slice(0, 2)) ofTables.add(id)
  }
  for (const id of [...Object.values(house.west.people), ...Object.values(house.west.organizations)])
    assert.ok(ids.has(id))
  return { ids: [...ids], ofTables: [...ofTables], marks: [...ids, MARK] }
}

/** Text of an answer, also where it is a workbook. */
async function textOf(answer: LightMyRequestResponse): Promise<string> {
  if (!/spreadsheetml/.test(String(answer.headers['content-type']))) return answer.body
  const book = new Excel.Workbook()
  await book.xlsx.load(answer.rawPayload as never)
  return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()))
}

async function mustHoldNothing(answer: LightMyRequestResponse, asked: string): Promise<void> {
  const text = `${await textOf(answer)} ${JSON.stringify(answer.headers)}`
  // An answer may repeat what it was asked by (the filter of an overview).
  const found = foreign.marks.find((mark) => !asked.includes(mark) && text.includes(mark))
  assert.equal(found, undefined, `${asked} answers ${answer.statusCode} with something of the other county`)
}

const reading = () =>
  house.known.filter(({ method, url }) => method === 'GET' && !url.startsWith('/desk/assets/'))

/** Every way to write a route's parameters and filters with these ids. */
function addressesOf(url: string, endpoint: Endpoint | undefined, ids: readonly string[]): string[] {
  const given: Record<string, string> = { ':kind': 'people', ':sha256': 'a'.repeat(64), '*': 'ledger' }
  const path = url.replace(/:kind|:sha256|\*/g, (name) => given[name] ?? name)
  const filters = filtersOf(endpoint)
  const required = filters.filter(({ required }) => required)
  const query = (of: typeof filters, id: string) =>
    of.length === 0 ? '' : `?${new URLSearchParams(of.map(({ name, sample }) => [name, sample ?? id]))}`
  return [
    ...new Set(
      ids.flatMap((id) => {
        const at = path.replace(/:\w+/g, id)
        const byId = filters.filter(({ sample }) => sample === undefined)
        return [
          at + query(required, id),
          ...byId.map((one) => at + query([...new Set([...required, one])], id)),
        ]
      }),
    ),
  ]
}

type Filter = { name: string; required: boolean; sample: string | undefined }

/** What a route's query takes: an id where it may be one, otherwise something it takes. */
function filtersOf(endpoint: Endpoint | undefined): Filter[] {
  if (!endpoint?.query) return []
  const json = z.toJSONSchema(endpoint.query, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, { type?: string; format?: string; enum?: string[]; pattern?: string }>
    required?: string[]
  }
  return Object.entries(json.properties ?? {}).map(([name, { type, format, enum: choices }]) => ({
    ...{ name, required: json.required?.includes(name) ?? false },
    sample: choices?.[0] ?? (format === 'date' ? '2026-01-01' : type === 'string' || !type ? undefined : '1'),
  }))
}

test('nothing of another county is in any answer, whoever asks and by whatever id', async () => {
  const everybody = Object.keys(peopleOf) as PersonName[]
  // Whoever may most asks with everything; the others with one id of each kind they could have heard of.
  const heardOf = [...Object.values(house.west.organizations).slice(0, 2), house.west.people.office]
  let answered = 0
  for (const { url, endpoint } of reading())
    for (const name of everybody) {
      const ids = name === 'office' ? [...foreign.ofTables, ...heardOf] : heardOf
      for (const address of addressesOf(url, endpoint, ids)) {
        const answer = await house.ask(address, { token: house.east.tokens[name] })
        await mustHoldNothing(answer, `${name} GET ${address}`)
        answered++
      }
    }
  assert.ok(answered > 1_000, String(answered))
})

test('a person of one county is nobody at the address of the other, by host or by path', async () => {
  const { east, west } = house
  for (const { url, endpoint } of reading()) {
    if (!endpoint || endpoint.access === 'public') continue
    const [address = url] = addressesOf(url, endpoint, [ours.id])
    for (const [where, host] of [
      [address, west.host],
      [`/c/west${address}`, 'any.test'],
      [`/c/west${address}`, west.host],
    ] as const) {
      const answer = await house.ask(where, { headers: { host }, token: east.tokens.office })
      assert.equal(answer.statusCode, 401, `${host}${where}`)
    }
    // The host of one county opens no other by path.
    const crossed = await house.ask(`/c/west${address}`, { token: west.tokens.office })
    assert.equal(crossed.statusCode, 404, address)
  }
})

test('below its path a county answers as at its host', async () => {
  const { east } = house
  const below = await house.ask(`/c/east/api/v1/problems/${ours.id}`, { headers: { host: 'any.test' } })
  const at = await house.ask(`/api/v1/problems/${ours.id}`)
  assert.deepEqual([below.statusCode, below.json()], [200, at.json()])
  const description = await house.ask('/c/east/api/openapi.json', { headers: { host: 'any.test' } })
  assert.deepEqual(description.json().servers, [{ url: '/c/east' }])
  const begun = await house.ask('/c/east/api/v1/uploads', {
    method: 'POST',
    headers: {
      ...{ host: 'any.test', 'tus-resumable': '1.0.0', 'upload-length': '3' },
      'upload-metadata': `filename ${Buffer.from('a.txt').toString('base64')}`,
    },
    token: east.tokens.office,
  })
  assert.equal(begun.statusCode, 201, begun.body)
  const where = String(begun.headers.location)
  assert.match(where, /^\/c\/east\/api\/v1\/uploads\/[\w-]+$/)
  const sent = await house.ask(where, {
    method: 'PATCH',
    headers: {
      ...{ host: 'any.test', 'tus-resumable': '1.0.0', 'upload-offset': '0' },
      'content-type': 'application/offset+octet-stream',
    },
    payload: 'abc',
  })
  assert.equal(sent.statusCode, 204, sent.body)
  for (const address of ['/c/nobody/api/v1/problems', '/c/nobody/'])
    assert.equal((await house.ask(address, { headers: { host: 'any.test' } })).statusCode, 404)
})

test('a page’s links lead below the county’s path', async () => {
  for (const { url, endpoint } of reading()) {
    if (endpoint) continue
    const [address = url] = addressesOf(url, undefined, [newId()])
    const answer = await house.ask(`/c/east${address}`, { headers: { host: 'any.test' }, token: null })
    if (!/^text\/html/.test(String(answer.headers['content-type']))) continue
    for (const [, link = ''] of answer.body.matchAll(/\s(?:href|src|action)="(\/[^"]*)"/g))
      assert.match(link, /^\/c\/east\/|^\/desk\/assets\//, `${address}: ${link}`)
  }
})

test('the session of one county is kept to its path and counts for no other', async () => {
  const { east, west, program } = house
  const { auth } = program.signIn
  const passwords = { east: 'long enough word', west: 'another long word' }
  for (const [county, password] of [
    [east, passwords.east],
    [west, passwords.west],
  ] as const)
    await giveAccount(county, await setPassword(auth, county.countyId, 'office', password))
  const signIn = (path: string, password: string) =>
    house.ask(`${path}/api/v1/session`, {
      ...{ method: 'POST', token: null, payload: { username: 'office', password } },
      headers: { host: 'any.test', origin: 'http://any.test' },
    })
  assert.equal((await signIn('/c/east', passwords.west)).statusCode, 401)
  const begun = await signIn('/c/east', passwords.east)
  assert.equal(begun.statusCode, 200, begun.body)
  const [given = ''] = [begun.headers['set-cookie']].flat()
  assert.match(String(given), /; Path=\/c\/east;/)
  const cookie = String(given).split(';')[0] ?? ''
  const me = (path: string) =>
    house.ask(`${path}/api/v1/me`, { token: null, headers: { host: 'any.test', cookie } })
  assert.equal((await me('/c/east')).json().person.id, east.people.office)
  assert.equal((await me('/c/west')).statusCode, 401)
  for (const { url, endpoint } of reading())
    for (const address of addressesOf(url, endpoint, foreign.ofTables)) {
      const headers = { host: 'any.test', cookie }
      await mustHoldNothing(await house.ask(`/c/east${address}`, { token: null, headers }), address)
    }
})

const giveAccount = ({ countyId, people }: HousedCounty, accountId: string) =>
  house.test.owner.query(
    "UPDATE people SET username = 'office', account_id = $3 WHERE county_id = $1 AND id = $2",
    [countyId, people.office, accountId],
  )
