import assert from 'node:assert/strict'
import { scryptSync } from 'node:crypto'
import { after, test } from 'node:test'
import pg from 'pg'
import { openAuth } from './auth.ts'

/** Never connected: hashing asks no database. */
const pool = new pg.Pool()
after(() => pool.end())

test('unless told otherwise, a password is kept as scrypt makes it, at full cost and salted', async () => {
  const { password } = await (await openAuth(pool, 'f'.repeat(64))).$context
  const given = 'long enough word'
  const [hash, again] = [await password.hash(given), await password.hash(given)]
  const [salt = '', key] = hash.split(':')
  assert.ok(salt.length >= 32)
  const cost = { N: 16_384, r: 16, p: 1, maxmem: 64 * 1024 * 1024 }
  assert.equal(key, scryptSync(given, salt, 64, cost).toString('hex'))
  assert.notEqual(again, hash)
  assert.deepEqual(
    [
      await password.verify({ hash, password: given }),
      await password.verify({ hash, password: 'Long enough word' }),
    ],
    [true, false],
  )
})
