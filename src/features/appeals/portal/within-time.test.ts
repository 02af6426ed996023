import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { TooSlow, withinTime } from './within-time.ts'

test('what comes in time comes whole', async () => {
  const payload = new PassThrough()
  const all = buffer(withinTime(payload, 5_000))
  payload.write('照')
  payload.end('片')
  assert.equal((await all).toString(), '照片')
})

test('what trickles is given up, and the connection is left to be answered on', async () => {
  const payload = new PassThrough()
  const trickle = setInterval(() => payload.write('x'), 5)
  try {
    await assert.rejects(buffer(withinTime(payload, 40)), TooSlow)
    assert.equal(payload.destroyed, false)
  } finally {
    clearInterval(trickle)
  }
})

test('what was broken off is over', async () => {
  const payload = new PassThrough()
  const all = buffer(withinTime(payload, 5_000))
  payload.destroy()
  await assert.rejects(all)
})
