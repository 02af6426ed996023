import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Refused } from '#platform/refusal.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { type MailServer, startMailServer } from '#tests/support/mail-server.ts'
import { NoticesCounty } from '#tests/support/notices-county.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { setWays } from './ways.ts'

/** What people are told by mail, by a real mail server. 2026-03-02 is a Monday. */
let db: TestDatabase
let county: SmallCounty
let told: NoticesCounty
let mail: MailServer
before(async () => {
  db = await createTestDatabase()
  mail = await startMailServer()
})
after(async () => {
  await mail.close()
  await db.close()
})
let counties = 0

/** A county of its own for each test, so that nothing waits from another. */
async function settle(): Promise<void> {
  county = await createSmallCounty(db, ++counties)
  told = new NoticesCounty(county)
  told.mail = { url: mail.url, from: '闭环 <noreply@bihuan.example>' }
  Object.assign(mail, { received: [], isBusy: false, connections: 0 })
  mail.unknown.clear()
  mail.full.clear()
}
afterEach(() => assert.deepEqual(told.faults, []))

const walk = (local: string) =>
  new AppealWalk(county, appealDeps(county), new Date(`${local.replace(' ', 'T')}:00+08:00`).toISOString())

test('one digest a person and day, of number, kind and deadline and nothing else', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example')
  await told.reach('otherVillageSecretary', 'other@willow.example')
  const w = await (await walk('2026-03-02 10:00').register()).dispatched()
  const { row } = await w.row()
  await told.tick('2026-03-03 08:29')
  assert.equal(mail.received.length, 0, 'before the hour')
  await told.tick('2026-03-03 08:30')
  await told.tick('2026-03-03 08:31')
  await told.tick('2026-03-03 15:00')
  assert.equal(mail.received.length, 1, 'nobody is told that there is nothing')
  const [digest] = mail.received
  assert.deepEqual(digest?.to, ['clerk@upper.example'])
  assert.equal(digest?.subject, '【清溪县闭环】3月3日待办1件，其中逾期0件')
  assert.match(digest?.text ?? '', new RegExp(`诉求　${row.number}　3月3日 23:59到期`))
  for (const word of ['路灯', '周德福', '13800001234', '上河村'])
    assert.ok(!digest?.text.includes(word) && !digest?.subject.includes(word), word)
  assert.deepEqual(await told.log('villageClerk'), ['digest sent'])
  assert.deepEqual(await told.log('otherVillageSecretary'), ['digest lapsed nothing'])
})

test('what is told is read when it goes out: closed or given to others is told no more', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example')
  const w = await (await walk('2026-03-02 10:00').register()).dispatched()
  mail.isBusy = true
  await told.tick('2026-03-03 08:30')
  await w.wait({ days: 1 }).act('townRegistrar', 'recall', { reason: '派错了单位' })
  mail.isBusy = false
  await told.tick('2026-03-03 10:00')
  assert.deepEqual(await told.log('villageClerk'), ['digest lapsed nothing'])
  assert.deepEqual(mail.received, [])
})

test('urgent: what runs out before the next digest, half way and at its end, in office hours, once each', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example')
  // Two hours to sign for: from 10:01 to 12:01.
  const w = await walk('2026-03-03 10:00').register({ urgency: 'urgent' })
  await told.tick('2026-03-03 09:00')
  await w.dispatched()
  for (const time of ['10:02', '10:03', '10:30', '11:02', '11:03']) await told.tick(`2026-03-03 ${time}`)
  assert.equal(mail.received.length, 2, 'at its beginning and half way')
  assert.equal(mail.received[0]?.subject, '【清溪县闭环】1件待办今天要办')
  // The end falls into the rest at noon: said when the office opens again.
  await told.tick('2026-03-03 12:30')
  assert.equal(mail.received.length, 2)
  await told.tick('2026-03-03 14:01')
  assert.equal(mail.received.length, 3)
  assert.match(mail.received[2]?.text ?? '', /已逾期，期限是3月3日 12:01/)
  // Signed for: another clock runs, which has its own moments; of the old one nothing more comes.
  await w.wait({ hours: 5 }).act('villageClerk', 'sign', {})
  const before = mail.received.length
  await told.tick('2026-03-03 15:30')
  assert.ok(mail.received.slice(before).every(({ text }) => !text.includes('12:01')))
})

test('a reminder that waits for the server lapses when the case is given to somebody else', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example')
  const w = await walk('2026-03-03 10:00').register({ urgency: 'urgent' })
  await w.dispatched()
  mail.isBusy = true
  await told.tick('2026-03-03 10:05')
  assert.deepEqual((await told.log('villageClerk')).slice(-1), ['urgent waiting'])
  await w.act('townRegistrar', 'reassign', {
    ...{ handlerId: county.organizations.lowerVillage, assistantIds: [], reason: '不在上河村' },
  } as never)
  mail.isBusy = false
  await told.tick('2026-03-03 10:20')
  assert.deepEqual((await told.log('villageClerk')).slice(-1), ['urgent lapsed not_theirs'])
  assert.deepEqual(mail.received, [])
})

test('nothing at night, on Sundays, in holidays and in one’s own quiet hours; make-up days are worked', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example')
  await told.reach('villageSecretary', 'late@upper.example', { digest_at: '14:30', quiet_to: '14:00' })
  await (await walk('2026-04-27 10:00').register()).dispatched()
  for (const quiet of [
    '2026-05-01 09:00',
    '2026-05-03 09:00',
    '2026-05-10 09:00',
    '2026-05-06 03:00',
    '2026-05-06 22:00',
  ])
    await told.tick(quiet)
  assert.deepEqual(mail.received, [])
  await told.tick('2026-05-09 09:00')
  assert.deepEqual(
    mail.received.map(({ to }) => to[0]),
    ['clerk@upper.example'],
    'Saturday 9 May 2026 makes up for the holiday',
  )
  await told.tick('2026-05-09 14:30')
  assert.equal(mail.received.length, 2)
})

test('a mail server that is away for days: nothing is lost, nothing comes twice, no storm when it is back', async () => {
  await settle()
  const people = ['villageClerk', 'villageSecretary', 'townRegistrar'] as const
  for (const person of people) await told.reach(person, `${person}@upper.example`)
  for (let n = 0; n < 3; n++) await (await walk('2026-03-02 10:00').register()).dispatched()
  const late = await walk('2026-03-02 10:00').register()
  mail.isBusy = true
  for (const day of ['03', '04', '05'])
    for (const time of ['08:30', '08:31', '08:32', '08:40', '09:30', '11:00', '15:00', '17:00'])
      await told.tick(`2026-03-${day} ${time}`)
  assert.ok(mail.connections <= 3 * 8, 'it was tried, and by one at a time')
  const tries = mail.connections
  await told.tick('2026-03-05 17:01')
  assert.equal(mail.connections, tries, 'it rests between two tries')
  mail.isBusy = false
  await told.tick('2026-03-06 08:30')
  await told.tick('2026-03-06 09:40')
  await told.tick('2026-03-06 09:41')
  assert.deepEqual(
    mail.received.map(({ to }) => to[0]).sort(),
    people.map((person) => `${person}@upper.example`).sort(),
    'one each',
  )
  assert.match(mail.received.find(({ to }) => to[0]?.startsWith('villageClerk'))?.text ?? '', /待办3件/)
  assert.ok((await late.row()).row.number)
  assert.deepEqual(await told.log('villageClerk'), [
    ...['digest lapsed said_by_digest', 'digest lapsed said_by_digest', 'digest lapsed said_by_digest'],
    'digest sent',
  ])
})

test('an address that the server does not know stops nobody else', async () => {
  await settle()
  await told.reach('villageClerk', 'gone@upper.example')
  await told.reach('villageSecretary', 'here@upper.example')
  mail.unknown.add('gone@upper.example')
  await (await walk('2026-03-02 10:00').register()).dispatched()
  await told.tick('2026-03-03 08:30')
  assert.deepEqual(
    mail.received.map(({ to }) => to[0]),
    ['here@upper.example'],
  )
  assert.deepEqual(await told.log('villageClerk'), ['digest failed smtp_550'])
})

test('two workers at the same moment send one', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example')
  await (await walk('2026-03-02 10:00').register()).dispatched()
  told.set('2026-03-03 08:30')
  await Promise.all([told.tick(), told.tick(), told.tick()])
  assert.equal(mail.received.length, 1)
})

test('a mailbox that takes nothing for now waits by itself, longer each time, and is given up in the end', async () => {
  await settle()
  await told.reach('villageClerk', 'full@upper.example')
  await told.reach('villageSecretary', 'here@upper.example')
  mail.full.add('full@upper.example')
  await (await walk('2026-03-02 10:00').register()).dispatched()
  await told.tick('2026-03-03 08:30')
  const to = () => mail.received.map((each) => each.to[0])
  assert.deepEqual(to(), ['here@upper.example'])
  assert.deepEqual(await told.log('villageClerk'), ['digest waiting'])
  mail.full.clear()
  await told.tick('2026-03-03 08:30')
  assert.deepEqual(to(), ['here@upper.example'], 'it rests')
  await told.tick('2026-03-03 08:32')
  assert.deepEqual(to(), ['here@upper.example', 'full@upper.example'])
  mail.full.add('full@upper.example')
  for (let hour = 8; hour < 20; hour++)
    for (const minute of ['31', '59'])
      await told.tick(`2026-03-04 ${String(hour).padStart(2, '0')}:${minute}`)
  assert.deepEqual(await told.log('villageClerk'), ['digest sent', 'digest failed smtp_450'])
  assert.equal(to().filter((each) => each === 'here@upper.example').length, 2)
})

test('whose address cannot be opened any more is told to the operator, and stops nobody else', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example')
  await told.reach('villageSecretary', 'here@upper.example')
  const { rows } = await db.owner.query(
    `UPDATE notice_ways SET sealed = regexp_replace(sealed, ':[0-9]+-[0-9a-f]{8}:', ':1-00000000:')
      WHERE county_id = $1 AND person_id = $2 RETURNING sealed`,
    [county.countyId, county.people.villageClerk],
  )
  assert.equal(rows.length, 1)
  await (await walk('2026-03-02 10:00').register()).dispatched()
  await told.tick('2026-03-03 08:30')
  assert.deepEqual(
    mail.received.map(({ to }) => to[0]),
    ['here@upper.example'],
  )
  assert.deepEqual(await told.log('villageClerk'), ['digest waiting'])
  assert.ok(told.faults.splice(0).length > 0)
})

test('who writes their address another way again and again is not sent a code each time', async () => {
  await settle()
  const own = { digest: true, urgent: true, digestAt: null, quietFrom: null, quietTo: null }
  const set = (address: string) =>
    told.deps.database.write(county.countyId, (tx) =>
      setWays(
        tx,
        told.deps.sealing,
        { countyId: county.countyId, personId: county.people.villageClerk, address, ...own },
        told.set('2026-03-03 10:00').at,
      ),
    )
  for (let n = 0; n < 5; n++) await set(`clerk+${n}@upper.example`)
  await assert.rejects(set('clerk+5@upper.example'), (error: Refused) => {
    assert.equal(error.refusal.code, 'too_many_attempts')
    return true
  })
})

test('an urgent moment in one’s own quiet hours is told when they are over, also without a digest', async () => {
  await settle()
  await told.reach('villageClerk', 'clerk@upper.example', {
    ...{ digest: false, quiet_from: '09:00', quiet_to: '10:30', digest_at: '10:30' },
  })
  const w = await walk('2026-03-03 10:00').register({ urgency: 'urgent' })
  await told.tick('2026-03-03 09:00')
  await w.dispatched()
  for (const time of ['10:02', '10:03', '10:20']) await told.tick(`2026-03-03 ${time}`)
  assert.deepEqual(mail.received, [])
  await told.tick('2026-03-03 10:31')
  assert.equal(mail.received.length, 1)
})
