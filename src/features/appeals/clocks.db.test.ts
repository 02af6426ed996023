import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'

/** Deadlines with known answers, in the county's time (UTC+8). */
let db: TestDatabase
let county: SmallCounty
let deps: Deps
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  deps = appealDeps(county)
})
after(() => db.close())

const at = (start: string) => new AppealWalk(county, deps, start)

/** When the clock that runs is due, in the county's time to the minute. */
async function due(w: AppealWalk, kind?: string): Promise<string> {
  const { row } = await w.row()
  const of = kind ? row.clocks[kind]?.dueAt : row.due_at instanceof Date ? row.due_at.toISOString() : 'never'
  if (of === undefined || of === 'never') return 'never'
  return new Date(Date.parse(of) + 8 * 3_600_000).toISOString().slice(0, 16)
}

// 2026-03-02 is a Monday; ten in the morning there.
const MONDAY = '2026-03-02T02:00:00Z'

test('each nature has its limit, counted from dispatch in working days', async () => {
  for (const [given, answer] of [
    [{ nature: 'inquiry' }, '2026-03-03T23:59'],
    [{ nature: 'help' }, '2026-03-05T23:59'],
    [{ nature: 'complaint' }, '2026-03-09T23:59'],
    [{ nature: 'help', isComplex: true }, '2026-03-23T23:59'],
    // 24 hours from dispatch, which was a minute after ten.
    [{ nature: 'help', urgency: 'urgent' }, '2026-03-03T10:01'],
  ] as const) {
    const w = await (await at(MONDAY).register({ ...given, fieldCode: 'roads' })).toHandling()
    assert.equal(await due(w), answer, JSON.stringify(given))
  }
})

test('signing and calling late costs the handler’s own time', async () => {
  const w = await at(MONDAY).register()
  await w.dispatched()
  await w.wait({ days: 1 }).act('villageClerk', 'sign', {})
  await w.wait({ hours: 3 }).act('villageClerk', 'contact', { way: 'phone' })
  assert.equal(await due(w), '2026-03-05T23:59')
})

test('holidays are no working days, make-up days are', async () => {
  // Thursday before Labour Day 2026 (1 to 5 May off, Saturday 9 May worked).
  const w = await (await at('2026-04-30T02:00:00Z').register()).toHandling()
  assert.equal(await due(w), '2026-05-08T23:59', '6, 7 and 8 May')
  const complaint = await at('2026-04-30T02:00:00Z').register({ nature: 'complaint', fieldCode: 'roads' })
  await complaint.toHandling()
  assert.equal(await due(complaint), '2026-05-11T23:59', '6, 7, 8, the make-up Saturday 9, and 11 May')
})

test('while the resident is asked nothing runs, and the days waited come back', async () => {
  const w = await (await at(MONDAY).register()).toHandling()
  await w.act('villageClerk', 'askResident', { text: '哪一盏？' })
  assert.equal(await due(w), '2026-03-09T23:59', 'five working days to answer')
  await w.wait({ days: 2 }).resident('replyResident', { text: '桥头那盏' })
  assert.equal(
    await due(w),
    '2026-03-09T23:59',
    'Monday to Wednesday given back: from Thursday 5 to Monday 9',
  )
})

test('a question that nobody answers stops the clock twice, and no more', async () => {
  const w = await (await at(MONDAY).register()).toHandling()
  for (let n = 0; n < 2; n++) {
    await w.act('villageClerk', 'askResident', { text: '哪一盏？' })
    await w.act('villageClerk', 'resumeHandling', {})
  }
  await assert.rejects(w.act('villageClerk', 'askResident', { text: '到底哪一盏？' }), /missing/)
  const other = await (await at(MONDAY).register()).toHandling()
  for (let n = 0; n < 4; n++) {
    await other.act('villageClerk', 'askResident', { text: '还有呢？' })
    await other.resident('replyResident', { text: '桥头' })
  }
  assert.equal(other.acted.state, 'handling', 'answered, it may be asked as often as need be')
})

test('an extension moves the limit to its day; asked as of when it was asked', async () => {
  const w = await (await at(MONDAY).register()).toHandling()
  await w.act('villageClerk', 'requestExtension', { newDueOn: '2026-03-09', reason: '等配件' })
  // Answered after the old limit has passed: the handler asked in time.
  await w.wait({ days: 4 }).act('townSecretary', 'approveExtension', {})
  assert.equal(await due(w), '2026-03-09T23:59')
  const { row } = await w.row()
  assert.deepEqual([row.clocks.handle?.extensions.length, row.extensions], [1, 1])
})

test('a refused return goes on where it was dispatched; an agreed one gives the next handler the whole time', async () => {
  const { organizations } = county
  const elsewhere = { reasonCode: 'not_ours', reason: '不属本村', properOwnerId: organizations.agriculture }
  const w = await at(MONDAY).register()
  await w.dispatched()
  await w.wait({ days: 1 }).act('villageClerk', 'requestReturn', elsewhere)
  assert.equal(await due(w), '2026-03-04T23:59', 'decided within one working day')
  await w.act('townRegistrar', 'agreeReturn', {})
  assert.equal(await due(w), '2026-03-04T23:59', 'to be dispatched within one working day')
  await w.dispatched('agriculture')
  await w.act('departmentSecretary', 'sign', {})
  await w.act('departmentSecretary', 'contact', { way: 'visit' })
  assert.equal(await due(w), '2026-03-06T23:59', 'three working days from Tuesday')
})

test('dispatched elsewhere, nothing of the former handler’s deadline lingers', async () => {
  const w = await (await at(MONDAY).register()).toHandling()
  await w.act('villageClerk', 'requestExtension', { newDueOn: '2026-03-09', reason: '等配件' })
  const { agriculture } = county.organizations
  await w.wait({ days: 2 }).act('townRegistrar', 'reassign', {
    ...{ handlerId: agriculture, assistantIds: [], reason: '属县局' },
  })
  const { row, parts } = await w.row()
  assert.ok(row.clocks.handle?.stoppedAt, 'the former clock has ended')
  assert.equal(parts.requests[0]?.status, 'withdrawn')
  assert.equal(await due(w), '2026-03-05T23:59', 'to be signed within one working day of Wednesday')
})

test('suspended until a day, it comes back with the time it had', async () => {
  const w = await (await at(MONDAY).register()).toHandling()
  await w.wait({ days: 1 }).act('villageClerk', 'requestSuspension', {
    ...{ until: '2026-03-31', reasonCode: 'project', reason: '列入项目' },
    leaderId: county.people.townSecretary,
  })
  await w.act('townSecretary', 'approveSuspension', {})
  assert.equal(await due(w), '2026-03-31T23:59')
  // Wednesday 1 April; Tuesday 3 March to 1 April are given back. Qingming is off from 4 to 6 April.
  await w.wait({ days: 29 }).act('townSecretary', 'returnFromSuspension', {})
  assert.equal(await due(w), '2026-04-03T23:59')
})

test('once answered the limit stands still; sent back it runs on, closed it nags nobody', async () => {
  const w = await (await at(MONDAY).register()).toHandling()
  await w.wait({ days: 2 }).act('villageClerk', 'answer', { text: '已修好', claim: 'solved' })
  assert.equal(await due(w), '2026-03-05T23:59', 'looked at within one working day')
  await w.wait({ days: 1 }).act('townSecretary', 'returnAnswer', { reason: '没写几盏' })
  assert.equal(await due(w), '2026-03-06T23:59', 'the working day it was looked at is given back')
  await w.toCallback()
  await w.act('townRegistrar', 'closeSolved', {})
  const { row } = await w.row()
  assert.equal(row.due_kind, 'window')
  assert.ok(row.clocks.handle?.stoppedAt || row.clocks.handle?.pausedAt, 'the handler’s clock runs no more')
})

test('redone, the clock begins anew and what was recorded of the first round stays', async () => {
  const w = await (await at(MONDAY).register()).toHandling()
  await w.toCallback()
  await w.wait({ days: 7 }).act('townRegistrar', 'redo', { reason: '又坏了' })
  assert.equal(await due(w), '2026-03-12T23:59', 'three working days from Monday 9 March')
  const { row } = await w.row()
  const kept = Object.entries(row.clocks).filter(([kind]) => kind.startsWith('handle#'))
  assert.equal(kept.length, 1)
})

test('a petition: fifteen days to register and pass on, sixty to answer, thirty more once, five working days to return', async () => {
  const w = await at(MONDAY).register({ track: 'petition', nature: 'complaint', fieldCode: 'land' })
  assert.equal(await due(w), '2026-03-17T23:59')
  await w.toHandling('stoneBridge', 'townClerk')
  // The sixtieth day is 1 May, a holiday: the last day moves to 6 May (民法典 art. 203).
  assert.equal(await due(w), '2026-05-06T23:59')
  await w.act('townClerk', 'requestExtension', { newDueOn: '2026-06-05', reason: '需要鉴定' })
  await w.act('townSecretary', 'approveExtension', {})
  assert.equal(await due(w), '2026-06-05T23:59')
  await assert.rejects(
    w.act('townClerk', 'requestExtension', { newDueOn: '2026-06-20', reason: '再延' }),
    /missing/,
  )
})
