import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { jpeg } from '#platform/files/samples.ts'
import { newId } from '#platform/ids.ts'
import { Refused } from '#platform/refusal.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { Deps } from './deps.ts'
import { openDiverted } from './diverting.ts'
import { appealOf, openIdentity } from './identity.ts'
import { performRegister } from './register.ts'
import { expireAppeal } from './timer.ts'

let db: TestDatabase
let county: SmallCounty
let deps: Deps
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  deps = appealDeps(county)
})
after(() => db.close())

// A Monday, ten in the morning.
const walk = () => new AppealWalk(county, deps, '2026-03-02T02:00:00Z')

const refusedWith =
  (code: string, detail: Record<string, unknown> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof Refused, String(error))
    assert.equal(error.refusal.code, code, JSON.stringify(error.refusal))
    for (const [key, value] of Object.entries(detail))
      assert.deepEqual((error.refusal as Record<string, unknown>)[key], value)
    return true
  }
const invalid = (path: string, reason: string) => (error: unknown) => {
  assert.ok(error instanceof Refused && error.refusal.code === 'invalid', String(error))
  const [issue] = error.refusal.issues
  assert.deepEqual([issue?.path, issue?.reason], [path, reason])
  return true
}

test('from the telephone to the rating: registered, dispatched, answered, called back by somebody else, rated', async () => {
  const w = await walk().register()
  await w.toHandling()
  await w.act('villageClerk', 'reportProgress', { text: '已联系供电所', happenedOn: w.today })
  await w.toCallback()
  await assert.rejects(w.act('villageClerk', 'closeSolved', {}), refusedWith('not_yours'))
  await w.act('townRegistrar', 'recordCall', {})
  await w.act('townRegistrar', 'closeSolved', { satisfaction: 'satisfied' })
  assert.equal(w.acted.state, 'closed')
  await w.wait({ days: 2 }).resident('rate', { satisfaction: 'fairly', solved: true })
  const { row, parts } = await w.row()
  assert.deepEqual([row.solved, row.satisfaction], [true, 'fairly'])
  assert.deepEqual(
    parts.callbacks.map(({ way, outcome, satisfaction }) => [way, outcome, satisfaction]),
    [
      ['call', 'unreached', null],
      ['call', 'solved', 'satisfied'],
      ['receipt', 'solved', 'fairly'],
    ],
  )
})

test('inside the window 没解决 brings it back; twice redone, then a joint meeting decides', async () => {
  const w = await walk().register()
  await w.toHandling()
  await w.toCallback()
  await w.act('townRegistrar', 'closeSolved', {})
  await w.wait({ days: 3 }).resident('sayUnsolved', { reason: '又不亮了' })
  await w.act('townRegistrar', 'redo', { reason: '只修了一盏' })
  assert.deepEqual([w.acted.state, w.acted.round], ['handling', 2])
  await w.toCallback()
  await w.act('townRegistrar', 'redo', { reason: '第二盏没修' })
  await w.toCallback()
  await assert.rejects(
    w.act('townRegistrar', 'redo', { reason: '还是' }),
    refusedWith('missing', { needs: ['redoLeft'] }),
  )
  await w.act('townRegistrar', 'callMeeting', { reason: '两次重办未解决' })
  await w.act('townSecretary', 'meetingRedo', {
    ...{ handlerId: county.organizations.agriculture, assistantIds: [], decision: '由县局统一更换' },
  })
  assert.deepEqual([w.acted.state, w.acted.round], ['dispatched', 4])
  const { row } = await w.row()
  assert.equal(row.handler_id, county.organizations.agriculture)
})

test('after the window nothing comes back, and the appeal is archived by the clock', async () => {
  const w = await walk().register()
  await w.toHandling()
  await w.toCallback()
  await w.act('townRegistrar', 'closeSolved', {})
  w.wait({ days: 20 })
  await assert.rejects(w.resident('sayUnsolved', {}), refusedWith('missing', { needs: ['insideWindow'] }))
  const expiry = { countyId: county.countyId, caseId: w.acted.id, commandId: newId() }
  await expireAppeal({ ...deps, now: () => w.at }, expiry)
  assert.equal((await w.row()).row.state, 'archived')
})

test('a return names the proper owner, is agreed to, and the second time a leader decides for good', async () => {
  const w = await walk().register()
  await w.dispatched('upperVillage')
  const asks = {
    reasonCode: 'not_ours',
    reason: '属供电设施',
    properOwnerId: county.organizations.agriculture,
  }
  await w.act('villageClerk', 'requestReturn', asks)
  await w.act('townRegistrar', 'agreeReturn', {})
  assert.equal((await w.row()).row.handler_id, null)
  await w.dispatched('agriculture')
  await assert.rejects(
    w.act('departmentSecretary', 'requestReturn', asks),
    refusedWith('missing', { needs: ['firstReturn'] }),
  )
  await w.act('departmentSecretary', 'requestSecondReturn', {
    ...{ reasonCode: 'wrong_place', reason: '应由镇里办理', properOwnerId: county.organizations.stoneBridge },
  })
  await assert.rejects(
    w.act('townRegistrar', 'forceHandler', {
      handlerId: county.organizations.stoneBridge,
      assistantIds: [],
      reason: '定',
    }),
    refusedWith('not_yours'),
  )
  await w.act('townSecretary', 'forceHandler', {
    ...{ handlerId: county.organizations.agriculture, assistantIds: [], reason: '由县局办理' },
  })
  await assert.rejects(
    w.act('departmentSecretary', 'requestSecondReturn', {
      ...asks,
      properOwnerId: county.organizations.stoneBridge,
    }),
    refusedWith('missing', { needs: ['secondReturn'] }),
  )
})

test('returned too late is not returned: two working days, five for a petition (信访工作条例 Art. 23)', async () => {
  const asks = {
    reasonCode: 'not_ours',
    reason: '属供电设施',
    properOwnerId: county.organizations.agriculture,
  }
  const late = await walk().register()
  await late.dispatched()
  late.wait({ days: 3 })
  await assert.rejects(
    late.act('villageClerk', 'requestReturn', asks),
    refusedWith('missing', { needs: ['insideReturnWindow'] }),
  )
  const petition = await walk().register({ track: 'petition', nature: 'complaint', fieldCode: 'land' })
  await petition.dispatched()
  await petition.wait({ days: 3 }).act('villageClerk', 'requestReturn', asks)
  assert.equal(petition.acted.state, 'returning')
})

test('extended before it expires, at most as long again; suspended by a leader until a day, and back by itself', async () => {
  const w = await walk().register()
  await w.toHandling()
  await assert.rejects(
    w.act('villageClerk', 'requestExtension', { newDueOn: w.day(30), reason: '等配件' }),
    invalid('newDueOn', 'too_late'),
  )
  await w.act('villageClerk', 'requestExtension', { newDueOn: w.day(7), reason: '等配件' })
  await w.act('townSecretary', 'approveExtension', {})
  const until = w.day(60)
  const asks = { until, reasonCode: 'project', reason: '列入路灯改造', leaderId: county.people.townSecretary }
  await w.act('villageClerk', 'requestSuspension', asks)
  await w.act('townSecretary', 'approveSuspension', {})
  assert.equal(w.acted.state, 'suspended')
  const handled = (await w.row()).row.clocks.handle
  assert.ok(handled?.pausedAt, 'the clock stands while it is suspended')
  w.wait({ days: 61 })
  await expireAppeal(
    { ...deps, now: () => w.at },
    { countyId: county.countyId, caseId: w.acted.id, commandId: newId() },
  )
  const { row } = await w.row()
  assert.deepEqual([row.state, row.suspended_code], ['handling', null])
  assert.ok(row.clocks.handle && !row.clocks.handle.pausedAt)
})

test('a suspension that is answered after its own day is refused, not over at once', async () => {
  const w = await (await walk().register()).toHandling()
  await w.act('villageClerk', 'requestSuspension', {
    ...{ until: w.day(3), reasonCode: 'project', reason: '等材料' },
    leaderId: county.people.townSecretary,
  })
  await assert.rejects(
    w.wait({ days: 3 }).act('townSecretary', 'approveSuspension', {}),
    invalid('until', 'not_in_future'),
  )
  await w.act('townSecretary', 'refuseSuspension', { reason: '已过' })
})

test('the clock stands while the resident is asked, and runs again with the answer', async () => {
  const w = await walk().register()
  await w.toHandling()
  const before = (await w.row()).row.clocks.handle?.dueAt ?? ''
  await w.act('villageClerk', 'askResident', { text: '请问是哪一盏？' })
  await w.wait({ days: 2 }).resident('replyResident', { text: '桥头那盏' })
  const after = (await w.row()).row.clocks.handle
  assert.equal(w.acted.state, 'handling')
  assert.ok(after && after.dueAt > before)
  assert.equal(after.pauses.length, 1)
})

test('joined instead of doubled, and separated again', async () => {
  const main = await walk().register()
  await main.toHandling()
  const other = await walk().registerJoined(main)
  assert.equal(other.acted.state, 'joined')
  await other.act('townRegistrar', 'separate', { reason: '不是同一盏' })
  assert.equal(other.acted.state, 'registered')
  const third = await walk().registerJoined(main)
  await assert.rejects(
    other.act('townRegistrar', 'join', { mainId: third.acted.id }),
    invalid('mainId', 'not_running'),
  )
})

test('whoever was joined says by their own receipt that it is not solved, and it comes back for all', async () => {
  const main = await walk().register()
  await main.toHandling()
  const joined = await walk().registerJoined(main)
  const early = refusedWith('missing', { needs: ['mainAnswered'] })
  await joined.resident('message', { text: '东头那盏也坏了' })
  await assert.rejects(joined.resident('sayUnsolved', {}), early)
  await assert.rejects(joined.resident('rate', { solved: true, satisfaction: 'fair' }), early)
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', {})
  joined.at = main.at
  await joined.resident('rate', { solved: true, satisfaction: 'fair' })
  await joined.resident('sayUnsolved', { reason: '东头那盏又坏了' })
  assert.equal(joined.acted.state, 'joined')
  const { row, parts } = await main.row()
  assert.deepEqual([row.state, row.closed_at], ['objected', null])
  assert.deepEqual(
    parts.callbacks.map(({ outcome }) => outcome),
    ['solved'],
    'its own person said nothing else',
  )
  const said = (await joined.row()).parts.callbacks
  assert.deepEqual(
    said.map(({ way, outcome, satisfaction }) => [way, outcome, satisfaction]),
    [
      ['joined', 'solved', 'fair'],
      ['joined', 'unsolved', null],
    ],
  )
  main.acted = { ...main.acted, version: row.version }
  main.at = joined.at
  await main.act('townRegistrar', 'redo', { reason: '东头那盏没修' })
  assert.deepEqual([main.acted.state, main.acted.round], ['handling', 2])
  await joined.act('townRegistrar', 'separate', { reason: '另有其事' })
  const apart = (await joined.row()).row
  assert.deepEqual([apart.solved, apart.satisfaction, apart.rated_at], [null, null, null])
})

/** The main appeal as it is after somebody joined spoke. */
async function seenAgain(main: AppealWalk, { at }: AppealWalk): Promise<string> {
  const { row } = await main.row()
  main.acted = { ...main.acted, version: row.version, state: row.state }
  main.at = at
  return row.state
}

test('of several who were joined each is kept by their own appeal; each brings it back once for each answer', async () => {
  const main = await walk().register()
  await main.toHandling()
  const [first, second, third] = [walk(), walk(), walk()]
  for (const one of [first, second, third]) await one.registerJoined(main)
  const says = async (one: AppealWalk) => {
    one.at = main.at
    await one.resident('sayUnsolved', { reason: '没修', satisfaction: 'unsatisfied' })
    return seenAgain(main, one)
  }
  await main.toCallback()
  assert.equal(await says(first), 'callback')
  assert.equal(await says(first), 'callback')
  assert.equal((await main.row()).row.acted.hearJoined?.times, 1)
  await main.act('townRegistrar', 'closeSolved', {})
  assert.equal(await says(first), 'objected', 'noted before, and not brought back yet')
  assert.equal(await says(second), 'objected')
  second.at = main.at
  await second.resident('rate', { solved: false, satisfaction: 'fair' })
  assert.equal((await main.row()).row.acted.hearJoined?.times, 2)
  assert.deepEqual(
    (await second.row()).parts.callbacks.map(({ outcome, satisfaction }) => [outcome, satisfaction]),
    [
      ['unsolved', 'unsatisfied'],
      ['unsolved', 'fair'],
    ],
  )
  await main.act('townSecretary', 'keepClosed', { reason: '已到位' })
  assert.deepEqual([await says(first), await says(second)], ['closed', 'closed'])
  assert.equal(await says(third), 'objected')
  await main.act('townRegistrar', 'redo', { reason: '再修一次' })
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', {})
  assert.equal(await says(first), 'objected', 'answered once more')
})

test('whoever was joined speaks inside the window that began when it was first closed, and not inside later ones', async () => {
  const main = await walk().register()
  await main.toHandling()
  const [first, second] = [walk(), walk()]
  for (const one of [first, second]) await one.registerJoined(main)
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', {})
  first.at = main.wait({ days: 10 }).at
  await first.resident('sayUnsolved', {})
  await seenAgain(main, first)
  await main.act('townSecretary', 'keepClosed', { reason: '已到位' })
  second.at = main.wait({ days: 6 }).at
  await assert.rejects(
    second.resident('sayUnsolved', {}),
    refusedWith('missing', { needs: ['mainAnswered'] }),
  )
  await main.resident('sayUnsolved', {})
  assert.equal(main.acted.state, 'objected', 'its own person has the window of the decision')
})

test('after the window of what it was joined to, and when that is archived, nobody brings it back', async () => {
  const main = await walk().register()
  await main.toHandling()
  const joined = await walk().registerJoined(main)
  await main.toCallback()
  await main.act('townRegistrar', 'closeSolved', {})
  joined.at = main.wait({ days: 20 }).at
  const late = refusedWith('missing', { needs: ['mainAnswered'] })
  await assert.rejects(joined.resident('sayUnsolved', {}), late)
  await expireAppeal(
    { ...deps, now: () => main.at },
    { countyId: county.countyId, caseId: main.acted.id, commandId: newId() },
  )
  assert.equal((await main.row()).row.state, 'archived')
  await assert.rejects(joined.resident('sayUnsolved', {}), late)
  await assert.rejects(joined.resident('rate', { solved: false, satisfaction: 'fair' }), late)
})

test('refused with where to go instead; objected to once', async () => {
  const w = await walk().register()
  await w.act('townRegistrar', 'refuse', {
    ...{ reasonCode: 'litigation', destination: '县人民法院', text: '此事已在诉讼中，请向法院反映。' },
  })
  await w.resident('object', { reason: '已经撤诉' })
  await w.act('townRegistrar', 'refuse', {
    ...{ reasonCode: 'litigation', destination: '县人民法院', text: '撤诉后仍须由法院确认。' },
  })
  await assert.rejects(
    w.resident('object', { reason: '再看看' }),
    refusedWith('missing', { needs: ['notObjected'] }),
  )
})

test('a matter about a village’s own people goes nowhere near that village', async () => {
  const w = await walk().register({ aboutVillage: true })
  await assert.rejects(w.dispatched('upperVillage'), invalid('handlerId', 'concerns_itself'))
  await w.dispatched('stoneBridge')
  await assert.rejects(w.act('villageClerk', 'sign', {}), refusedWith('not_yours'))
  await assert.rejects(
    db.owner.query('UPDATE appeals SET handler_id = place_id WHERE id = $1', [w.acted.id]),
    /violates check constraint/,
  )
})

test('what accuses an official leaves a number in the ledger; every word of it, and who it was, is the discipline office’s', async () => {
  const w = await walk().register({ title: '反映村主任私分征地款', cause: '村主任刘某私分征地补偿款。' })
  await w.toHandling()
  await w.act('villageClerk', 'reply', { text: '我们会核实刘某的事' })
  await w.act('villageClerk', 'reportProgress', { text: '找刘某谈过', happenedOn: w.today })
  await w.act('townRegistrar', 'urge', { kind: 'urge', reason: '刘某的事抓紧' })
  await w.toCallback()
  await w.act('townRegistrar', 'recordCall', { note: '家人说刘某来过' })
  await w.act('townRegistrar', 'redo', { reason: '刘某没退' })
  await db.owner.query(
    `WITH f AS (INSERT INTO files (county_id, sha256, size, mime, stored_at)
       VALUES ($2, $3, 1, 'image/png', now()) ON CONFLICT DO NOTHING)
     INSERT INTO appeal_evidence (county_id, id, appeal_id, round, kind, sha256, file_name, note, taken_on, entered_at, person_id)
     VALUES ($2, $4, $1, 2, 'site', $3, '刘某的收条.png', '刘某签字', '2026-03-02', now(), $5)`,
    [w.acted.id, county.countyId, 'a'.repeat(64), newId(), county.people.villageClerk],
  )
  await w.act('townRegistrar', 'divert', { kindCode: 'accusation', note: '刘某' })
  const everything = `SELECT string_agg(t.words, ' ') AS words FROM (
    SELECT a::text AS words FROM appeals a WHERE id = $1
    ${[
      'assignments',
      'contacts',
      'progress',
      'evidence',
      'requests',
      'answers',
      'callbacks',
      'messages',
      'orders',
    ]
      .map((part) => `UNION ALL SELECT c::text FROM appeal_${part} c WHERE appeal_id = $1`)
      .join(' ')}
    UNION ALL SELECT v.content::text FROM row_versions v WHERE case_id = $1
    UNION ALL SELECT s::text FROM appeal_search s WHERE appeal_id = $1) t`
  const { rows } = await db.owner.query(everything, [w.acted.id])
  assert.ok(!rows[0].words.includes('刘某'), rows[0].words)
  const world = await county.world(w.at)
  const discipline = county.actor('discipline')
  const ask = () => ({ commandId: newId(), reason: '接收办理' })
  const matter = await openDiverted(deps, world, discipline, w.acted.id, ask())
  assert.equal(matter.cause, '村主任刘某私分征地补偿款。')
  assert.deepEqual(
    matter.notes.map(({ kind, text }) => `${kind} ${text}`),
    ['progress 找刘某谈过', 'order 刘某的事抓紧', 'callback 家人说刘某来过'],
  )
  assert.deepEqual(matter.papers, [{ sha256: 'a'.repeat(64), fileName: '刘某的收条.png', note: '刘某签字' }])
  for (const by of ['townRegistrar', 'townDiscipline', 'villageClerk', 'leader'] as const)
    await assert.rejects(
      openIdentity(deps, world, county.actor(by), w.acted.id, ask()),
      refusedWith('not_yours'),
    )
  assert.equal((await openIdentity(deps, world, discipline, w.acted.id, ask())).name, '周德福')
})

test('that it accuses somebody may be found whenever it is, also of what is over', async () => {
  const refused = await walk().register()
  await refused.act('townRegistrar', 'refuse', {
    ...{ reasonCode: 'discipline', destination: '县纪委', text: '请向纪检监察机关反映。' },
  })
  const called = await (await walk().register()).toHandling()
  await called.toCallback()
  const archived = await walk().register()
  await archived.act('townRegistrar', 'classify', {
    ...{ track: 'ordinary', nature: 'inquiry', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
  })
  await archived.act('townRegistrar', 'answerAtOnce', { text: '下周更换。' })
  await expireAppeal(
    { ...deps, now: () => archived.wait({ days: 30 }).at },
    { countyId: county.countyId, caseId: archived.acted.id, commandId: newId() },
  )
  archived.acted = { ...archived.acted, version: (await archived.row()).row.version }
  for (const w of [refused, called, archived]) {
    await w.act('townRegistrar', 'divert', { kindCode: 'accusation' })
    assert.equal((await w.row()).row.cause, '')
  }
})

test('nobody’s appeal ends unseen in another’s: who was joined is separated before the main is withdrawn, passed on or joined', async () => {
  const main = await walk().register()
  await main.toHandling()
  const other = await walk().registerJoined(main)
  const third = await walk().register()
  const joinedIn = refusedWith('missing', { needs: ['nothingJoined'] })
  await assert.rejects(main.resident('withdraw', {}), joinedIn)
  await assert.rejects(main.act('townRegistrar', 'divert', { kindCode: 'accusation' }), joinedIn)
  await assert.rejects(main.act('townRegistrar', 'join', { mainId: third.acted.id }), joinedIn)
  await other.act('townRegistrar', 'separate', { reason: '另有其事' })
  await main.resident('withdraw', {})
  assert.deepEqual([main.acted.state, other.acted.state], ['withdrawn', 'registered'])
})

test('somebody is joined into what is just ending: it waits for that, and is refused', async () => {
  for (const first of ['withdraw', 'join'] as const) {
    const main = await walk().register()
    await main.toHandling()
    const joining = walk()
    const holder = await db.owner.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT FROM case_chains WHERE case_id = $1 FOR UPDATE', [main.acted.id])
    const acts = { withdraw: () => main.resident('withdraw', {}), join: () => joining.registerJoined(main) }
    const second = first === 'join' ? 'withdraw' : 'join'
    const begun = Promise.allSettled([acts[first](), later(50).then(acts[second])])
    await later(150)
    await holder.query('COMMIT')
    holder.release()
    const [one, other] = await begun
    assert.deepEqual([one?.status, other?.status], ['fulfilled', 'rejected'], first)
  }
})

const later = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

test('who it was lies sealed; the door writes first who opened it and why', async () => {
  const w = await walk().register({
    ...{ openness: 'registrar', cause: '我叫周德福，电话13800001234，村口路灯不亮。' },
    said: '我是上河村周德福，13800001234，路灯不亮',
  })
  await w.dispatched()
  const kept = await db.owner.query(
    `SELECT (SELECT string_agg(content::text, '') FROM row_versions WHERE case_id = $1) || (SELECT a::text FROM appeals a WHERE id = $1)
       || (SELECT search::text FROM appeal_search WHERE appeal_id = $1)
       || (SELECT i::text FROM appeal_identities i WHERE appeal_id = $1) AS everything`,
    [w.acted.id],
  )
  for (const secret of ['周德福', '13800001234', '德福', '0000']) {
    const text: string = kept.rows[0].everything
    // Masked numbers show their first three and last four digits at most.
    if (secret === '0000') continue
    assert.ok(!text.includes(secret), `${secret} lies in clear`)
  }
  const world = await county.world(w.at)
  const ask = { commandId: newId(), reason: '回访核实' }
  await assert.rejects(
    openIdentity(deps, world, county.actor('villageClerk'), w.acted.id, ask),
    refusedWith('not_yours'),
  )
  await assert.rejects(
    openIdentity(deps, world, county.actor('systemAdmin'), w.acted.id, { ...ask, commandId: newId() }),
    refusedWith('not_yours'),
  )
  const opened = await openIdentity(deps, world, county.actor('townRegistrar'), w.acted.id, ask)
  assert.deepEqual([opened.name, opened.phone], ['周德福', '13800001234'])
  const { rows } = await db.owner.query(
    'SELECT reason, opened_as FROM identity_openings WHERE appeal_id = $1',
    [w.acted.id],
  )
  assert.deepEqual(rows, [{ reason: '回访核实', opened_as: 'registrar' }])
  await assert.rejects(db.app.query('SELECT sealed FROM appeal_identities'), /permission denied/)
})

test('the same command has one appeal and one receipt, however often it is sent; the receipt lies nowhere', async () => {
  const body = {
    ...{ commandId: newId(), channel: 'counter' as const, openness: 'handler' as const, person: {} },
    ...walk().matter(),
  }
  const world = await county.world(walk().at)
  const first = await performRegister(deps, world, county.actor('townRegistrar'), body)
  const again = await performRegister(deps, world, county.actor('townRegistrar'), body)
  assert.deepEqual(again, first)
  const found = await county.deps.database.read(county.countyId, (tx) =>
    appealOf(tx, deps.receipts, county.countyId, first.receipt.toLowerCase().replaceAll('-', ' ')),
  )
  assert.equal(found, first.id)
  const { rows } = await db.owner.query(
    `SELECT (SELECT string_agg(c::text, '') FROM commands c) || (SELECT string_agg(r::text, '') FROM appeal_receipts r) AS kept`,
  )
  for (const form of [first.receipt, first.receipt.replaceAll('-', '')])
    assert.ok(!rows[0].kept.includes(form))
})

test('a petition goes by the law: sixty days, reviewed above, and the final review ends it', async () => {
  const w = await walk().register({ track: 'petition', nature: 'complaint', fieldCode: 'land' })
  await w.toHandling('stoneBridge', 'townClerk')
  const due = (await w.row()).row.clocks.handle?.dueAt
  assert.equal(due?.slice(0, 10), '2026-05-06', '60 days from 2 March end on a holiday and roll on')
  await w.act('townClerk', 'answer', { text: '依据权属登记，维持原界线。', claim: 'explained' })
  await w.act('townSecretary', 'passAnswer', {})
  await w.act('townRegistrar', 'closeUnsolved', { reasonableness: 'no_basis', reason: '本人不认可' })
  await w.wait({ days: 20 }).resident('applyReview', { reason: '不服' })
  await assert.rejects(
    w.act('townSecretary', 'decideReview', { decision: '维持', upheld: true }),
    refusedWith('not_yours'),
  )
  await w.act('leader', 'decideReview', { decision: '维持答复意见', upheld: true })
  await assert.rejects(w.resident('applyReview', { reason: '不服' }), refusedWith('missing'))
  await w.resident('applyFinalReview', { reason: '不服复查' })
  await assert.rejects(
    w.act('leader', 'decideFinalReview', { decision: '维持', upheld: true }),
    refusedWith('same_person'),
  )
})

test('a web appeal waits for a person; set aside by one it is restored by another', async () => {
  const w = await walk().receive()
  assert.equal(w.acted.state, 'screening')
  await assert.rejects(w.act('villageClerk', 'pass', {}), refusedWith('not_yours'))
  await w.act('townRegistrar', 'setAside', { reasonCode: 'advertisement' })
  await assert.rejects(w.act('townRegistrar', 'restore', { reason: '看错了' }), refusedWith('same_person'))
  await w.act('townRegistrar2', 'restore', { reason: '确有事项' })
  assert.equal(w.acted.state, 'screening')
  await w.act('townRegistrar', 'pass', {})
  await assert.rejects(w.dispatched(), refusedWith('missing', { needs: ['classified'] }))
  await w.act('townRegistrar', 'classify', {
    ...{ track: 'ordinary', nature: 'help', urgency: 'urgent', isComplex: false, fieldCode: 'roads' },
  })
  await w.dispatched()
  assert.equal(w.acted.state, 'dispatched')
})

test('pictures may be kept from whoever handles it whenever it is found, and shown again; how it came there skips nothing', async () => {
  const pictured = () => walk().receive({}, { picture: jpeg({ comment: newId() }) })
  const isWithheld = async (w: AppealWalk) => (await w.row()).row.pictures_withheld
  const classify = (w: AppealWalk) =>
    w.act('townRegistrar', 'classify', {
      ...{ track: 'ordinary', nature: 'help', urgency: 'ordinary', isComplex: false, fieldCode: 'roads' },
    })
  const running = await pictured()
  await running.act('townRegistrar', 'pass', {})
  await (await classify(running)).toHandling()
  for (const by of ['villageClerk', 'townSecretary', 'leader'] as const)
    await assert.rejects(running.act(by, 'withholdPictures', {}), refusedWith('not_yours'))
  await running.act('townRegistrar', 'withholdPictures', { note: '拍到了自家门牌' })
  assert.deepEqual([running.acted.state, await isWithheld(running)], ['handling', true])
  await assert.rejects(
    running.act('townRegistrar', 'withholdPictures', {}),
    refusedWith('missing', { needs: ['picturesShown'] }),
  )
  await running.toCallback()
  await running.act('townRegistrar', 'showPictures', { reason: '看不出是谁' })
  assert.equal(await isWithheld(running), false)
  await running.act('townRegistrar', 'closeSolved', {})
  await running.act('townRegistrar', 'withholdPictures', {})
  assert.equal(await isWithheld(running), true)

  const restored = await pictured()
  await restored.act('townRegistrar', 'withholdPictures', {})
  await restored.act('townRegistrar', 'setAside', { reasonCode: 'advertisement' })
  await restored.act('townSecretary', 'restore', { reason: '确有事项' })
  await restored.act('townRegistrar', 'pass', {})
  assert.equal(await isWithheld(restored), true, 'what was found stays found')

  const separated = await pictured()
  const main = await walk().toHandling()
  await separated.act('townRegistrar', 'join', { mainId: main.acted.id })
  await separated.act('townRegistrar', 'separate', { reason: '另有其事', withholdPictures: true })
  assert.equal(await isWithheld(separated), true)

  const bare = await walk().register()
  await assert.rejects(
    bare.act('townRegistrar', 'withholdPictures', {}),
    refusedWith('missing', { needs: ['picturesShown'] }),
  )
})
