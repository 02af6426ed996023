import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ofStrangers } from './refused-attempts.ts'

test('of one network one row of a kind a minute', () => {
  let at = 0
  const isWorthARow = ofStrangers(() => at)
  const many = (ip: string, reason = 'foreign_origin') =>
    Array.from({ length: 300 }, () => isWorthARow(ip, reason)).filter(Boolean).length
  assert.equal(many('2001:db8:1:2::1'), 1)
  assert.equal(many('2001:db8:1:2:ffff::9'), 0, 'whoever has an IPv6 address has a whole network of them')
  assert.equal(many('203.0.113.9'), 1)
  assert.equal(many('203.0.113.9', 'wrong_credentials'), 1)
  at = 59_000
  assert.equal(many('203.0.113.9'), 0)
  at = 61_000
  assert.equal(many('203.0.113.9'), 1)
})

test('of very many networks there is an end', () => {
  const isWorthARow = ofStrangers(() => 0)
  const rows = Array.from({ length: 5000 }, (_, i) =>
    isWorthARow(`10.0.${i >> 8}.${i & 255}`, 'foreign_origin'),
  )
  assert.equal(rows.filter(Boolean).length, 60)
})
