import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Refused } from '#platform/refusal.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { type MailServer, startMailServer } from '#tests/support/mail-server.ts'
import { NoticesCounty } from '#tests/support/notices-county.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { askOutlet } from '../api.ts'
import { readBell } from '../bell.ts'
import { askCode, confirmAddress, readWays, setWays } from '../telling/ways.ts'
import { act, ask, list } from './acts.ts'
import { readLog } from './log.ts'

/** Who lays down where data goes: outlets by two, addresses by their owner and a code. */
let db: TestDatabase
let county: SmallCounty
let told: NoticesCounty
let mail: MailServer
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  told = new NoticesCounty(county)
  mail = await startMailServer()
  told.mail = { url: mail.url, from: 'noreply@bihuan.example' }
  told.set('2026-03-03 10:00')
})
after(async () => {
  await mail.close()
  await db.close()
})

const write = <T>(work: Parameters<typeof told.deps.database.write<T>>[1]) =>
  told.deps.database.write(county.countyId, work)
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error) => (error instanceof Refused ? error.refusal.code : String(error)),
  )
const hook = { kind: 'webhook', name: '省平台', url: 'https://platform.example/hooks', events: ['appeal'] }
const asking = (by: PersonName, given: object = hook) =>
  write((tx) => ask(tx, told.deps, county.actor(by), askOutlet.body!.parse(given), told.at))
const doing = (by: PersonName, id: string, what: Parameters<typeof act>[3], approve = true) =>
  write((tx) => act(tx, county.actor(by), id, what, told.at, approve))

test('an outlet is asked for by the system administrator and confirmed by another hand', async () => {
  for (const by of ['office', 'securityAdmin', 'auditAdmin', 'townSecretary'] as const)
    assert.equal(await codeOf(asking(by)), 'not_yours', by)
  const { id, secret } = await asking('systemAdmin')
  assert.match(secret ?? '', /^whsec_[A-Za-z0-9+/]{43}=$/)
  for (const by of ['systemAdmin', 'auditAdmin', 'office'] as const)
    assert.equal(await codeOf(doing(by, id, 'decide')), 'not_yours', by)
  assert.equal(await codeOf(doing('systemAdmin', id, 'test')), 'wrong_state')
  const confirmed = await doing('securityAdmin', id, 'decide')
  assert.deepEqual([confirmed.status, confirmed.host, confirmed.can], ['active', 'platform.example', []])
  assert.equal(await codeOf(doing('securityAdmin', id, 'decide')), 'wrong_state')
  assert.deepEqual((await doing('systemAdmin', id, 'test')).can, ['end', 'test'])
  await doing('systemAdmin', id, 'end')
  assert.equal(await codeOf(doing('systemAdmin', id, 'end')), 'wrong_state')
  const { rows } = await db.owner.query('SELECT status, answer FROM deliveries WHERE outlet_id = $1', [id])
  assert.deepEqual(rows, [{ status: 'lapsed', answer: 'outlet_ended' }])
  const acts = await db.owner.query(
    "SELECT entry->>'act' AS act FROM history WHERE case_id = $1 ORDER BY seq",
    [id],
  )
  assert.deepEqual(
    acts.rows.map(({ act }) => act),
    ['askOutlet', 'decideOutlet', 'endOutlet'],
  )
})

test('whoever asked cannot confirm, also by a second role, and the database holds that', async () => {
  const { id } = await asking('systemAdmin')
  const both = county.actor('systemAdmin')
  const grants = [...both.grants, ...county.actor('securityAdmin').grants]
  const outcome = await codeOf(write((tx) => act(tx, { ...both, grants }, id, 'decide', told.at)))
  assert.equal(outcome, 'same_person')
  await assert.rejects(
    db.owner.query(
      "UPDATE outlets SET status = 'active', decided_by = asked_by, decided_at = now() WHERE id = $1",
      [id],
    ),
    /check constraint/,
  )
  await assert.rejects(
    db.owner.query("UPDATE outlets SET status = 'active' WHERE id = $1", [id]),
    /check constraint/,
  )
  const bell = await told.deps.database.read(county.countyId, (tx) => list(tx, county.actor('securityAdmin')))
  assert.ok(bell.some((outlet) => outlet.id === id && outlet.can.includes('decide')))
})

test('an address that leads into the house, or is no robot’s, is refused with what is wrong', async () => {
  const reasonOf = (given: object) =>
    asking('systemAdmin', given).then(
      () => 'taken',
      (error: Refused) =>
        error.refusal.code === 'invalid' ? error.refusal.issues[0]?.reason : error.refusal.code,
    )
  const robot = { kind: 'wecom', name: '群', organizationId: county.organizations.stoneBridge }
  for (const [given, reason] of [
    [{ ...hook, url: 'http://platform.example/' }, 'not_https'],
    [{ ...hook, url: 'https://10.0.0.1/' }, 'private_address'],
    [{ ...hook, url: 'https://[::1]:8443/' }, 'private_address'],
    [{ ...hook, url: 'https://u:p@platform.example/' }, 'credentials'],
    [{ ...hook, url: 'not an address' }, 'not_an_address'],
    [{ ...hook, events: [] }, 'required'],
    [{ ...hook, events: ['people'] }, 'unknown'],
    [{ ...robot, url: 'https://evil.example/cgi-bin/webhook/send?key=1' }, 'robot_address'],
    [{ ...robot, url: 'https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send' }, 'robot_address'],
    [{ ...robot, url: 'http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1' }, 'robot_address'],
    [
      { ...robot, url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1', organizationId: undefined },
      'required',
    ],
    [{ ...robot, url: 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1' }, 'taken'],
  ] as const)
    assert.equal(await reasonOf(given), reason, JSON.stringify(given))
})

test('neither address nor secret is kept in clear, shown again or written into the history', async () => {
  const { id, secret } = await asking('systemAdmin', {
    ...hook,
    url: 'https://platform.example/hooks?key=TOPSECRET',
  })
  const shown = await told.deps.database.read(county.countyId, (tx) => list(tx, county.actor('systemAdmin')))
  assert.ok(!JSON.stringify(shown).includes('TOPSECRET'))
  for (const table of ['outlets', 'history', 'row_versions'])
    for (const word of ['TOPSECRET', secret ?? '']) {
      const { rows } = await db.owner.query(
        `SELECT count(*)::int AS n FROM ${table} t WHERE t::text LIKE '%' || $1 || '%'`,
        [word],
      )
      assert.equal(rows[0].n, 0, `${table} ${word}`)
    }
  assert.ok(id)
})

test('an address is used once a code that went there has come back; five wrong ones end it', async () => {
  const { countyId, people } = county
  const personId = people.townClerk
  const hours = { digestAt: null, quietFrom: null, quietTo: null }
  const given = { countyId, personId, digest: true, urgent: true, ...hours }
  await write((tx) => setWays(tx, told.deps.sealing, { ...given, address: 'clerk@town.example' }, told.at))
  await told.tick('2026-03-03 20:00')
  assert.equal(mail.received.length, 1, 'what somebody waits for goes out at once, at night too')
  const code = /确认码是 (\d{6})/.exec(mail.received[0]?.text ?? '')?.[1] ?? ''
  const wrong = code === '000000' ? '000001' : '000000'
  const confirm = (tried: string) =>
    write((tx) => confirmAddress(tx, { countyId, personId, code: tried }, told.at))
  for (let n = 0; n < 5; n++) assert.equal(await confirm(wrong), false)
  assert.equal(await confirm(code), false, 'five were wrong')
  await write((tx) => askCode(tx, countyId, personId, told.at))
  await told.tick('2026-03-03 20:01')
  const again = /确认码是 (\d{6})/.exec(mail.received[1]?.text ?? '')?.[1] ?? ''
  assert.equal(await confirm(again), true)
  const ways = await told.deps.database.read(countyId, (tx) =>
    readWays(tx, told.deps.sealing, countyId, personId),
  )
  assert.deepEqual([ways.address, ways.confirmed], ['clerk@town.example', true])
  const { rows } = await db.owner.query(
    `SELECT count(*)::int AS n FROM (SELECT t::text AS said FROM notice_ways t UNION ALL SELECT t::text FROM history t
      UNION ALL SELECT t::text FROM row_versions t UNION ALL SELECT t::text FROM notices t) all_of
      WHERE said LIKE '%town.example%'`,
  )
  assert.equal(rows[0].n, 0, 'sealed everywhere')
  // Another address begins anew, and nothing more goes to the one before.
  await write((tx) => setWays(tx, told.deps.sealing, { ...given, address: 'other@town.example' }, told.at))
  const other = await told.deps.database.read(countyId, (tx) =>
    readWays(tx, told.deps.sealing, countyId, personId),
  )
  assert.equal(other.confirmed, false)
  for (let n = 0; n < 2; n++) await write((tx) => askCode(tx, countyId, personId, told.at))
  assert.equal(await codeOf(write((tx) => askCode(tx, countyId, personId, told.at))), 'too_many_attempts')
})

test('the bell of somebody without work is empty, and an administrator’s holds no business', async () => {
  const world = await county.world(told.at)
  for (const name of ['systemAdmin', 'otherVillageSecretary'] as const) {
    const bell = await told.deps.database.read(county.countyId, (tx) =>
      readBell(tx, told.deps.sources, county.actor(name), world),
    )
    assert.deepEqual([bell.fresh, bell.work, bell.lines], [0, 0, []])
  }
})

test('what was sent is read by pages, newest first, of a system as of a robot', async () => {
  for (const kind of ['webhook', 'wecom'] as const) {
    const url = 'https://platform.example/hooks'
    const more = kind === 'wecom' ? { at: 'upperVillage' as const } : {}
    const id = await told.outlet(kind, { url, secret: '' }, more)
    // Three of each moment: the order among them is that of their ids.
    const rows = kind === 'webhook' ? ['deliveries', 'outlet_id'] : ['notices', 'recipient_id']
    const own = kind === 'webhook' ? 'type, payload, next_at' : 'way, kind, key'
    const values = kind === 'webhook' ? `'appeal.moved', '{}', now()` : `'robot', 'test', n::text`
    await db.owner.query(
      `INSERT INTO ${rows[0]} (county_id, id, ${rows[1]}, made_at, status, ${own})
        SELECT $1, gen_random_uuid(), $2, '2026-03-03'::timestamptz + (n / 3) * interval '1 second', 'sent', ${values}
        FROM generate_series(1, 120) n`,
      [county.countyId, id],
    )
    const seen: string[] = []
    for (let isMore = true; isMore; ) {
      const page = await write((tx) => readLog(tx, county.countyId, id, seen.at(-1)))
      seen.push(...page.rows.map((row) => row.id))
      isMore = page.more
      assert.equal(page.rows.length, isMore ? 50 : 20, kind)
    }
    const all = await db.owner.query(
      `SELECT id FROM ${rows[0]} WHERE ${rows[1]} = $1 ORDER BY made_at DESC, id DESC`,
      [id],
    )
    assert.deepEqual(
      seen,
      all.rows.map((row) => row.id),
      kind,
    )
  }
})
