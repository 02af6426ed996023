import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import type { Database } from '#platform/database/transaction.ts'
import { localFileStore } from '#platform/files/index.ts'
import { newId } from '#platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { dropUpload } from './drop-upload.ts'
import { insertUpload } from './rows.ts'

let base: TestDatabase
let county: SmallCounty
let database: Database
const dir = mkdtempSync(join(tmpdir(), 'drop-'))
const store = localFileStore({ dir })

before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
  database = county.deps.database
})
after(async () => {
  await base.close()
  rmSync(dir, { recursive: true, force: true })
})

async function uploaded(text: string, by: 'office' | 'inspector') {
  const stored = await store.put(1, Readable.from([Buffer.from(text)]))
  const upload = { id: newId(), fileName: 'a.csv', finishedAt: new Date(), ...stored }
  await database.write(1, (tx) => insertUpload(tx, 1, county.people[by], upload))
  return upload
}
const drop = (by: 'office' | 'inspector', id: string) =>
  dropUpload({ database, store }, 1, county.people[by], id)

test('a dropped upload leaves neither row nor bytes', async () => {
  const { id, sha256 } = await uploaded('甲,乙\n丙,丁\n', 'office')
  await drop('inspector', id)
  assert.equal(await store.has(1, sha256), true, 'nobody drops what is another’s')
  await drop('office', id)
  assert.equal(await store.has(1, sha256), false)
  const { rows } = await base.owner.query('SELECT 1 FROM files WHERE sha256 = $1', [sha256])
  assert.equal(rows.length, 0)
  await drop('office', id)
})

test('bytes that something else refers to stay until it is dropped too', async () => {
  const text = '戊,己\n庚,辛\n'
  const first = await uploaded(text, 'office')
  const second = await uploaded(text, 'inspector')
  await drop('office', first.id)
  assert.equal(await store.has(1, first.sha256), true)
  await drop('inspector', second.id)
  assert.equal(await store.has(1, first.sha256), false)
})
