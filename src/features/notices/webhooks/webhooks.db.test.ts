import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, afterEach, before, test } from 'node:test'
import { makeWebhookSecret } from '#platform/outgoing/standard-webhooks.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { NoticesCounty } from '#tests/support/notices-county.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { deliverWebhooks } from './deliver.ts'
import { spreadMoves } from './moves.ts'

/** Another system that is told of moves, at a real receiver. */
let db: TestDatabase
let county: SmallCounty
let told: NoticesCounty
let receiver: Receiver
const secret = makeWebhookSecret()
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  receiver = await startReceiver()
  told = new NoticesCounty(county, [receiver.host])
})
after(async () => {
  await receiver.close()
  await db.close()
})
afterEach(async () => {
  receiver.taken.length = 0
  receiver.answer = () => ({ status: 200 })
  await told.clear()
})

async function run(local: string): Promise<void> {
  told.set(local)
  while (await spreadMoves(told.deps, county.countyId));
  await deliverWebhooks(told.deps, county.countyId, false)
}
const begin = () => new AppealWalk(county, appealDeps(county), '2026-03-02T02:00:00Z').register()
const target = () => ({ url: `${receiver.url}/hook`, secret })
const bodies = () => receiver.taken.map(({ body }) => JSON.parse(body))
const states = async (id: string) =>
  (
    await db.owner.query('SELECT status, answer FROM deliveries WHERE outlet_id = $1 ORDER BY made_at, id', [
      id,
    ])
  ).rows

test('number, kind, states and times of a move, signed; what it is about and who it was is not there', async () => {
  await told.outlet('webhook', target(), { events: ['appeal'] })
  const w = await (await begin()).dispatched()
  const { row } = await w.row()
  await run('2026-03-02 10:05')
  await run('2026-03-02 10:06')
  assert.deepEqual(
    bodies().map(({ type, data }) => [
      type,
      data.number,
      data.kind,
      data.previousState,
      data.state,
      data.open,
    ]),
    [
      ['appeal.moved', row.number, 'appeal', null, 'registered', true],
      ['appeal.moved', row.number, 'appeal', 'registered', 'dispatched', true],
    ],
  )
  assert.equal(bodies()[1].data.dueAt, (row.due_at as Date).toISOString())
  assert.deepEqual(Object.keys(bodies()[0].data).sort(), [
    ...['at', 'dueAt', 'kind', 'number', 'open', 'previousState', 'state'],
  ])
  const [{ body, headers } = { body: '', headers: {} as Record<string, string> }] = receiver.taken
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = headers
  const key = Buffer.from(secret.slice(6), 'base64')
  assert.equal(signature, `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`)
  for (const word of ['路灯', '周德福', '上河村', county.people.townRegistrar])
    assert.ok(!receiver.taken.some((taken) => taken.body.includes(word)), word)
})

test('who is told of nothing costs nothing, and what goes to the discipline office is told nobody', async () => {
  const before = await begin()
  const { rows } = await db.owner.query('SELECT count(*)::int AS n FROM case_moves')
  assert.equal(rows[0].n, 0)
  await told.outlet('webhook', target(), { events: ['problem'] })
  await (await begin()).dispatched()
  await run('2026-03-02 10:05')
  assert.deepEqual(receiver.taken, [], 'of another kind')
  await told.outlet('webhook', target(), { events: ['appeal'] })
  await before
    .act('townRegistrar', 'divert', { kindCode: 'conduct', note: '涉及干部' } as never)
    .catch(() => undefined)
  await run('2026-03-02 10:10')
  assert.ok(bodies().every(({ data }) => data.state !== 'diverted'))
})

test('a rolled back act is told nobody', async () => {
  await told.outlet('webhook', target(), { events: ['appeal'] })
  const w = await begin()
  await run('2026-03-02 10:05')
  await assert.rejects(w.act('otherVillageSecretary', 'sign', {}))
  await run('2026-03-02 10:06')
  assert.equal(receiver.taken.length, 1)
})

test('what fails is tried again under the same id, later each time, and is there once it works', async () => {
  const id = await told.outlet('webhook', target(), { events: ['appeal'] })
  receiver.answer = () => ({ status: 500, body: '内部错误，含有别人的话' })
  await begin()
  await run('2026-03-02 10:05')
  await run('2026-03-02 10:05')
  assert.equal(receiver.taken.length, 1)
  await run('2026-03-02 10:07')
  assert.equal(receiver.taken.length, 2)
  receiver.answer = () => ({ status: 204 })
  await run('2026-03-02 10:30')
  await run('2026-03-02 10:31')
  assert.deepEqual(await states(id), [{ status: 'sent', answer: '204' }])
  assert.equal(new Set(receiver.taken.map(({ headers }) => headers['webhook-id'])).size, 1)
  assert.equal(receiver.taken.length, 3)
})

test('429 is waited for, a receiver that is away meets one try and not everything that waits', async () => {
  const id = await told.outlet('webhook', target(), { events: ['appeal'] })
  receiver.answer = () => ({ status: 429, headers: { 'retry-after': '3600' } })
  for (let n = 0; n < 5; n++) await begin()
  for (const time of ['10:05', '10:06', '10:20', '11:04']) await run(`2026-03-02 ${time}`)
  assert.equal(receiver.taken.length, 1)
  receiver.answer = () => ({ status: 200 })
  await run('2026-03-02 11:06')
  assert.equal(receiver.taken.length, 6)
  assert.ok((await states(id)).every(({ status }) => status === 'sent'))
})

test('what says that it is gone, and what is away for three days, is switched off', async () => {
  const gone = await told.outlet('webhook', target(), { events: ['appeal'] })
  receiver.answer = () => ({ status: 410 })
  await begin()
  await run('2026-03-02 10:05')
  assert.deepEqual(await states(gone), [{ status: 'lapsed', answer: 'outlet_disabled' }])
  receiver.answer = () => ({ status: 503 })
  const away = await told.outlet('webhook', target(), { events: ['appeal'] })
  await begin()
  for (const day of ['02', '03', '04', '05', '06']) await run(`2026-03-${day} 12:00`)
  const { rows } = await db.owner.query('SELECT status FROM outlets WHERE id = ANY($1)', [[gone, away]])
  assert.deepEqual(rows, [{ status: 'disabled' }, { status: 'disabled' }])
})

test('a system whose address cannot be opened any more keeps no other waiting', async () => {
  const broken = await told.outlet('webhook', target(), { events: ['appeal'] })
  await db.owner.query(
    `UPDATE outlets SET sealed = regexp_replace(sealed, ':[0-9]+-[0-9a-f]{8}:', ':1-00000000:') WHERE id = $1`,
    [broken],
  )
  const whole = await told.outlet('webhook', target(), { events: ['appeal'] })
  await begin()
  await begin()
  await run('2026-03-02 10:05')
  assert.equal(receiver.taken.length, 2)
  assert.deepEqual(await states(whole), Array(2).fill({ status: 'sent', answer: '200' }))
  assert.deepEqual(await states(broken), Array(2).fill({ status: 'waiting', answer: 'internal' }))
  assert.equal(told.faults.length, 2)
  for (let day = 3; day < 22; day++) await run(`2026-03-${String(day).padStart(2, '0')} 12:00`)
  assert.deepEqual(await states(broken), Array(2).fill({ status: 'failed', answer: 'internal' }))
})

test('a publication about a working secret is told nobody, like the secret itself', async () => {
  await told.outlet('webhook', target(), { events: ['problem', 'publication'] })
  const drafted = async (secrecy: 'internal' | 'work_secret') => {
    const { acted } = await new ProblemWalk(county, '2026-03-02T02:00:00Z').report('upperVillage', {
      secrecy,
    })
    await new PublicationWalk(county, '2026-03-02T06:00:00Z').begin('office', {
      ...{ kind: 'problem', audience: 'party', problemId: acted.id },
    })
  }
  await drafted('work_secret')
  await run('2026-03-02 15:00')
  assert.deepEqual(bodies(), [])
  await drafted('internal')
  await run('2026-03-02 15:01')
  assert.deepEqual(
    bodies()
      .map(({ data }) => data.kind)
      .sort(),
    ['problem', 'publication'],
  )
})

test('what a slow receiver keeps waiting is held anew before it goes out, and sent once', async () => {
  const id = await told.outlet('webhook', target(), { events: ['appeal'] })
  for (let n = 0; n < 3; n++) await begin()
  const later = (minutes: number) => {
    told.at = new Date(told.at.getTime() + minutes * 60_000)
  }
  receiver.answer = async () => {
    const nth = receiver.taken.length
    // The first answer takes longer than all are held; at the second another worker looks for what is free.
    if (nth === 1) {
      later(3)
      await db.owner.query(
        `UPDATE deliveries SET tries = tries + 1, held_until = $2 WHERE id = (
          SELECT id FROM deliveries WHERE outlet_id = $1 ORDER BY next_at DESC, id DESC LIMIT 1)`,
        [id, new Date(told.at.getTime() + 60_000)],
      )
    }
    if (nth === 2) await deliverWebhooks(told.deps, county.countyId, false)
    return { status: 200 }
  }
  await run('2026-03-02 10:05')
  const sent = receiver.taken.map(({ headers }) => headers['webhook-id'])
  assert.equal(sent.length, 2, 'the third was taken by another worker')
  assert.equal(new Set(sent).size, 2)
  later(2)
  await deliverWebhooks(told.deps, county.countyId, false)
  assert.equal(receiver.taken.length, 3)
  assert.ok((await states(id)).every(({ status }) => status === 'sent'))
})
