import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import Fastify, { type FastifyInstance } from 'fastify'
import { Upload as TusUpload } from 'tus-js-client'
import { compileBoundary, scan } from '#platform/boundary/index.ts'
import { connectDatabase, type Database } from '#platform/database/transaction.ts'
import { type FileStore, localFileStore } from '#platform/files/index.ts'
import { compound, jpeg, office, pdf } from '#platform/files/samples.ts'
import { answerErrors } from '#platform/http/errors.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { boundarySeed, findUpload, registerUploads, removeExpiredUploads, type UploadDeps } from './index.ts'

const COUNTY = 7
const clerk = newId()
const otherClerk = newId()
const ruleIds = new Map(boundarySeed.map(({ key }) => [key, newId()]))
const scanner = compileBoundary(
  boundarySeed.map((seed) => ({
    ...seed,
    ...{ countyId: COUNTY, id: ruleIds.get(seed.key)!, version: 1, validFrom: '2000-01-01', note: null },
  })),
)

let db: TestDatabase
let database: Database
/** Removed when all is over: the store of uploads makes its folder whenever it comes to it, and throws where it cannot. */
const all = mkdtempSync(join(tmpdir(), 'uploads-'))
let dir: string
let store: FileStore
let app: FastifyInstance
let now = () => new Date()

before(async () => {
  db = await createTestDatabase()
  database = connectDatabase(db.app)
  await db.owner.query("INSERT INTO counties (county_id, code, name) VALUES ($1, 'x', '试验县')", [COUNTY])
  for (const id of [clerk, otherClerk])
    await db.owner.query("INSERT INTO people (county_id, id, name) VALUES ($1, $2, '某人')", [COUNTY, id])
})
after(async () => {
  await db.close()
  rmSync(all, { recursive: true })
})

beforeEach(async () => {
  dir = mkdtempSync(join(all, 'one-'))
  now = () => new Date()
  await db.owner.query('DELETE FROM uploads')
  await db.owner.query('DELETE FROM files')
  await db.owner.query('DELETE FROM refused_attempts')
  await start()
})
afterEach(() => stop())

/** A server on the same folders, as after a restart. The header `x-person` stands for the session. */
async function start(changed: Partial<UploadDeps> = {}): Promise<void> {
  store = localFileStore({ dir: join(dir, 'files'), maxBytes: 3 * 2 ** 20 })
  app = Fastify({ forceCloseConnections: true })
  answerErrors(app)
  registerUploads(app, {
    database,
    store,
    dir: join(dir, 'uploads'),
    scan: (_county, value, options) => scan(scanner, value, options),
    resolveActor: ({ headers }) =>
      typeof headers['x-person'] === 'string'
        ? {
            countyId: COUNTY,
            personId: headers['x-person'],
            scopes: headers['x-scopes'] ? String(headers['x-scopes']).split(',') : null,
          }
        : null,
    now: () => now(),
    ...changed,
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
}
const stop = () => app.close()
const address = () => `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
const endpoint = () => `${address()}/api/v1/uploads`

type Sent = { id: string } | { status: number; code: string; details: Record<string, unknown> }

/** Sends with the client that the screens use. */
function send(
  content: Buffer,
  fileName: string,
  options: { person?: string; confirmed?: string } = {},
): Promise<Sent> {
  const { person = clerk, confirmed } = options
  return new Promise((resolve, reject) => {
    const upload = new TusUpload(content, {
      endpoint: endpoint(),
      headers: { 'x-person': person },
      chunkSize: 256 * 1024,
      retryDelays: null,
      metadata: { filename: fileName, filetype: 'text/html', ...(confirmed ? { confirmed } : {}) },
      onSuccess: () => resolve({ id: upload.url!.split('/').at(-1)! }),
      onError: (error) => {
        if (!('originalResponse' in error) || !error.originalResponse) return reject(error)
        const { error: details } = JSON.parse(error.originalResponse.getBody())
        resolve({ status: error.originalResponse.getStatus(), code: details.code, details })
      },
    })
    upload.start()
  })
}

type Asked = {
  method: string
  path?: string
  headers?: Record<string, string>
  body?: Buffer
  person?: string
}

async function ask({ method, path = '', headers = {}, body, person = clerk }: Asked) {
  const response = await fetch(endpoint() + path, {
    method,
    headers: { 'x-person': person, 'tus-resumable': '1.0.0', ...headers },
    ...(body ? { body: body as unknown as BodyInit } : {}),
  })
  const text = await response.text()
  const code = text.startsWith('{') ? (JSON.parse(text).error.code as string) : undefined
  return { status: response.status, headers: response.headers, text, code }
}

const named = (name: string | Buffer) => `filename ${Buffer.from(name as string).toString('base64')}`

async function begin(length: number, name = '整改情况.pdf'): Promise<string> {
  const headers = { 'upload-length': String(length), 'upload-metadata': named(name) }
  const answer = await ask({ method: 'POST', headers })
  assert.equal(answer.status, 201, answer.text)
  return answer.headers.get('location')!.split('/').at(-1)!
}
const patch = (id: string, offset: number, body: Buffer) => {
  const headers = { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }
  return ask({ method: 'PATCH', path: `/${id}`, headers, body })
}
const head = (id: string, person = clerk) => ask({ method: 'HEAD', path: `/${id}`, person })

/** Every file below the data folder, with its size. */
const onDisk = (folder = dir): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name} ${statSync(join(entry.parentPath, entry.name)).size}`)

const attempts = async () =>
  (await db.owner.query('SELECT person_id, act, reason, rule_id FROM refused_attempts ORDER BY at')).rows
const find = (id: string, person = clerk) => database.read(COUNTY, (tx) => findUpload(tx, COUNTY, person, id))
const bigPdf = (bytes: number, title = '整改报告') => Buffer.concat([randomBytesAfter(pdf({ title }), bytes)])
const randomBytesAfter = (start: Buffer, bytes: number) =>
  Buffer.concat([start, randomBytes(bytes - start.length)])

test('a file is sent in pieces, taken, and found by its sender only', async () => {
  const content = bigPdf(1_000_000)
  const sent = await send(content, '整改报告.pdf')
  assert.ok('id' in sent, JSON.stringify(sent))
  const upload = await find(sent.id)
  const sha256 = createHash('sha256').update(content).digest('hex')
  assert.deepEqual(
    { ...upload, finishedAt: 0 },
    {
      id: sent.id,
      sha256,
      size: 1_000_000,
      mime: 'application/pdf',
      fileName: '整改报告.pdf',
      finishedAt: 0,
    },
  )
  assert.equal(await find(sent.id, otherClerk), undefined)
  assert.deepEqual(onDisk(), [`${sha256} 1000000`])
  assert.equal(await store.has(COUNTY, sha256), true)
  assert.deepEqual(await attempts(), [])
})

test('the same bytes are kept once, under as many names as they are sent', async () => {
  const [first, second] = [await send(pdf(), '一.pdf'), await send(pdf(), '二.pdf', { person: otherClerk })]
  assert.ok('id' in first && 'id' in second)
  assert.equal(onDisk().length, 1)
  assert.equal((await find(second.id, otherClerk))?.fileName, '二.pdf')
})

test('nobody who is not signed in, and no token without the right, sends anything', async () => {
  const response = await fetch(endpoint(), {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': '1' },
  })
  assert.equal(response.status, 401)
  assert.equal((await response.json()).error.code, 'not_signed_in')
  const headers = { 'x-scopes': 'problems:read', 'upload-length': '1' }
  assert.equal((await ask({ method: 'POST', headers })).code, 'scope_missing')
  for (const scope of ['problems:write', 'appeals:write', 'imports:write']) {
    const allowed = { 'x-scopes': scope, 'upload-length': '1' }
    assert.equal((await ask({ method: 'POST', headers: allowed })).status, 201, scope)
  }
})

test("another person's upload does not exist, under way or finished", async () => {
  const id = await begin(100)
  assert.equal((await head(id, otherClerk)).status, 404)
  const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
  const body = Buffer.alloc(100)
  assert.equal(
    (await ask({ method: 'PATCH', path: `/${id}`, headers, body, person: otherClerk })).code,
    'not_found',
  )
  assert.equal((await ask({ method: 'DELETE', path: `/${id}`, person: otherClerk })).status, 404)
  assert.equal((await head(id)).status, 200)
  const sent = await send(pdf(), '一.pdf')
  assert.ok('id' in sent)
  assert.equal((await head(sent.id, otherClerk)).status, 404)
  assert.equal((await head(sent.id)).status, 200)
})

test('ids that are none lead nowhere', async () => {
  for (const id of ['..%2f..%2fetc%2fpasswd', '..', 'x'.repeat(80), '%00', crypto.randomUUID(), newId()])
    assert.equal((await head(id)).status, 404, id)
})

test('after a restart an upload goes on where it was', async () => {
  const content = bigPdf(900_000)
  const id = await begin(content.length)
  assert.equal((await patch(id, 0, content.subarray(0, 400_000))).status, 204)
  await stop()
  await start()
  const asked = await head(id)
  assert.equal(asked.headers.get('upload-offset'), '400000')
  assert.equal(asked.headers.get('upload-length'), '900000')
  assert.ok(asked.headers.get('upload-expires'))
  assert.equal((await patch(id, 0, content)).code, 'upload_offset')
  assert.equal((await patch(id, 400_000, content.subarray(400_000))).status, 204)
  assert.equal((await find(id))?.sha256, createHash('sha256').update(content).digest('hex'))
})

test('a connection that breaks in the middle keeps what came', async () => {
  const content = bigPdf(800_000)
  const id = await begin(content.length)
  await new Promise<void>((resolve) => {
    const headers = {
      ...{ 'x-person': clerk, 'tus-resumable': '1.0.0', 'upload-offset': '0' },
      ...{ 'content-type': 'application/offset+octet-stream', 'content-length': String(content.length) },
    }
    const request = httpRequest(`${endpoint()}/${id}`, { method: 'PATCH', headers })
    request.on('error', () => resolve())
    request.write(content.subarray(0, 300_000), () => setTimeout(() => request.destroy(), 100))
  })
  let offset = 0
  for (let tries = 0; tries < 50 && offset !== 300_000; tries++) {
    offset = Number((await head(id)).headers.get('upload-offset'))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.equal(offset, 300_000)
  assert.equal((await patch(id, offset, content.subarray(offset))).status, 204)
  assert.ok(await find(id))
})

test('when the last answer is lost, asking again finishes or confirms it', async () => {
  await stop()
  let down = true
  await start({
    database: {
      ...database,
      write: (county, work) => (down ? Promise.reject(new Error('down')) : database.write(county, work)),
    },
  })
  const content = pdf()
  const id = await begin(content.length)
  assert.equal((await patch(id, 0, content)).code, 'internal')
  assert.equal(await find(id), undefined)
  down = false
  for (let times = 0; times < 2; times++) {
    const asked = await head(id)
    assert.deepEqual([asked.status, asked.headers.get('upload-offset')], [200, String(content.length)])
    assert.ok(await find(id))
  }
  assert.equal((await patch(id, content.length, Buffer.alloc(0))).status, 204)
  assert.equal(onDisk().length, 1)
})

test('a finished upload is taken back by its sender alone, with its bytes', async () => {
  const sent = await send(pdf(), '一.pdf')
  assert.ok('id' in sent)
  const path = `/${sent.id}`
  assert.equal((await ask({ method: 'DELETE', path, person: otherClerk })).status, 404)
  assert.equal(onDisk().length, 1)
  assert.equal((await ask({ method: 'DELETE', path })).status, 204)
  assert.deepEqual(onDisk(), [])
  assert.equal((await ask({ method: 'DELETE', path })).status, 404)
})

test('a name that hits a boundary rule is refused before any byte comes', async () => {
  for (const name of ['机密★长期 纪要.pdf', '../机 密★\u0000长期/纪要.pdf', '举报信.pdf']) {
    const sent = await send(pdf(), name)
    assert.ok('code' in sent)
    assert.deepEqual([sent.status, sent.code, sent.details.action], [422, 'boundary', 'refuse'])
    assert.match(String(sent.details.advice), /不得录入/)
    assert.ok(!JSON.stringify(sent).includes('纪要'))
  }
  assert.deepEqual(onDisk(), [])
  const rule = ruleIds.get('secret.star')
  assert.deepEqual((await attempts())[0], {
    person_id: clerk,
    act: 'upload',
    reason: 'boundary',
    rule_id: rule,
  })
  assert.equal((await attempts()).length, 3)
})

test('what a file says of itself is looked at, and nothing of it is kept', async () => {
  const title = '绝密★30年'
  const files: Record<string, Buffer> = {
    properties: office('docx', { title }),
    opening: office('docx', { lines: [title] }),
    fileNames: office('docx', { more: { [`word/embeddings/${title}.xlsx`]: 'x' } }),
    picture: jpeg({ description: title }),
  }
  for (const [part, content] of Object.entries(files)) {
    const sent = await send(content, '附件.docx')
    assert.ok('code' in sent && sent.code === 'boundary', part)
    assert.match(String(sent.details.path), new RegExp(`^${part}\\.`))
  }
  assert.deepEqual(onDisk(), [])
  assert.equal((await attempts()).length, 4)
  assert.equal((await db.owner.query('SELECT 1 FROM files')).rowCount, 0)
})

test('an asking rule lets pass what the person confirmed, and the record says so', async () => {
  const content = office('docx', {
    lines: ['原支书正接受审查调查，村级事务由副书记代管'],
  })
  const sent = await send(content, '说明.docx')
  assert.ok('code' in sent && sent.details.action === 'ask', JSON.stringify(sent))
  const again = await send(content, '说明.docx', { confirmed: String(sent.details.ruleKey) })
  assert.ok('id' in again, JSON.stringify(again))
  assert.deepEqual(
    (await attempts()).map(({ reason }) => reason),
    ['boundary', 'boundary_confirmed'],
  )
})

test('what may not be stored is refused with its reason, and nothing is left', async () => {
  const refused: [name: string, content: Buffer, status: number, code: string][] = [
    ['照片.jpg', Buffer.from('<html><script>alert(1)</script></html>'), 415, 'file_type'],
    ['照片.jpg', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('<html>')]), 422, 'file_damaged'],
    ['程序.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)]), 415, 'file_type'],
    [
      '带宏.doc',
      compound({ WordDocument: Buffer.alloc(5_000), Macros: Buffer.alloc(5_000) }),
      422,
      'file_macros',
    ],
    ['加密.xlsx', compound({ EncryptedPackage: Buffer.alloc(5_000) }), 422, 'file_encrypted'],
  ]
  for (const [name, content, status, code] of refused) {
    const sent = await send(content, name)
    assert.ok('code' in sent)
    assert.deepEqual([sent.status, sent.code], [status, code])
  }
  const headers = { 'upload-length': '0', 'upload-metadata': named('空.pdf') }
  const empty = await ask({ method: 'POST', headers })
  assert.deepEqual([empty.status, empty.code], [422, 'file_empty'])
  assert.deepEqual(onDisk(), [])
  assert.equal((await attempts()).length, refused.length + 1)
})

test('what its first piece tells to be none of ours is refused with it, and the rest is never sent', async () => {
  const matroska = Buffer.from('1a45dfa3934282886d6174726f736b61', 'hex')
  const program = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200)])
  for (const [name, start] of [
    ['现场.mkv', matroska],
    ['现场.mp4', program],
  ] as const) {
    const id = await begin(2_000_000, name)
    const answer = await patch(id, 0, Buffer.concat([start, randomBytes(100_000)]))
    assert.deepEqual([answer.status, answer.code], [415, 'file_type'], name)
    assert.equal((await head(id)).status, 404)
  }
  assert.deepEqual(onDisk(), [])
  assert.deepEqual(
    (await attempts()).map(({ reason }) => reason),
    ['file_type', 'file_type'],
  )
  // What stands at the end of an archive or an office file is looked at when it is there.
  for (const start of [office('docx', { title: '方案' }), compound({ WordDocument: Buffer.alloc(4096) })])
    assert.equal((await patch(await begin(2_000_000, '方案.docx'), 0, start.subarray(0, 1000))).status, 204)
})

test('a file that is too large is refused: announced, unannounced, or more than announced', async () => {
  const large = Buffer.alloc(4 * 2 ** 20)
  assert.equal(
    (await ask({ method: 'POST', headers: { 'upload-length': String(large.length) } })).code,
    'too_large',
  )
  const deferred = await ask({ method: 'POST', headers: { 'upload-defer-length': '1' } })
  assert.equal(deferred.status, 201)
  const id = deferred.headers.get('location')!.split('/').at(-1)!
  assert.equal((await patch(id, 0, large)).code, 'too_large')
  const small = await begin(10)
  assert.equal((await patch(small, 0, large)).code, 'too_large')
  assert.equal((await head(small)).headers.get('upload-offset'), '0')
})

test('hostile names are kept as what can be read of them', async () => {
  const names: Record<string, string> = {
    '../../etc/passwd': 'passwd',
    'C:\\temp\\照片.pdf': '照片.pdf',
    'a\u0000b.pdf': 'ab.pdf',
    '\u202egpj.exe': 'gpj.exe',
    ' . ': '未命名文件',
    '': '未命名文件',
    [`${'长'.repeat(500)}.pdf`]: `${'长'.repeat(116)}.pdf`,
  }
  for (const [name, kept] of Object.entries(names)) {
    const sent = await send(pdf(), name)
    assert.ok('id' in sent, name)
    assert.equal((await find(sent.id))?.fileName, kept)
  }
  const id = await begin(pdf().length, Buffer.from([0xff, 0xfe, 0x80]) as unknown as string)
  assert.equal((await patch(id, 0, pdf())).status, 204)
})

const removeExpired = () => removeExpiredUploads({ dir: join(dir, 'uploads'), store, now: () => now() })

test('a given-up upload is removed, by its sender at once, otherwise after a day', async () => {
  const first = await begin(100)
  assert.equal((await ask({ method: 'DELETE', path: `/${first}` })).status, 204)
  assert.deepEqual(onDisk(), [])
  const second = await begin(100)
  await patch(second, 0, Buffer.alloc(10))
  assert.equal(await removeExpired(), 0)
  now = () => new Date(Date.now() + 25 * 3600_000)
  const third = await begin(100)
  assert.equal((await patch(third, 0, Buffer.alloc(10))).code, 'upload_expired')
  assert.equal(await removeExpired(), 2)
  assert.deepEqual(onDisk(), [])
  assert.equal((await head(second)).status, 404)
})

test('no other page may send: nothing is allowed across origins', async () => {
  const headers = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' }
  const answer = await ask({ method: 'OPTIONS', headers })
  assert.equal(answer.headers.get('access-control-allow-origin'), null)
  assert.equal(answer.headers.get('tus-max-size'), String(3 * 2 ** 20))
})

test('a wrong request is refused, and the connection goes on', async () => {
  assert.equal((await ask({ method: 'POST' })).code, 'bad_request')
  assert.equal((await ask({ method: 'POST', headers: { 'upload-length': '-1' } })).code, 'bad_request')
  assert.equal(
    (await ask({ method: 'POST', headers: { 'upload-length': '1', 'upload-metadata': '=,=' } })).code,
    'bad_request',
  )
  const id = await begin(2_000_000)
  assert.equal((await patch(id, 5, Buffer.alloc(1_500_000))).code, 'upload_offset')
  const headers = { 'upload-offset': '0', 'content-type': 'application/json' }
  const wrongType = await ask({ method: 'PATCH', path: `/${id}`, headers, body: Buffer.alloc(1_500_000) })
  assert.equal(wrongType.code, 'bad_request')
  assert.equal((await head(id)).headers.get('upload-offset'), '0')
})
