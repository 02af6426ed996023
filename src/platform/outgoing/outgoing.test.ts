import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { startReceiver } from '#tests/support/receiver.ts'
import { addressesOf, isOpenAddress, NotAllowed, readTarget } from './guard.ts'
import { post, retryAfter } from './post.ts'
import { makeWebhookSecret, webhookHeaders } from './standard-webhooks.ts'

const nowhere = { innerHosts: new Set<string>() }
const reasonOf = (text: string) => {
  try {
    readTarget(text, nowhere)
    return 'allowed'
  } catch (error) {
    return (error as NotAllowed).reason
  }
}

test('nothing leads into the house, however the address is written', async () => {
  for (const [url, reason] of [
    ['http://example.com/', 'not_https'],
    ['ftp://example.com/', 'not_an_address'],
    ['file:///etc/passwd', 'not_an_address'],
    ['https://user:pass@example.com/', 'credentials'],
    ['https://127.0.0.1/', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['https://0x7f.1/', 'private_address'],
    ['https://169.254.169.254/latest/meta-data', 'private_address'],
    ['https://10.0.0.1/', 'private_address'],
    ['https://100.100.100.200/', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://[::ffff:10.0.0.1]/', 'private_address'],
    ['https://[fd00::1]/', 'private_address'],
    ['https://[64:ff9b::a00:1]/', 'private_address'],
    ['https://[2002:a00:1::]/', 'private_address'],
    ['https://example.com/hook', 'allowed'],
  ] as const)
    assert.equal(reasonOf(url), reason, url)
  // A name that leads to the machine itself is found out when it is looked up.
  await assert.rejects(addressesOf(new URL('https://localhost/'), nowhere), NotAllowed)
  assert.ok(isOpenAddress('114.114.114.114') && isOpenAddress('2400:3200::1'))
})

test('hosts of the inner network are those that the operator named', async () => {
  const receiver = await startReceiver()
  const now = new Date()
  assert.deepEqual(await post(nowhere, receiver.url, '{}', {}, now), { is: 'failed', reason: 'not_https' })
  assert.equal(receiver.taken.length, 0)
  const inner = { innerHosts: new Set([receiver.host]) }
  assert.equal((await post(inner, `${receiver.url}/a?b=1`, '{"a":1}', { 'x-y': 'z' }, now)).is, 'answered')
  const [taken] = receiver.taken
  assert.deepEqual([taken?.path, taken?.body, taken?.headers['x-y']], ['/a?b=1', '{"a":1}', 'z'])
  // Where another address is answered, nobody goes.
  receiver.answer = () => ({ status: 302, headers: { location: `${receiver.url}/other` } })
  const moved = await post(inner, receiver.url, '{}', {}, now)
  assert.deepEqual(moved.is === 'answered' && moved.status, 302)
  assert.equal(receiver.taken.length, 2)
  receiver.answer = () => ({ status: 200, body: 'x'.repeat(1_000_000) })
  const long = await post(inner, receiver.url, '{}', {}, now)
  assert.ok(long.is === 'answered' && long.body.length <= 4_096)
  await receiver.close()
  const gone = await post(inner, receiver.url, '{}', {}, now)
  assert.deepEqual(gone, { is: 'failed', reason: 'econnrefused' })
})

test('how long to wait is read in both ways, and never longer than a day', () => {
  const now = new Date('2026-03-03T00:00:00Z')
  assert.equal(retryAfter('120', now), 120_000)
  assert.equal(retryAfter('Tue, 03 Mar 2026 00:05:00 GMT', now), 300_000)
  assert.equal(retryAfter('999999999', now), 86_400_000)
  assert.deepEqual(
    [retryAfter('soon', now), retryAfter(undefined, now), retryAfter('-1', now)],
    [null, null, null],
  )
})

test('a delivery is signed over its id, its moment and every byte', () => {
  const secret = makeWebhookSecret()
  const headers = webhookHeaders(secret, 'msg_1', '{"a":1}', new Date('2026-03-03T00:00:00Z'))
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const right = createHmac('sha256', key).update('msg_1.1772496000.{"a":1}').digest('base64')
  assert.equal(key.length, 32)
  assert.deepEqual(headers, {
    ...{ 'webhook-id': 'msg_1', 'webhook-timestamp': '1772496000', 'webhook-signature': `v1,${right}` },
  })
})
