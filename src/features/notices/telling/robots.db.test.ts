import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, afterEach, before, test } from 'node:test'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { NoticesCounty } from '#tests/support/notices-county.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'

/** Robots of groups, at a real receiver that answers as theirs do. */
let db: TestDatabase
let county: SmallCounty
let told: NoticesCounty
let robot: Receiver
let number = ''
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  robot = await startReceiver()
  told = new NoticesCounty(county, [robot.host])
  const w = await new AppealWalk(county, appealDeps(county), '2026-03-02T02:00:00Z').register()
  number = (await (await w.dispatched()).row()).row.number
})
after(async () => {
  await robot.close()
  await db.close()
})
afterEach(async () => {
  robot.taken.length = 0
  await told.clear()
})

const ok = () => ({ status: 200, body: '{"errcode":0,"code":0}' })
const last = () => JSON.parse(robot.taken.at(-1)?.body ?? 'null')

test('a group is told what lies with its organisation, in the form of each maker', async () => {
  robot.answer = ok
  for (const kind of ['wecom', 'dingtalk', 'feishu'] as const) {
    told.set('2026-03-02 12:00')
    await told.outlet(
      kind,
      { url: `${robot.url}/hook`, secret: kind === 'wecom' ? '' : 'SEC123' },
      { at: 'upperVillage' },
    )
    await told.tick('2026-03-03 08:30')
    const [{ body, path } = { body: '', path: '' }] = robot.taken
    assert.ok(body.includes(number) && body.includes('3月3日待办1件'), kind)
    assert.ok(!body.includes('路灯') && !body.includes('上河村'), kind)
    if (kind === 'wecom') assert.deepEqual(Object.keys(last()), ['msgtype', 'text'])
    if (kind === 'dingtalk') {
      const { searchParams } = new URL(path, robot.url)
      const timestamp = searchParams.get('timestamp') ?? ''
      assert.equal(timestamp, String(told.at.getTime()))
      assert.equal(
        searchParams.get('sign'),
        createHmac('sha256', 'SEC123').update(`${timestamp}\nSEC123`).digest('base64'),
      )
    }
    if (kind === 'feishu') {
      const { timestamp, sign, msg_type } = last()
      assert.equal(msg_type, 'text')
      assert.equal(sign, createHmac('sha256', `${timestamp}\nSEC123`).digest('base64'))
    }
    robot.taken.length = 0
    await told.clear()
  }
})

test('429 is obeyed for as long as it says, and then the message goes out once', async () => {
  robot.answer = () => ({ status: 429, headers: { 'retry-after': '1800' } })
  const id = await told.outlet('wecom', { url: robot.url, secret: '' }, { at: 'upperVillage' })
  for (const time of ['08:30', '08:31', '08:45', '08:59']) await told.tick(`2026-03-03 ${time}`)
  assert.equal(robot.taken.length, 1, 'once, and then not before half an hour is over')
  robot.answer = ok
  for (const time of ['09:01', '09:02']) await told.tick(`2026-03-03 ${time}`)
  assert.equal(robot.taken.length, 2)
  assert.deepEqual(await told.logOf(id), ['digest sent'])
})

test('too much, said with 200, rests as well; a wrong key is a failure and no reason to try again', async () => {
  robot.answer = () => ({ status: 200, body: '{"errcode":45009}' })
  const busy = await told.outlet('wecom', { url: robot.url, secret: '' }, { at: 'upperVillage' })
  await told.tick('2026-03-03 08:30')
  assert.deepEqual(await told.logOf(busy), ['digest waiting'])
  await told.clear()
  robot.answer = () => ({ status: 200, body: '{"errcode":93000,"errmsg":"invalid webhook url"}' })
  const wrong = await told.outlet('wecom', { url: robot.url, secret: '' }, { at: 'upperVillage' })
  await told.tick('2026-03-03 08:30')
  assert.deepEqual(await told.logOf(wrong), ['digest failed code_93000'])
})

test('a robot that is away for days is switched off, and the administrator is told', async () => {
  robot.answer = () => ({ status: 500 })
  await told.reach('systemAdmin', 'admin@county.example')
  const id = await told.outlet('feishu', { url: robot.url, secret: '' }, { at: 'upperVillage' })
  for (const day of ['03', '04', '05', '06'])
    for (const time of ['08:30', '14:00', '17:00']) await told.tick(`2026-03-${day} ${time}`)
  const { rows } = await db.owner.query('SELECT status FROM outlets WHERE id = $1', [id])
  assert.equal(rows[0].status, 'disabled')
  assert.ok((await told.log('systemAdmin')).includes('alert waiting'))
  assert.ok((await told.logOf(id)).every((line) => /lapsed|failed/.test(line)))
})
