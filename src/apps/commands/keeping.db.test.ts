import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { recordCounty } from '#tests/support/recorded-cases.ts'
import { command as backup } from './backup.ts'
import { command as checkpoint } from './checkpoint.ts'
import type { Command } from './command.ts'
import { command as restore } from './restore.ts'
import { command as verify } from './verify.ts'

/** Checkpoint, backup, restore and verify as an operator runs them, one after the other. */

let source: TestDatabase
let admin: pg.Client
let dir: string
const role = `operator_${process.pid}`

before(async () => {
  source = await createTestDatabase()
  await recordCounty(source, 1, [2, 3])
  dir = mkdtempSync(join(tmpdir(), 'keeping-'))
  // An operator's server: an empty database whose owner may take the app's role.
  admin = new pg.Client(source.adminUrl)
  await admin.connect()
  await admin.query(`CREATE ROLE ${role} LOGIN; GRANT bihuan_app, bihuan_portal TO ${role}`)
  await admin.query(`CREATE DATABASE ${role} OWNER ${role}`)
})
after(async () => {
  await admin.query(`DROP DATABASE IF EXISTS ${role} WITH (FORCE)`)
  await admin.query(`DROP ROLE ${role}`)
  await admin.end()
  await source.close()
  rmSync(dir, { recursive: true, force: true })
})

test('from a server to a folder of its own and back to a server, and the history verifies everywhere', async () => {
  const server = { DATABASE_URL: source.ownerUrl, BIHUAN_DATA: join(dir, 'a') }
  const signed = join(dir, 'c.jsonl')
  const first = join(dir, 'first.tar')
  assert.equal((await run(checkpoint, server, '--out', signed)).code, 0)
  assert.equal((await run(backup, server, first, '--with-secrets')).code, 0)

  const own = { BIHUAN_DATA: join(dir, 'b') }
  const restored = await run(restore, own, first)
  assert.equal(restored.code, 0, restored.err)
  const checked = await run(verify, own, '--checkpoint', signed, '--json')
  assert.equal(checked.code, 0, checked.out)
  const { counties, checkpoints } = JSON.parse(checked.out)
  assert.deepEqual(counties, [{ county: 1, cases: 2, entries: 5, versions: 10, erased: 0, claimed: 2 }])
  assert.equal(checkpoints[0].cases, 2)
  assert.match((await run(restore, own, first)).err, /不是空的/)

  const second = join(dir, 'second.tar')
  assert.equal((await run(backup, own, second)).code, 0)
  const url = new URL(source.ownerUrl)
  url.username = role
  url.pathname = `/${role}`
  const other = { DATABASE_URL: url.href, BIHUAN_DATA: join(dir, 'c') }
  const moved = await run(restore, other, second)
  assert.equal(moved.code, 0, moved.err)
  assert.equal((await run(verify, other, '--checkpoint', signed)).code, 0)
})

test('verify works from a backup alone, and its exit code tells', async () => {
  const server = { DATABASE_URL: source.ownerUrl, BIHUAN_DATA: join(dir, 'd') }
  const nowhere = { BIHUAN_DATA: join(dir, 'nowhere') }
  const early = join(dir, 'early.tar')
  const late = join(dir, 'late.tar')
  const signed = join(dir, 'd.jsonl')
  await run(backup, server, early)
  await run(checkpoint, server, '--out', signed)
  await source.owner.query(`
    BEGIN; ALTER TABLE row_versions DISABLE TRIGGER USER;
    UPDATE row_versions SET content = content || '{"text":"改"}' WHERE seq = 3 AND ref LIKE 'progress/%'; COMMIT`)
  await run(backup, server, late)

  const key = join(server.BIHUAN_DATA, 'keys/checkpoint-ed25519.pub.pem')
  assert.equal((await run(verify, nowhere, '--backup', early, '--public-key', key)).code, 0)
  const tampered = await run(verify, nowhere, '--backup', late, '--checkpoint', signed, '--public-key', key)
  assert.equal(tampered.code, 1)
  assert.match(tampered.out, /内容被改：第 3 条记录所指的 progress\/.*content changed: progress/)
  assert.ok(!existsSync(nowhere.BIHUAN_DATA), 'nothing is made where nothing was')

  assert.equal((await run(verify, nowhere, '--backup', early, '--checkpoint', signed)).code, 2)
  assert.equal((await run(verify, nowhere)).code, 2)
  assert.equal((await run(verify, nowhere, '--colour')).code, 2)
  assert.equal((await run(verify, server, '--checkpoint', join(dir, 'none.jsonl'))).code, 2)
  const half = join(dir, 'half.tar')
  writeFileSync(half, readFileSync(early).subarray(0, -700))
  assert.equal((await run(verify, nowhere, '--backup', half)).code, 1)
  assert.equal((await run(restore, nowhere, half)).code, 1)
  assert.ok(!existsSync(nowhere.BIHUAN_DATA))
})

test('a checkpoint of another key is not taken on a server that has its own', async () => {
  const server = { DATABASE_URL: source.ownerUrl, BIHUAN_DATA: join(dir, 'e') }
  const foreign = { DATABASE_URL: source.ownerUrl, BIHUAN_DATA: join(dir, 'f') }
  await run(checkpoint, server)
  const signed = join(dir, 'f.jsonl')
  await run(checkpoint, foreign, '--out', signed)
  const told = await run(verify, server, '--checkpoint', signed)
  assert.equal(told.code, 1)
  assert.match(told.out, /签名无效：由未知密钥/)
  const key = join(dir, 'f.pub.pem')
  copyFileSync(join(foreign.BIHUAN_DATA, 'keys/checkpoint-ed25519.pub.pem'), key)
  assert.doesNotMatch(
    (await run(verify, server, '--checkpoint', signed, '--public-key', key)).out,
    /签名无效/,
  )
})

async function run(command: Command, env: Record<string, string>, ...args: string[]) {
  const said = { out: '', err: '' }
  const code = await command.run(args, {
    out: (line) => {
      said.out += `${line}\n`
    },
    err: (line) => {
      said.err += `${line}\n`
    },
    env,
    input: Readable.from([]),
  })
  return { code, ...said }
}
