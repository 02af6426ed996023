import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { createBox, openSealedTo, publicHalf, sealTo } from './box.ts'
import { DoesNotOpen } from './sealed-value.ts'

const bytes = randomBytes(32)
const publicKey = publicHalf(bytes)

test('what is sealed to a public key opens with the private one, for what it was sealed for', () => {
  for (const text of ['', '村口的路灯不亮🏮𠮷', '长'.repeat(5_000)])
    assert.equal(openSealedTo(bytes, 'a', sealTo(publicKey, 'a', text)), text)
  const sealed = sealTo(publicKey, 'a', '路灯')
  assert.throws(() => openSealedTo(bytes, 'b', sealed), DoesNotOpen)
  assert.throws(() => openSealedTo(randomBytes(32), 'a', sealed), DoesNotOpen)
  assert.notEqual(sealTo(publicKey, 'a', '路灯'), sealed)
})

test('a changed byte anywhere does not open, nor does what is no sealed text', () => {
  const sealed = sealTo(publicKey, 'a', '路灯不亮')
  for (let at = 7; at < sealed.length; at++) {
    if (sealed[at] === ':') continue
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`
    assert.throws(() => openSealedTo(bytes, 'a', changed), DoesNotOpen, String(at))
  }
  for (const odd of ['', 'x25519::', 'x25519:abc:def', `x25519:${'A'.repeat(43)}:AAAA`])
    assert.throws(() => openSealedTo(bytes, 'a', odd), DoesNotOpen, odd)
})

test('the public half is the one that Node makes of the same key', () => {
  const { publicKey: its, privateKey } = generateKeyPairSync('x25519')
  const raw = (key: KeyObject, part: 'x' | 'd') => String(key.export({ format: 'jwk' })[part])
  assert.equal(publicHalf(Buffer.from(raw(privateKey, 'd'), 'base64url')), raw(its, 'x'))
})

test('older keys still open, and the newest is the one that is published', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bihuan-box-'))
  try {
    const box = createBox(dataDir)
    const first = box.publicKey()
    const sealed = sealTo(first.publicKey, 'x', '以前')
    box.keys.add()
    assert.notEqual(box.publicKey().keyId, first.keyId)
    assert.equal(box.open(first.keyId, 'x', sealed), '以前')
    assert.throws(() => box.open('9-00000000', 'x', sealed), { message: 'key_missing' })
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
})
