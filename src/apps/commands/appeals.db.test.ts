import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { senderOf, signatureOf } from '#features/appeals/portal/sources.ts'
import { createSealing } from '#platform/sealing/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createOperator, type Operator } from '#tests/support/operator.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { command } from './appeals.ts'

/** Systems that hand appeals over, and the gateway for text messages, as an operator sets them. */
let base: TestDatabase
let county: SmallCounty
let terminal: Operator
before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
  terminal = await createOperator(base, 'appeals')
})
after(async () => {
  await terminal.close()
  await base.close()
})

const run = (args: string, input = '') => terminal.run(command, args.split(' '), { input })
const sealing = () => createSealing({ dataDir: terminal.dir })

/** Whether somebody with this secret passes for the system of that name. */
function isKnown(name: string, secret: string): Promise<boolean> {
  const now = new Date()
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const body = Buffer.from('{}')
  const signature = signatureOf(secret, timestamp, body)
  return county.deps.database.read(1, async (tx) =>
    Boolean(await senderOf(tx, sealing(), 1, { source: name, timestamp, signature, body }, now)),
  )
}

test('a system is added with a secret that is told once, listed, and ended', async () => {
  const added = await run('source add --name hotline --title 12345热线')
  assert.equal(added.code, 0, added.err)
  const secret = added.out
  assert.match(secret, /^[\w-]{43}$/)
  assert.ok(!added.err.includes(secret))
  assert.equal(await isKnown('hotline', secret), true)
  const again = await run('source add --name hotline --title 另一个')
  assert.equal(again.code, 1)
  assert.match(again.err, /先 end 再 add/)
  assert.match((await run('source list')).out, /^hotline\t12345热线\t2\d{3}-\S+\t$/)
  assert.equal((await run('source end --name hotline')).code, 0)
  assert.equal(await isKnown('hotline', secret), false)
  assert.equal((await run('source end --name hotline')).code, 1)
  const next = await run('source add --name hotline --title 12345热线')
  assert.notEqual(next.out, secret)
  const { rows } = await base.owner.query(
    `SELECT (SELECT string_agg(s::text, '') FROM appeal_sources s)
       || (SELECT string_agg(content::text, '') FROM row_versions) AS kept`,
  )
  for (const told of [secret, next.out]) assert.ok(!rows[0].kept.includes(told), 'the secret lies in clear')
})

const settings = {
  url: 'https://sms.county.test/send',
  body: '{"to":"{phone}","id":"{template}","args":["{number}","{link}"]}',
  templates: { answered: 'T-1' },
  link: 'https://county.test/progress',
}
const fileOf = (given: object) => {
  const path = join(terminal.dir, 'sms.json')
  writeFileSync(path, typeof given === 'string' ? given : JSON.stringify({ ...settings, ...given }))
  return path
}

test('a gateway is set with a secret of any length, which is kept sealed; what is wrong is said and nothing is set', async () => {
  for (const secret of ['k', 'k'.repeat(900)]) {
    const set = await run(`sms ${fileOf({})} --secret-stdin`, `${secret}\n`)
    assert.equal(set.code, 0, set.err)
    const { rows } = await base.owner.query('SELECT settings::text AS settings, sealed FROM sms_gateways')
    assert.ok(!rows[0].settings.includes(secret.repeat(2)) && !rows[0].sealed.includes(secret.repeat(2)))
    const place = { countyId: 1, table: 'sms_gateways', column: 'sealed', rowId: 'gateway' }
    assert.equal(sealing().open(place, rows[0].sealed), secret)
  }
  for (const [given, says] of [
    [{ url: 'http://sms.county.test/send' }, /url/],
    [{ templates: { elsewhere: 'T' } }, /templates/],
    [{ link: 'here' }, /link/],
    ['{', /设置写错/],
  ] as const) {
    const failed = await run(`sms ${fileOf(given as object)}`)
    assert.equal(failed.code, 1, JSON.stringify(given))
    assert.match(failed.err, says)
  }
  assert.match((await run('sms nowhere.json')).err, /读不了文件/)
  const { rows } = await base.owner.query("SELECT settings->>'url' AS url FROM sms_gateways")
  assert.deepEqual(rows, [{ url: settings.url }])
})

test('what is no command of it is answered with how it is called', async () => {
  for (const args of [
    'source',
    'source add --name hotline',
    'source add --name X --title x',
    'sms',
    'mail x',
  ])
    assert.equal((await run(args)).code, 2, args)
})
