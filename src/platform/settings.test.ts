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
    outgoing: { innerHosts: new Set() },
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
    outgoing: { innerHosts: new Set() },
  })
})

const wrong = {
  PORT: ['-1', '65536', '8420x', '1e3', ' 80'],
  HOST: ['a b', 'http://x/'],
  BIHUAN_SMTP_URL: ['mail.example', 'http://u:secret@mail.example', 'smtp:secret'],
  BIHUAN_MAIL_FROM: ['nobody', 'a@b, c@d', 'x\r\nBcc: y@z'],
  BIHUAN_DESK_URL: ['desk', 'ftp://x/', 'https://u:p@x/'],
  BIHUAN_OUTGOING_HOSTS: ['http://x', 'a b', '10.0.0.0/8'],
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

test('mail goes out by the server and from the sender that are set, and never by one of them alone', () => {
  const server = { BIHUAN_SMTP_URL: 'smtps://u:secret@mail.example:465' }
  assert.throws(
    () => readSettings(server),
    (error: Error) =>
      error instanceof SettingsError &&
      /BIHUAN_MAIL_FROM/.test(error.message) &&
      !/secret/.test(error.message),
  )
  const { outgoing } = readSettings({
    ...{
      ...server,
      BIHUAN_MAIL_FROM: '闭环 <noreply@example.cn>',
      BIHUAN_DESK_URL: 'https://b.example/desk',
    },
    BIHUAN_OUTGOING_HOSTS: '10.1.2.3:8080, oa.example',
  })
  assert.deepEqual(outgoing.mail, { url: server.BIHUAN_SMTP_URL, from: '闭环 <noreply@example.cn>' })
  assert.deepEqual([...outgoing.innerHosts], ['10.1.2.3:8080', 'oa.example'])
})
