import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canGoOn, troubleOf, uploadTrouble } from './trouble.ts'

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
