import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashOfKey, isKeyOf, passwordOf } from './password-of.ts'

const key = 'abcdefghijklmnop'.repeat(4)

test('a password is the same for the same key, run and person, and another for any other', () => {
  const one = passwordOf(key, 'run', 'person')
  assert.match(one, /^[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}$/)
  assert.equal(passwordOf(key, 'run', 'person'), one)
  const others = [
    passwordOf(key.replace('a', 'b'), 'run', 'person'),
    passwordOf(key, 'other', 'person'),
    passwordOf(key, 'run', 'other'),
  ]
  assert.equal(new Set([one, ...others]).size, 4)
  const many = Array.from({ length: 5_000 }, (_, i) => passwordOf(key, 'run', String(i)))
  assert.equal(new Set(many).size, 5_000)
  const signs = new Map<string, number>()
  for (const sign of many.join('').replaceAll('-', '')) signs.set(sign, (signs.get(sign) ?? 0) + 1)
  assert.equal(signs.size, 31)
  for (const [sign, n] of signs) assert.ok(Math.abs(n - 60_000 / 31) < 250, `${sign} ${n}`)
})

test('a key is known again by its hash, for its run only', () => {
  const known = hashOfKey('run', key)
  assert.equal(isKeyOf('run', key, known), true)
  assert.equal(isKeyOf('other', key, known), false)
  assert.equal(isKeyOf('run', `${key}x`, known), false)
  assert.equal(isKeyOf('run', key, 'sha256:'), false)
})
