import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { type House, openHouse } from './house.ts'

/** What comes over the wire before it is a request that some route knows. */
let house: House
let port: number
before(async () => {
  house = await openHouse()
  port = Number(new URL(await house.app.listen({ port: 0, host: '127.0.0.1' })).port)
})
after(() => house.close())

const notFound = (answer: { statusCode: number; json(): { error: unknown } }) =>
  assert.deepEqual([answer.statusCode, answer.json().error], [404, { code: 'not_found' }])

test('routes that are not there, in any method, and paths that cannot be read', async () => {
  for (const url of [
    '/nope',
    '/api/v1/nope',
    '/api/v2/problems',
    '/api/v1/problems/',
    '/.env',
    '/desk/assets/../../package.json',
    '/%zz',
    '/api/v1/problems/%c3%28',
    `/${'x'.repeat(5_000)}`,
    '//evil.test/%2e%2e',
  ])
    notFound(await house.ask(url))
  for (const method of ['OPTIONS', 'TRACE', 'PATCH', 'PUT', 'DELETE'] as const)
    for (const url of ['/', '/nope', '/api/v1/problems', '/api/v1/organizations'])
      notFound(await house.ask(url, { method }))
})

test('HEAD is answered for pages, and for nothing that may be recorded as read', async () => {
  for (const url of ['/', '/health/live']) {
    const answer = await house.ask(url, { method: 'HEAD', token: null })
    assert.deepEqual([answer.statusCode, answer.body], [200, ''])
  }
  for (const url of ['/nope', '/api/v1/problems', '/api/v1/organizations'])
    assert.equal((await house.ask(url, { method: 'HEAD' })).statusCode, 404, url)
})

test('no other page may read or ask ahead: there is no CORS', async () => {
  const headers = { origin: 'http://evil.test', 'access-control-request-method': 'POST' }
  const answer = await house.ask('/api/v1/problems', { method: 'OPTIONS', headers })
  assert.deepEqual(
    Object.keys(answer.headers).filter((name) => name.startsWith('access-control')),
    [],
  )
  notFound(answer)
})

test('what one person is shown is kept by no cache; pages and their files say how long they may be', async () => {
  const cacheOf = async (url: string) => (await house.ask(url)).headers['cache-control']
  assert.deepEqual(
    [await cacheOf('/api/v1/problems'), await cacheOf('/api/v1/organizations'), await cacheOf('/portal.css')],
    ['no-store', 'private, no-cache', 'public, max-age=31536000, immutable'],
  )
})

/** Sends bytes and gives back what came until the server closed. */
function exchange(bytes: string): Promise<string> {
  return new Promise((done, failed) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer to ${bytes.slice(0, 60)}`)))
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    socket.on('close', () => done(text)).on('error', failed)
  })
}

test('what is no HTTP is answered in our own shape and hung up on', async () => {
  const get = 'GET /health/live HTTP/1.1\r\nhost: east.test\r\n'
  const wrong: [string, number, string][] = [
    ['NONSENSE\r\n\r\n', 400, 'bad_request'],
    ['GET  /  HTTP/9.9\r\n\r\n', 400, 'bad_request'],
    [`${get}bad header\r\n\r\n`, 400, 'bad_request'],
    [`${get}x: a\u0000b\r\n\r\n`, 400, 'bad_request'],
    [`${get}cookie: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'too_large'],
    // Two lengths: what one reads as a body another would read as the next request.
    [
      `POST /api/v1/session HTTP/1.1\r\nhost: east.test\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
      'bad_request',
    ],
    [
      `POST /api/v1/session HTTP/1.1\r\nhost: east.test\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello`,
      400,
      'bad_request',
    ],
  ]
  for (const [bytes, status, code] of wrong) {
    const [head = '', body = ''] = (await exchange(bytes)).split('\r\n\r\n')
    assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `), bytes.slice(0, 60))
    assert.equal(JSON.parse(body).error.code, code)
    for (const name of ['content-security-policy', 'x-content-type-options', 'cache-control'])
      assert.match(head, new RegExp(`^${name}: `, 'im'))
  }
})

test('a body that is too long is refused while it comes, announced or not', async () => {
  const head = `POST /api/v1/session HTTP/1.1\r\nhost: east.test\r\ncontent-type: application/json\r\nconnection: close\r\n`
  const announced = await exchange(`${head}content-length: 2000000\r\n\r\n`)
  assert.match(announced, /^HTTP\/1\.1 413 .*"too_large"/s)
  const chunk = `${(65_536).toString(16)}\r\n${' '.repeat(65_536)}\r\n`
  const chunked = await exchange(`${head}transfer-encoding: chunked\r\n\r\n${chunk.repeat(20)}`)
  assert.match(chunked, /^HTTP\/1\.1 413 .*"too_large"/s)
  assert.equal((await house.ask('/health/live')).statusCode, 200)
})
