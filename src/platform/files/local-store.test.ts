import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, test } from 'node:test'
import { FileRefused, type FileStore, localFileStore } from './index.ts'
import { pdf, png } from './samples.ts'

let dir: string
let store: FileStore
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'store-'))
  store = localFileStore({ dir, maxBytes: 100_000 })
})
afterEach(() => rmSync(dir, { recursive: true }))

const kept = () =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')
const pieces = (content: Buffer, size = 10) =>
  Readable.from(
    Array.from({ length: Math.ceil(content.length / size) }, (_, n) =>
      content.subarray(n * size, (n + 1) * size),
    ),
  )

test('bytes are kept under their hash, by county, and read back whole or in part', async () => {
  const content = png()
  const stored = await store.put(7, pieces(content))
  const hash = sha256(content)
  assert.deepEqual(stored, { sha256: hash, size: content.length, mime: 'image/png' })
  assert.deepEqual(kept(), [join('7', hash.slice(0, 2), hash)])
  if (process.platform !== 'win32') assert.equal(statSync(join(dir, kept()[0]!)).mode & 0o777, 0o600)
  const all = await store.open(7, hash)
  assert.deepEqual(await buffer(all!.body), content)
  const part = await store.open(7, hash, { start: 2, end: 5 })
  assert.deepEqual(await buffer(part!.body), content.subarray(2, 6))
  assert.equal(await store.has(8, hash), false)
  assert.equal(await store.open(8, hash), undefined)
})

test('a file at a path is copied, and the same bytes are kept once', async () => {
  const path = join(dir, 'source')
  writeFileSync(path, pdf())
  const [first, second] = await Promise.all([store.put(7, path), store.put(7, pieces(pdf(), 7))])
  assert.deepEqual(first, second)
  assert.equal(kept().length, 2)
  assert.equal((await store.put(7, path)).sha256, first.sha256)
})

test('what is refused leaves nothing', async () => {
  const refused: [Buffer, string][] = [
    [Buffer.alloc(0), 'empty'],
    [Buffer.from('<html>'), 'type'],
    [Buffer.concat([pdf(), Buffer.alloc(100_000)]), 'too_large'],
  ]
  for (const [content, fault] of refused)
    await assert.rejects(
      store.put(7, pieces(content, 50_000)),
      (error) => error instanceof FileRefused && error.fault === fault,
    )
  const broken = Readable.from(
    (async function* () {
      yield pdf()
      throw new Error('connection lost')
    })(),
  )
  await assert.rejects(store.put(7, broken), /connection lost/)
  await assert.rejects(store.put(7, join(dir, 'no such file')), { code: 'ENOENT' })
  assert.deepEqual(kept(), [])
})

test('no hash, no county and no path leads out of the folder', async () => {
  for (const hash of ['../../../etc/passwd', '', 'A'.repeat(64), `${'a'.repeat(63)}/`, `${'a'.repeat(64)}\0`])
    assert.equal(await store.open(7, hash), undefined)
  for (const county of [0, -1, 1.5, Number.NaN, '../7' as unknown as number])
    await assert.rejects(async () => store.has(county, 'a'.repeat(64)))
})

test('what a killed server left half arrived is removed when it is old', async () => {
  await store.put(7, pieces(pdf()))
  const left = join(dir, 'arriving', 'x')
  writeFileSync(left, 'half')
  assert.equal(await store.removeAbandoned(new Date(Date.now() - 3600_000)), 0)
  utimesSync(left, 0, 0)
  assert.equal(await store.removeAbandoned(new Date(Date.now() - 3600_000)), 1)
  assert.equal(kept().length, 1)
})
