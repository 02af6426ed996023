import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { endpoint } from '#platform/http/endpoint.ts'
import { type ApiError, call, urlOf } from './api.ts'

const one = endpoint({
  id: 'one',
  method: 'POST',
  path: '/things/:id/parts',
  summary: '',
  tag: '',
  access: 'signed-in',
  params: z.object({ id: z.string() }),
  query: z.object({ q: z.string().optional(), n: z.number().optional() }),
  body: z.object({ a: z.number() }),
  answer: z.object({ ok: z.boolean() }),
})

test('an address carries its parameters safely and no empty filter', () => {
  assert.equal(
    urlOf(one, { params: { id: 'a/b' }, query: { q: '三会&一课', n: 2 } }),
    '/api/v1/things/a%2Fb/parts?q=%E4%B8%89%E4%BC%9A%26%E4%B8%80%E8%AF%BE&n=2',
  )
  assert.equal(urlOf(one, { params: { id: 'x' }, query: { q: '' } }), '/api/v1/things/x/parts')
})

test('what the server refuses, what a gateway says and no answer at all are told apart', async (t) => {
  const answers: (() => Promise<Response>)[] = [
    async () =>
      Response.json({ error: { code: 'stale_version', seen: 1, now: 2 }, requestId: 'r' }, { status: 409 }),
    async () => new Response('<html>bad gateway</html>', { status: 502 }),
    async () => Promise.reject(new TypeError('failed to fetch')),
  ]
  t.mock.method(globalThis, 'fetch', () => answers.shift()?.())
  const asking = { params: { id: 'x' }, body: { a: 1 } }
  const trouble = () =>
    call(one, asking).then(
      () => assert.fail('was answered'),
      (error: ApiError) => [error.status, error.refusal.code, error.requestId],
    )
  assert.deepEqual(await trouble(), [409, 'stale_version', 'r'])
  assert.deepEqual(await trouble(), [502, 'offline', undefined])
  assert.deepEqual(await trouble(), [0, 'offline', undefined])
})
