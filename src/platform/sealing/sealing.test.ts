import assert from 'node:assert/strict'
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Refused } from '../refusal.ts'
import { createSealing, DoesNotOpen, KeyFileError, type Place, partsOf } from './index.ts'

const folders: string[] = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'bihuan-sealing-'))
  folders.push(folder)
  return folder
}
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const phone = '13800001234'
const here: Place = { countyId: 1, table: 'person_phones', column: 'sealed', rowId: 'a' }
const elsewhere: Partial<Place>[] = [
  { countyId: 2 },
  { table: 'others' },
  { column: 'other' },
  { rowId: 'b' },
]

for (const algorithm of ['aes-256-gcm', 'sm4-gcm'] as const) {
  test(`${algorithm}: what was sealed opens where it was sealed, and nowhere else`, () => {
    const sealing = createSealing({ dataDir: newFolder(), algorithm })
    const sealed = sealing.seal(here, phone)
    assert.match(sealed, new RegExp(`^${algorithm}:1-[0-9a-f]{8}:[\\w-]{16}:[\\w-]+:[\\w-]{22}$`))
    assert.equal(sealing.open(here, sealed), phone)
    for (const moved of elsewhere)
      assert.throws(() => sealing.open({ ...here, ...moved }, sealed), DoesNotOpen, JSON.stringify(moved))
  })

  test(`${algorithm}: not one bit may be changed, and the same value is sealed otherwise each time`, () => {
    const sealing = createSealing({ dataDir: newFolder(), algorithm })
    const sealed = sealing.seal(here, phone)
    assert.notEqual(sealing.seal(here, phone), sealed)
    for (const part of ['nonce', 'ciphertext', 'tag'] as const) {
      const parts = partsOf(sealed)
      parts[part][0]! ^= 1
      const texts = [parts.nonce, parts.ciphertext, parts.tag].map((bytes) => bytes.toString('base64url'))
      const changed = [parts.algorithm, parts.keyId, ...texts].join(':')
      assert.throws(() => sealing.open(here, changed), DoesNotOpen, part)
    }
  })

  test(`${algorithm}: the index of a value is the same each time, and another one in another county`, () => {
    const sealing = createSealing({ dataDir: newFolder(), algorithm })
    const index = sealing.index(here, phone)
    assert.match(index, algorithm === 'sm4-gcm' ? /^hmac-sm3:1-/ : /^hmac-sha256:1-/)
    assert.equal(sealing.index(here, phone), index)
    assert.ok(!index.includes(phone))
    assert.notEqual(sealing.index({ ...here, countyId: 2 }, phone), index)
    assert.notEqual(createSealing({ dataDir: newFolder(), algorithm }).index(here, phone), index)
  })
}

test('what is no sealed value, or a tag cut short, does not open', () => {
  const sealing = createSealing({ dataDir: newFolder() })
  const sealed = sealing.seal(here, phone)
  for (const text of [
    '',
    phone,
    'aes-256-gcm:1',
    sealed.slice(0, -4),
    `${sealed}:x`,
    sealed.replace('aes', 'des'),
  ])
    assert.throws(() => sealing.open(here, text), DoesNotOpen, text)
})

test('a new key seals from then on, in every process, and the older ones still open', () => {
  const dataDir = newFolder()
  const sealing = createSealing({ dataDir })
  const other = createSealing({ dataDir })
  const old = other.seal(here, phone)
  const added = sealing.keys.add()
  const sealed = sealing.seal(here, phone)
  assert.equal(partsOf(sealed).keyId, added.id)
  assert.equal(other.open(here, sealed), phone, 'a key that another process added is found')
  assert.equal(sealing.open(here, old), phone)
  assert.deepEqual([sealing.isCurrent(old), sealing.isCurrent(sealed)], [false, true])
})

test('choosing the other algorithm makes a key of it, and both open', () => {
  const dataDir = newFolder()
  const before = createSealing({ dataDir })
  const [sealed, index] = [before.seal(here, phone), before.index(here, phone)]
  const now = createSealing({ dataDir, algorithm: 'sm4-gcm' })
  assert.equal(now.open(here, sealed), phone)
  assert.equal(before.open(here, now.seal(here, phone)), phone)
  assert.ok(now.index(here, phone).startsWith('hmac-sm3:2-'))
  assert.ok(now.indexes(here, phone).includes(index), 'rows of before are still found')
})

test('a lost key is named; keys of another installation do not pass for it', () => {
  const [dataDir, foreign] = [newFolder(), newFolder()]
  const sealing = createSealing({ dataDir })
  const sealed = sealing.seal(here, phone)
  const { keyId } = partsOf(sealed)
  const without = createSealing({ dataDir: foreign })
  const isNamed = (error: unknown) => {
    assert.ok(error instanceof Refused)
    assert.deepEqual(error.refusal, { code: 'key_missing', keyId })
    return true
  }
  assert.throws(() => without.open(here, sealed), isNamed)
  without.seal(here, phone)
  assert.throws(() => without.open(here, sealed), isNamed, 'also when there is a first key of its own')
})

test('a key file that was damaged or replaced is told, and never made anew', () => {
  const dataDir = newFolder()
  const key = createSealing({ dataDir }).keys.current()
  const text = readFileSync(key.file, 'utf8')
  const other = createSealing({ dataDir: newFolder() }).keys.current()
  const wrong = [
    ...[text.slice(0, 40), '', text.replace('aes-256-gcm', 'sm4-gcm'), text.replace('aes-256', 'aes-128')],
    readFileSync(other.file, 'utf8'),
  ]
  for (const content of wrong) {
    writeFileSync(key.file, content)
    assert.throws(() => createSealing({ dataDir }).seal(here, phone), KeyFileError, content)
    assert.equal(readFileSync(key.file, 'utf8'), content)
  }
})

test('a key that is put back opens what it sealed, although another one was made meanwhile', () => {
  const [dataDir, meanwhile] = [newFolder(), newFolder()]
  const sealed = createSealing({ dataDir }).seal(here, phone)
  const sealing = createSealing({ dataDir: meanwhile })
  const later = sealing.seal(here, phone)
  for (const name of readdirSync(join(dataDir, 'secrets')))
    copyFileSync(join(dataDir, 'secrets', name), join(meanwhile, 'secrets', name))
  assert.equal(sealing.open(here, sealed), phone)
  assert.equal(sealing.open(here, later), phone)
})

test('keys lie in files of their owner alone, and nothing else is left in the folder', () => {
  const dataDir = newFolder()
  const sealing = createSealing({ dataDir })
  sealing.seal(here, phone)
  sealing.index(here, phone)
  sealing.keys.add()
  const secrets = join(dataDir, 'secrets')
  const keys = [...sealing.keys.list(), ...sealing.indexKeys.list()]
  assert.deepEqual(
    readdirSync(secrets)
      .sort()
      .map((name) => name.replace(/[0-9a-f]{8}$/, '')),
    ['index-1-', 'seal-1-', 'seal-2-'],
  )
  assert.equal(keys.length, 3)
  assert.equal(statSync(secrets).mode & 0o777, 0o700)
  for (const { file } of keys) assert.equal(statSync(file).mode & 0o777, 0o600)
})
