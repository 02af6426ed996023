import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { readSettings, SettingsError } from './settings.ts'

test('with nothing set the program listens on loopback and keeps its data in ./data', () => {
  assert.deepEqual(readSettings({}), {
    port: 8420,
    host: '127.0.0.1',
    dataDir: resolve('data'),
    databaseUrl: undefined,
    sealing: 'aes-256-gcm',
    portalDatabaseUrl: undefined,
    sso: new Map(),
    logLevel: 'info',
  })
})

test('an empty variable counts as not set', () => {
  assert.deepEqual(readSettings({ PORT: '', DATABASE_URL: '', BIHUAN_DATA: '' }), readSettings({}))
})

test('what is set is taken', () => {
  const databaseUrl = 'postgres://owner:p%40ss@db.internal:5433/bihuan'
  const portalDatabaseUrl = 'postgres://portal:pp@db.internal/bihuan'
  const place = { PORT: '0', HOST: '::', BIHUAN_DATA: '/srv/b', BIHUAN_SEALING: 'sm4-gcm' }
  const urls = { DATABASE_URL: databaseUrl, PORTAL_DATABASE_URL: portalDatabaseUrl }
  assert.deepEqual(readSettings({ ...place, ...urls }), {
    ...{ port: 0, host: '::', dataDir: '/srv/b', databaseUrl, portalDatabaseUrl },
    ...{ sealing: 'sm4-gcm', logLevel: 'info', sso: new Map() },
  })
})

const wrong = {
  PORT: ['-1', '65536', '8420x', '1e3', ' 80'],
  HOST: ['a b', 'http://x/'],
  BIHUAN_LOG: ['loud'],
  BIHUAN_SEALING: ['des', 'aes', 'toString'],
  PORTAL_DATABASE_URL: ['http://u:secret@h/db', 'secret'],
  DATABASE_URL: ['mysql://u:secret@h/db', 'secret', 'postgres://u:secret@h', 'postgres://u:secret@h/'],
}

for (const [name, values] of Object.entries(wrong))
  for (const value of values)
    test(`${name}=${value} is refused, naming it and what to write`, () => {
      assert.throws(
        () => readSettings({ [name]: value }),
        (error: Error) => {
          assert.ok(error instanceof SettingsError)
          assert.match(error.message, new RegExp(`环境变量 ${name}.*请写`))
          assert.match(error.message, new RegExp(`variable ${name}.*write`))
          assert.doesNotMatch(error.message, /secret/)
          return true
        },
      )
    })

test('everything that is wrong is said at once', () => {
  assert.throws(() => readSettings({ PORT: 'x', BIHUAN_LOG: 'y' }), /PORT[\s\S]*BIHUAN_LOG/)
})
