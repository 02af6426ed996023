import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { copyFields, copyIn, copyOut } from './copy.ts'

let db: TestDatabase
let client: PoolClient

before(async () => {
  db = await createTestDatabase()
  client = await db.owner.connect()
  await client.query('CREATE TEMP TABLE numbers (n integer PRIMARY KEY, text text)')
})
after(async () => {
  client.release()
  await db.close()
})

const many = `COPY (SELECT n, repeat('字', 10) FROM generate_series(1, 200000) n) TO STDOUT`

test('a slow reader gets every row, each whole, while the server waits', async () => {
  let rows = 0
  let bytes = ''
  for await (const part of copyOut(client, many, 1 << 16)) {
    await turn()
    assert.equal(part.bytes.at(-1), 10)
    rows += part.rows
    if (rows === part.rows) bytes = part.bytes.toString()
  }
  assert.equal(rows, 200_000)
  assert.ok(bytes.startsWith('1\t字字字字字字字字字字\n2\t'))
})

test('a reader who leaves early does not block the connection; a wrong statement throws', async () => {
  for await (const part of copyOut(client, many, 1 << 16)) if (part.rows > 0) break
  assert.deepEqual((await client.query('SELECT 1 AS one')).rows, [{ one: 1 }])
  await assert.rejects(async () => {
    for await (const _ of copyOut(client, 'COPY nothing TO STDOUT'));
  }, /nothing/)
})

test('what is written comes back; a failing source or a refused row leaves nothing', async () => {
  const write = (parts: AsyncIterable<Buffer>) => copyIn(client, 'COPY numbers FROM STDIN', parts)
  async function* all() {
    for await (const part of copyOut(db2, many, 1 << 18)) yield part.bytes
  }
  const db2 = await db.owner.connect()
  assert.equal(await write(all()), 200_000)
  db2.release()
  await client.query('TRUNCATE numbers')
  async function* failing() {
    yield Buffer.from('1\ta\n')
    throw new Error('the disk is gone')
  }
  await assert.rejects(write(failing()), /the disk is gone/)
  async function* twice() {
    for (let i = 0; i < 200; i++) yield Buffer.from('1\ta\n'.repeat(5000))
  }
  await assert.rejects(write(twice()), /numbers_pkey/)
  assert.equal((await client.query('SELECT FROM numbers')).rowCount, 0)
})

test('fields are read as PostgreSQL writes them', async () => {
  const texts = ['', 'a\tb', 'line\nline', '\\N', 'C:\\new', '\b\f\r\v', '一\\t二', null]
  await client.query('INSERT INTO numbers SELECT n, t FROM unnest($1::text[]) WITH ORDINALITY AS u (t, n)', [
    texts,
  ])
  let text = ''
  for await (const part of copyOut(client, 'COPY (SELECT text FROM numbers ORDER BY n) TO STDOUT'))
    text += part.bytes.toString()
  const lines = text.split('\n').slice(0, -1)
  assert.deepEqual(lines.flatMap(copyFields), texts)
})
