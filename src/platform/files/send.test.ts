import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import Fastify from 'fastify'
import { localFileStore, sendFile } from './index.ts'
import { jpeg, mp4, pdf } from './samples.ts'

const dir = mkdtempSync(join(tmpdir(), 'send-'))
const store = localFileStore({ dir })
const app = Fastify()
const files = new Map<string, Awaited<ReturnType<typeof store.put>> & { fileName: string }>()

before(async () => {
  const video = Buffer.concat([mp4(), Buffer.from(Array.from({ length: 1_000 }, (_, n) => n % 256))])
  const contents: [name: string, content: Buffer][] = [
    ['整改前 "1";%.jpg', jpeg({ comment: '<html><script>alert(1)</script>' })],
    ['报告.pdf', pdf()],
    ['现场.mp4', video],
    ['run.bat', Buffer.from('del important\r\n')],
  ]
  for (const [fileName, content] of contents)
    files.set(fileName, { ...(await store.put(7, Readable.from([content]))), fileName })
  files.set('丢失.pdf', { sha256: 'a'.repeat(64), size: 10, mime: 'application/pdf', fileName: '丢失.pdf' })
  app.get('/:name', async (request, reply) => {
    const { name } = request.params as { name: string }
    const download = (request.query as { download?: string }).download === '1'
    return sendFile(reply, store, 7, files.get(name)!, { download })
  })
})
after(async () => {
  await app.close()
  rmSync(dir, { recursive: true })
})

const get = (name: string, headers: Record<string, string> = {}, query = '') =>
  app.inject({ url: `/${encodeURIComponent(name)}${query}`, headers })

test('a picture opens in the browser as a picture and nothing else', async () => {
  const answer = await get('整改前 "1";%.jpg')
  assert.equal(answer.statusCode, 200)
  const { headers } = answer
  assert.equal(headers['content-type'], 'image/jpeg')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.equal(headers['content-security-policy'], "default-src 'none'; sandbox; frame-ancestors 'none'")
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
  assert.equal(headers['cache-control'], 'private, no-cache')
  const name = '%E6%95%B4%E6%94%B9%E5%89%8D%20_1_%3B%25.jpg'
  assert.equal(headers['content-disposition'], `inline; filename="___ _1_;_.jpg"; filename*=UTF-8''${name}`)
  assert.equal(Number(headers['content-length']), answer.rawPayload.length)
})

test('everything else is saved, under an extension of its type', async () => {
  const { headers } = await get('run.bat')
  assert.equal(headers['content-type'], 'text/plain')
  assert.match(String(headers['content-disposition']), /^attachment; filename="run\.bat\.txt"/)
  assert.match(String((await get('报告.pdf')).headers['content-disposition']), /^inline/)
  assert.match(
    String((await get('报告.pdf', {}, '?download=1')).headers['content-disposition']),
    /^attachment/,
  )
})

test('unchanged bytes are not sent again', async () => {
  const { etag } = (await get('报告.pdf')).headers
  for (const seen of [String(etag), `"x", W/${etag}`, '*']) {
    const answer = await get('报告.pdf', { 'if-none-match': seen })
    assert.deepEqual([answer.statusCode, answer.payload], [304, ''])
  }
  assert.equal((await get('报告.pdf', { 'if-none-match': '"other"' })).statusCode, 200)
})

test('a video is sent in the ranges that players ask for', async () => {
  const whole = (await get('现场.mp4')).rawPayload
  const size = whole.length
  const part = async (range: string, headers = {}) => {
    const answer = await get('现场.mp4', { range, ...headers })
    return [answer.statusCode, answer.headers['content-range'], answer.rawPayload] as const
  }
  assert.deepEqual(await part('bytes=0-9'), [206, `bytes 0-9/${size}`, whole.subarray(0, 10)])
  assert.deepEqual(await part(`bytes=${size - 5}-`), [
    206,
    `bytes ${size - 5}-${size - 1}/${size}`,
    whole.subarray(-5),
  ])
  assert.deepEqual(await part('bytes=-5'), [206, `bytes ${size - 5}-${size - 1}/${size}`, whole.subarray(-5)])
  assert.deepEqual(await part('bytes=10-99999999'), [206, `bytes 10-${size - 1}/${size}`, whole.subarray(10)])
  for (const range of [`bytes=${size}-`, 'bytes=-0'])
    assert.deepEqual((await part(range)).slice(0, 2), [416, `bytes */${size}`])
  for (const range of ['bytes=5-2', 'bytes=0-1,4-5', 'bytes=-', 'rows=1-2', 'bytes=a-b'])
    assert.equal((await part(range))[0], 200, range)
  assert.equal((await part('bytes=0-9', { 'if-range': '"other"' }))[0], 200)
})

test('bytes that are missing are an error, not an empty file', async () => {
  assert.equal((await get('丢失.pdf')).statusCode, 500)
})
