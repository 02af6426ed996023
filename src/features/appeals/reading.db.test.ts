import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { performReport } from '#features/problems/report.ts'
import { newId } from '#platform/ids.ts'
import type { Refused } from '#platform/refusal.ts'
import { AppealWalk, appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import type { PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import type { AppealQuery } from './api.ts'
import type { Deps } from './deps.ts'
import { listNotices } from './portal/notices.ts'
import { refreshPages } from './portal/refresh.ts'
import { detailOf, findDetail } from './read/detail.ts'
import { listAppeals } from './read/list.ts'
import { readOverview } from './read/overview.ts'
import { inSight, sightOf } from './read/sight.ts'
import { listWork } from './read/work.ts'
import { ruleOf } from './rules.seed.ts'
import { findSimilar } from './similar.ts'
import { findAppeal } from './store.ts'
import { suggestHandlers } from './suggest.ts'
import { takeUpAppeals } from './take-up.ts'

let db: TestDatabase
let county: SmallCounty
let deps: Deps
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  deps = appealDeps(county)
})
after(() => db.close())

const MONDAY = '2026-03-02T02:00:00Z'
const walk = () => new AppealWalk(county, deps, MONDAY)
const NOW = new Date('2026-03-02T09:00:00Z')

const seenBy = async (by: PersonName, query: AppealQuery = {}, now = NOW) => {
  const page = await deps.database.read(county.countyId, (tx) =>
    listAppeals(tx, county.countyId, sightOf(county.actor(by)), query, { after: undefined, limit: 100 }, now),
  )
  return new Set(page.rows.map(({ id }) => id))
}
const workOf = async (by: PersonName, now = NOW) =>
  deps.database.read(county.countyId, async (tx) => listWork(tx, county.actor(by), await county.world(now)))

test('who handles it sees it, who is of another place or an administrator does not; lists and single pages agree', async () => {
  const plain = await (await walk().register()).dispatched()
  const about = await (await walk().register({ aboutVillage: true })).dispatched('stoneBridge')
  const assisted = await walk().register()
  await assisted.act('townRegistrar', 'dispatch', {
    ...{ handlerId: county.organizations.stoneBridge, assistantIds: [county.organizations.agriculture] },
  })
  const seen: Partial<Record<PersonName, boolean[]>> = {}
  const everybody: PersonName[] = [
    ...(['townRegistrar', 'townSecretary', 'townClerk', 'villageClerk', 'siblingSecretary'] as const),
    ...(['otherTownSecretary', 'departmentSecretary', 'leader', 'office', 'countyRegistrar'] as const),
    ...(['discipline', 'inspector', 'viewer', 'systemAdmin', 'securityAdmin', 'auditAdmin'] as const),
  ]
  for (const by of everybody) {
    const ids = await seenBy(by)
    seen[by] = [plain, about, assisted].map(({ acted }) => ids.has(acted.id))
    for (const [i, one] of [plain, about, assisted].entries()) {
      const { row } = await one.row()
      assert.equal(inSight(county.actor(by), row), seen[by]?.[i], `${by} ${i}`)
    }
  }
  const all = [true, true, true]
  const none = [false, false, false]
  assert.deepEqual(seen, {
    ...{ townRegistrar: all, townSecretary: all, leader: all, office: all, countyRegistrar: all },
    ...{ townClerk: [false, true, true], villageClerk: [true, false, false], siblingSecretary: none },
    ...{ otherTownSecretary: none, departmentSecretary: [false, false, true], discipline: none },
    ...{ inspector: none, viewer: none, systemAdmin: none, securityAdmin: none, auditAdmin: none },
  })
})

test('whoever handled or helped before it was joined reads nothing of it then, nor afterwards what was written then', async () => {
  const main = await walk().toHandling('stoneBridge', 'townClerk')
  const assistantIds = [county.organizations.agriculture]
  const handlerId = county.organizations.upperVillage
  const dispatch = (w: AppealWalk) => w.act('townRegistrar', 'dispatch', { handlerId, assistantIds })
  const before = {
    dispatched: [],
    signed: ['sign'],
    handling: ['sign', 'contact'],
    waiting: ['sign', 'contact', 'askResident'],
  } as const
  const bodies = { sign: {}, contact: { way: 'phone' }, askResident: { text: '哪一盏？' } }
  for (const [state, acts] of Object.entries(before)) {
    const w = await dispatch(await walk().register())
    for (const act of acts) await w.act('villageClerk', act, bodies[act] as never)
    assert.equal(w.acted.state, state)
    await w.act('townRegistrar', 'join', { mainId: main.acted.id })
    await w.resident('message', { text: '我家门口那盏' })
    const { row } = await w.row()
    for (const [by, sees] of [
      ...([
        ['villageClerk', false],
        ['departmentSecretary', false],
      ] as const),
      ...([
        ['townRegistrar', true],
        ['townSecretary', true],
        ['leader', true],
      ] as const),
    ]) {
      assert.equal(inSight(county.actor(by), row), sees, `${state} ${by}`)
      assert.equal((await seenBy(by)).has(w.acted.id), sees, `${state} ${by} list`)
    }
    await w.act('townRegistrar', 'separate', { reason: '不是同一盏' })
    assert.equal(inSight(county.actor('villageClerk'), (await w.row()).row), false, state)
    await dispatch(w)
    await w.resident('message', { text: '现在又亮了' })
    assert.deepEqual(await wordsFor('villageClerk', w), ['现在又亮了'], state)
    assert.ok((await wordsFor('townRegistrar', w)).includes('我家门口那盏'), state)
    const { parts } = await w.row()
    assert.equal(parts.assignments.filter(({ ended_at }) => ended_at === null).length, 2, state)
  }
})

const wordsFor = async (by: PersonName, w: AppealWalk) => {
  const found = await deps.database.read(county.countyId, (tx) => findDetail(tx, county.countyId, w.acted.id))
  assert.ok(found)
  const world = await county.world(w.at)
  const { messages } = await detailOf(found, county.actor(by), deps.directory, world)
  return messages.map(({ text }) => text)
}

test('a matter about a township’s own people is decided at the county; its registrar takes it in, and no more', async () => {
  const w = await walk().register({ aboutVillage: true }, 'stoneBridge')
  const people = ['townRegistrar', 'townSecretary', 'townClerk', 'countyRegistrar', 'leader'] as const
  const sees = async (by: PersonName) => (await seenBy(by)).has(w.acted.id)
  assert.deepEqual(await Promise.all(people.map(sees)), [true, false, false, true, true])
  await w.act('townRegistrar', 'dispatch', {
    ...{ handlerId: county.organizations.agriculture, assistantIds: [] },
  })
  await w.act('departmentSecretary', 'sign', {})
  await w.act('departmentSecretary', 'contact', { way: 'receipt' })
  await w.act('departmentSecretary', 'requestExtension', { newDueOn: w.day(5), reason: '核实' })
  await assert.rejects(w.act('townSecretary', 'approveExtension', {}), /not_yours/)
  const waits = (await workOf('leader')).find(({ id }) => id === w.acted.id)
  assert.deepEqual(waits?.asks, ['approveExtension'])
})

test('of what was passed on to the discipline office only whoever registers there has the number', async () => {
  const w = await (await walk().register()).dispatched()
  await w.act('townRegistrar', 'divert', { kindCode: 'accusation' })
  const people = [
    ...(['townRegistrar', 'countyRegistrar', 'townSecretary', 'villageClerk', 'leader'] as const),
    ...(['office', 'auditAdmin'] as const),
  ]
  const { row } = await w.row()
  for (const by of people) {
    const isRegistrar = by.endsWith('Registrar')
    assert.equal((await seenBy(by, { state: ['diverted'] })).has(w.acted.id), isRegistrar, by)
    assert.equal(inSight(county.actor(by), row), isRegistrar, by)
  }
})

test('a list is paged by key without losing or doubling one, and is narrowed by what is asked', async () => {
  const made = []
  for (let i = 0; i < 7; i++)
    made.push((await walk().register({}, 'willowVillage', 'countyRegistrar')).acted.id)
  const got: string[] = []
  let after: string | undefined
  do {
    const page = await deps.database.read(county.countyId, (tx) =>
      listAppeals(
        tx,
        county.countyId,
        sightOf(county.actor('otherTownSecretary')),
        { township: county.organizations.willow },
        { after, limit: 3 },
        NOW,
      ),
    )
    got.push(...page.rows.map(({ id }) => id))
    after = page.next ?? undefined
  } while (after)
  assert.deepEqual(got, [...made].reverse())
  assert.equal((await seenBy('otherTownSecretary', { state: ['handling'] })).size, 0)
  assert.equal((await seenBy('otherTownSecretary', { q: '路灯' })).size, 7)
  assert.equal((await seenBy('otherTownSecretary', { q: '水库' })).size, 0)
  assert.equal((await seenBy('townRegistrar', { q: '路灯', township: county.organizations.willow })).size, 0)
})

test('my work is what is asked of me now, and only of me', async () => {
  const w = await walk().register({ title: '我的待办' })
  const mine = async (by: PersonName, now?: Date) =>
    (await workOf(by, now)).find(({ id }) => id === w.acted.id)?.asks ?? []
  assert.deepEqual(await mine('townRegistrar'), ['dispatch'])
  assert.deepEqual(await mine('villageClerk'), [])
  await w.dispatched()
  assert.deepEqual(await mine('villageClerk'), ['sign'])
  assert.deepEqual(await mine('townRegistrar'), [])
  await w.act('villageClerk', 'sign', {})
  assert.deepEqual(await mine('villageClerk'), ['contact'])
  await w.act('villageClerk', 'contact', { way: 'phone' })
  await w.resident('message', { text: '什么时候来修' })
  assert.deepEqual(await mine('villageClerk'), ['answer', 'reply'])
  await w.act('villageClerk', 'requestExtension', { newDueOn: w.day(5), reason: '等配件' })
  assert.deepEqual(await mine('townSecretary'), ['approveExtension'])
  await w.act('townSecretary', 'approveExtension', {})
  await w.act('villageClerk', 'answer', { text: '已修好', claim: 'solved' })
  assert.deepEqual(await mine('townSecretary'), ['passAnswer', 'returnAnswer'])
  assert.deepEqual(await mine('villageSecretary'), [])
  await w.act('townSecretary', 'passAnswer', {})
  assert.deepEqual(
    await mine('townRegistrar2'),
    ['closeSolved', 'closeUnsolved', 'redo', 'reply'],
    'what the resident wrote still waits',
  )
})

test('what a resident writes while it waits, is suspended or reviewed lies with somebody', async () => {
  const waiting = await (await walk().register()).toHandling()
  await waiting.act('villageClerk', 'askResident', { text: '哪一盏？' })
  await waiting.resident('message', { text: '还有一件' })
  const suspended = await (await walk().register()).toHandling()
  await suspended.act('villageClerk', 'requestSuspension', {
    ...{ until: suspended.day(30), reasonCode: 'project', reason: '列入项目' },
    leaderId: county.people.townSecretary,
  })
  await suspended.act('townSecretary', 'approveSuspension', {})
  await suspended.resident('message', { text: '到底什么时候修' })
  for (const w of [waiting, suspended])
    for (const by of ['townRegistrar', 'villageClerk', 'countyRegistrar'] as const) {
      const mine = (await workOf(by)).find(({ id }) => id === w.acted.id)
      assert.deepEqual(mine?.asks, ['reply'], `${w.acted.state} ${by}`)
    }
  await suspended.act('townRegistrar', 'reply', { text: '明年六月' })
  assert.ok(!(await workOf('townRegistrar')).some(({ id }) => id === suspended.acted.id))
})

test('a page says what is known of who it was without saying who, and what of it may be done', async () => {
  const w = await walk().register({ openness: 'registrar' })
  await w.toHandling()
  const read = async (by: PersonName) => {
    const world = await county.world(w.at)
    const found = await deps.database.read(county.countyId, (tx) =>
      findDetail(tx, county.countyId, w.acted.id),
    )
    assert.ok(found)
    return detailOf(found, county.actor(by), deps.directory, world)
  }
  const handler = await read('villageClerk')
  assert.ok(!JSON.stringify(handler).includes('周德福') && !JSON.stringify(handler).includes('13800001234'))
  assert.deepEqual(handler.identity, { isKept: true, hasPhone: true, mayOpen: false, openings: null })
  assert.ok((await read('townRegistrar')).identity.mayOpen)
  const acts = handler.can.map(({ act }) => act)
  assert.ok(acts.includes('answer') && !acts.includes('rate') && !acts.includes('passAnswer'), acts.join())
  const missing = handler.can.find(({ act }) => act === 'approveExtension')
  assert.equal(missing, undefined, 'what is the leader’s is no button of the handler’s')
})

test('those who brought up the same are counted, and never told apart', async () => {
  const main = await walk().register({ people: 3 })
  await main.toHandling()
  for (let i = 0; i < 2; i++) await walk().registerJoined(main)
  const world = await county.world(main.at)
  const overview = await deps.database.read(county.countyId, (tx) =>
    readOverview(tx, county.countyId, sightOf(county.actor('townSecretary')), undefined, world),
  )
  const line = overview.many.find(({ id }) => id === main.acted.id)
  assert.equal(line?.people, 5)
})

test('from five people on it lies with the leader, until somebody is in charge or it was urged', async () => {
  const asked = async (w: AppealWalk, by: PersonName) =>
    (await workOf(by)).find(({ id }) => id === w.acted.id)?.asks.includes('assignLeader') ?? false
  const main = await (await walk().register({ people: 3 })).toHandling()
  await walk().registerJoined(main)
  assert.equal(await asked(main, 'townSecretary'), false, 'four')
  const fifth = await walk().register()
  await fifth.act('townRegistrar', 'join', { mainId: main.acted.id })
  const six = await walk().register({ people: 6 })
  await six.dispatched()
  for (const w of [main, six]) {
    assert.equal(await asked(w, 'townSecretary'), true)
    for (const by of ['otherTownSecretary', 'villageClerk', 'townRegistrar'] as const)
      assert.equal(await asked(w, by), false, by)
  }
  await main.act('townSecretary', 'assignLeader', { leaderId: county.people.townSecretary })
  await six.act('townSecretary', 'urge', { kind: 'urge', reason: '人多，抓紧' })
  for (const w of [main, six]) assert.equal(await asked(w, 'townSecretary'), false)
})

test('a leader sees what is late, what comes again and what stays unsolved, by field and place', async () => {
  for (let i = 0; i < 3; i++) {
    const w = await walk().register({ nature: 'complaint', fieldCode: 'pollution' }, 'lowerVillage')
    await w.toHandling('lowerVillage', 'siblingSecretary')
    await w.act('siblingSecretary', 'answer', { text: '企业合法排放', claim: 'explained' })
    await w.act('townSecretary', 'passAnswer', {})
    await w.act('townRegistrar', 'closeUnsolved', { reasonableness: 'partly', reason: '仍有异味' })
  }
  const late = await (await walk().register()).dispatched()
  const world = await county.world(new Date('2026-03-06T02:00:00Z'))
  const seen = await deps.database.read(county.countyId, (tx) =>
    readOverview(tx, county.countyId, sightOf(county.actor('townSecretary')), undefined, world),
  )
  const { lowerVillage, stoneBridge, upperVillage } = county.organizations
  assert.ok(
    seen.repeated.some((r) => r.place_id === lowerVillage && r.field_code === 'pollution' && r.n === 3),
  )
  assert.deepEqual(
    seen.proposals.map(({ appeals, ...proposal }) => ({ ...proposal, appeals: appeals.length })),
    [{ township_id: stoneBridge, field_code: 'pollution', n: 3, appeals: 3 }],
  )
  assert.ok(seen.late.some((l) => l.organization_id === upperVillage && l.n >= 1))
  assert.ok(seen.figures.overdue >= 1 && seen.figures.open >= seen.figures.overdue)
  assert.ok((await seenBy('townSecretary', { overdue: 'true' }, world.now)).has(late.acted.id))
})

test('a problem that is entered for several appeals is theirs, all of them or none; they are proposed no more', async () => {
  const unsolved = async () => {
    const w = await walk().register({ nature: 'complaint', fieldCode: 'wages' }, 'lowerVillage')
    await w.toHandling('lowerVillage', 'siblingSecretary')
    await w.act('siblingSecretary', 'answer', { text: '没有钱', claim: 'explained' })
    await w.act('townSecretary', 'passAnswer', {})
    return w.act('townRegistrar', 'closeUnsolved', { reasonableness: 'reasonable', reason: '没有发' })
  }
  const three = [await unsolved(), await unsolved(), await unsolved()]
  const running = await (await walk().register()).toHandling()
  const world = await county.world(three[2]?.at ?? NOW)
  const proposed = async () => {
    const { proposals } = await deps.database.read(county.countyId, (tx) =>
      readOverview(tx, county.countyId, sightOf(county.actor('office')), undefined, world),
    )
    return proposals.find((each) => each.field_code === 'wages')?.appeals.map(({ id }) => id) ?? []
  }
  const ids = await proposed()
  assert.deepEqual(
    ids,
    three.map(({ acted }) => acted.id),
  )
  const { stoneBridge } = county.organizations
  const report = (appealIds: string[], by: PersonName = 'office') =>
    performReport({ ...county.deps, takeUpAppeals: takeUpAppeals(deps) }, world, county.actor(by), 'report', {
      ...problemOf(stoneBridge),
      commandId: newId(),
      appealIds,
    })
  await assert.rejects(report([...ids, running.acted.id]), (error: Refused) => {
    assert.deepEqual(error.refusal, {
      ...{ code: 'invalid' },
      issues: [{ path: 'appealIds', reason: 'wrong_state', detail: running.acted.number }],
    })
    return true
  })
  assert.equal((await proposed()).length, 3, 'nothing was entered')
  await assert.rejects(report(ids, 'inspector'), /invalid/)
  const { id } = await report(ids)
  for (const w of three) assert.equal((await w.row()).row.problem_id, id)
  assert.deepEqual(await proposed(), [])
  await assert.rejects(report(ids.slice(0, 1)), /invalid/)
})

const problemOf = (organizationId: string) => ({
  ...{
    source: 'county_inspection',
    sourceYear: 2026,
    organizationId,
    title: '工资拖欠',
    feedbackText: '多件诉求没有解决',
  },
  ...{
    classCode: 'environment',
    severity: 'ordinary',
    scope: 'single',
    timing: 'new',
    secrecy: 'internal' as const,
  },
  feedbackOn: '2026-03-02',
})

test('who may handle it is suggested by rule, by what was done with the like, and never whom it is about', async () => {
  const done = await walk().register()
  await done.toHandling('agriculture', 'departmentSecretary')
  await done.toCallback('departmentSecretary')
  await done.act('townRegistrar', 'closeSolved', {})
  const w = await walk().register({ aboutVillage: true })
  const places = await deps.directory.organizations(county.countyId)
  const suggested = await deps.database.read(county.countyId, async (tx) => {
    const found = await findAppeal(tx, county.countyId, w.acted.id, [])
    assert.ok(found)
    return suggestHandlers(tx, await county.world(w.at), found.row, places)
  })
  const ids = suggested.map(({ organizationId }) => organizationId)
  assert.equal(ids[0], county.organizations.stoneBridge, 'roads are the township’s by rule')
  assert.ok(ids.includes(county.organizations.agriculture))
  assert.ok(!ids.includes(county.organizations.upperVillage))
})

test('what somebody types finds what runs already in the same village', async () => {
  const running = await walk().register({ title: '自来水停水三天', cause: '三组自来水停水三天没有人管' })
  const keywords = ruleOf(await county.world(NOW), 'keywords')
  const find = (by: PersonName, text: string) =>
    deps.database.read(county.countyId, (tx) =>
      findSimilar(tx, county.actor(by), county.organizations.upperVillage, text, keywords),
    )
  const [first] = await find('townRegistrar', '自来水停水三天了')
  assert.equal(first?.id, running.acted.id)
  assert.ok((first?.likeness ?? 0) > 0.5)
  assert.deepEqual(await find('otherTownSecretary', '自来水停水三天了'), [])
  // How people talk is in common to all, and says nothing.
  assert.deepEqual(await find('townRegistrar', '希望尽快解决，没有人管，老人晚上出行不便'), [])
})

test('the first page of a receipt is what it would be if it were looked up', async () => {
  const w = await walk().register()
  const { countyId } = county
  const page = async () => {
    const { rows } = await db.owner.query<{ digest: string; sealed: string }>(
      `SELECT p.digest, p.sealed FROM appeal_pages p JOIN appeal_receipts r USING (county_id, digest)
       WHERE r.appeal_id = $1 AND p.part = 'appeal'`,
      [w.acted.id],
    )
    assert.equal(rows.length, 1)
    const [{ digest, sealed }] = rows as [{ digest: string; sealed: string }]
    return deps.receipts.openPage(countyId, w.receipt, { digest, part: 'appeal', sealed })
  }
  const first = await page()
  const world = await county.world(new Date('2026-03-02T02:00:00Z'))
  await deps.database.write(countyId, (tx) => refreshPages(tx, world, { countyId, appealId: w.acted.id }))
  assert.equal(await page(), first)
})

test('who is to be told is told while it matters, and no more once they were spoken with', async () => {
  const w = await walk().register()
  const waiting = async () =>
    (
      await db.owner.query("SELECT kind FROM appeal_notices WHERE appeal_id = $1 AND status = 'waiting'", [
        w.acted.id,
      ])
    ).rows.map(({ kind }) => kind)
  await w.toHandling()
  assert.deepEqual(await waiting(), ['dispatched'])
  await w.toCallback()
  assert.deepEqual(await waiting(), ['answered'])
  await w.act('townRegistrar', 'closeSolved', {})
  assert.deepEqual(await waiting(), [])
})

test('whoever was joined is told what becomes of it like whoever was first, and not what is said with them', async () => {
  const main = await walk().register()
  await main.toHandling()
  const joined = await walk().registerJoined(main, 'upperVillage', { person: { phone: '13900005678' } })
  const waiting = async (w: AppealWalk) =>
    (
      await db.owner.query("SELECT kind FROM appeal_notices WHERE appeal_id = $1 AND status = 'waiting'", [
        w.acted.id,
      ])
    ).rows.map(({ kind }) => kind)
  await main.act('villageClerk', 'askResident', { text: '哪一盏？' })
  assert.deepEqual([await waiting(main), await waiting(joined)], [['asked'], []])
  await main.resident('replyResident', { text: '桥头' })
  await main.toCallback()
  assert.deepEqual([await waiting(main), await waiting(joined)], [['answered'], ['answered']])
  await main.act('townRegistrar', 'closeSolved', {})
  assert.deepEqual([await waiting(main), await waiting(joined)], [[], ['answered']])
  const lines = await listNotices(deps, await county.world(main.at), county.actor('townRegistrar'))
  assert.match(
    lines.find(({ appealId }) => appealId === joined.acted.id)?.sentence ?? '',
    /合在一起办。.*办结/,
  )
})

test('what came back is told to nobody as answered or closed; what was replied to somebody joined is still theirs', async () => {
  const main = await walk().register()
  await main.toHandling()
  const [first, second, silent] = [walk(), walk(), walk()]
  for (const one of [first, second, silent])
    await one.registerJoined(main, 'upperVillage', { person: { phone: '13900005678' } })
  await second.resident('message', { text: '何时修' })
  await second.act('townRegistrar', 'reply', { text: '这周' })
  const waiting = async () =>
    (
      await db.owner.query<{ kind: string }>(
        "SELECT kind FROM appeal_notices WHERE appeal_id = ANY($1) AND status = 'waiting' ORDER BY kind",
        [[main, first, second, silent].map(({ acted }) => acted.id)],
      )
    ).rows.map(({ kind }) => kind)
  await main.toCallback()
  await second.act('townRegistrar', 'reply', { text: '已经修了' })
  first.at = main.at
  await first.resident('sayUnsolved', {})
  assert.deepEqual(await waiting(), ['answered', 'answered', 'replied'], 'noted: the call is still made')
  main.acted = { ...main.acted, version: (await main.row()).row.version }
  for (let i = 0; i < 3; i++) await main.act('townRegistrar', 'recordCall', {})
  await main.act('townRegistrar', 'closeUnreached', {})
  await second.act('townRegistrar', 'reply', { text: '再看看' })
  assert.deepEqual(await waiting(), ['closed', 'closed', 'closed', 'replied'])
  first.at = main.at
  await first.resident('sayUnsolved', {})
  assert.deepEqual(await waiting(), ['replied'])
})
