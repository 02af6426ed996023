import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { SecretError, secret } from './secrets.ts'

test('a secret is made once, kept to its owner, and different under another name', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'secrets-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const first = secret(dir, 'sessions')
  assert.match(first, /^[0-9a-f]{64}$/)
  assert.equal(secret(dir, 'sessions'), first)
  assert.notEqual(secret(dir, 'checkpoint'), first)
  assert.deepEqual(readdirSync(join(dir, 'secrets')).sort(), ['checkpoint', 'sessions'])
  assert.equal(statSync(join(dir, 'secrets', 'sessions')).mode & 0o777, 0o600)
  assert.equal(statSync(join(dir, 'secrets')).mode & 0o777, 0o700)
})

test('a damaged secret is not replaced, and its name is no way out of the folder', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'secrets-'))
  t.after(() => rmSync(dir, { recursive: true }))
  secret(dir, 'sessions')
  writeFileSync(join(dir, 'secrets', 'sessions'), 'abc')
  assert.throws(() => secret(dir, 'sessions'), SecretError)
  assert.throws(() => secret(dir, '../sessions'), /not a name/)
})
