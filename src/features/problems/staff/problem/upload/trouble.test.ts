import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canGoOn, filesWait, troubleOf, uploadTrouble } from './trouble.ts'

const answer = (error: object) => JSON.stringify({ error, requestId: 'r1' })

test('a refused file keeps the code that says what to do', () => {
  assert.deepEqual(troubleOf(answer({ code: 'file_macros' })), { code: 'file_macros' })
  assert.equal(canGoOn({ code: 'file_macros' }), false)
})

test('an asking boundary rule can be answered, a refusing one cannot', () => {
  const hit = { code: 'boundary', advice: '请确认', ruleKey: 'secret.file-name' }
  assert.equal(troubleOf(answer({ ...hit, action: 'ask' })).ask, 'secret.file-name')
  assert.equal(troubleOf(answer({ ...hit, action: 'refuse' })).ask, undefined)
})

test('no answer is the network, an unknown one the server; both can go on', () => {
  assert.equal(uploadTrouble(new Error('net')).code, 'offline')
  assert.equal(troubleOf('<html>').code, 'internal')
  assert.ok(canGoOn({ code: 'offline' }) && canGoOn({ code: 'internal' }))
})

test('a refused file has to be taken away, a broken one waited for, and a file has to be there at all', () => {
  const up = { state: 'uploaded' } as const
  const refused = { state: 'failed', trouble: { code: 'file_type' } } as const
  const asked = { state: 'failed', trouble: { code: 'boundary', ask: 'secret.file-name' } } as const
  const broken = { state: 'failed', trouble: { code: 'offline' } } as const
  assert.deepEqual(filesWait([]), { why: 'none', n: 0 })
  assert.deepEqual(filesWait([up, refused, broken]), { why: 'refused', n: 1 })
  assert.deepEqual(filesWait([up, asked, broken, { state: 'going' }]), { why: 'unfinished', n: 3 })
  assert.equal(filesWait([up, { state: 'sent' }]), null)
})
