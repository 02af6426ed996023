import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { scopeOf } from '#features/accounts/index.ts'
import { freezeMonth } from '#features/appeals/index.ts'
import { Refused } from '#platform/refusal.ts'
import { queryTokens, tsquery } from '#platform/search/index.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { ProblemWalk } from '#tests/support/problem-walk.ts'
import { PublicationWalk } from '#tests/support/publication-walk.ts'
import type { OrganizationName, PersonName } from '#tests/support/roster.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { addAppeals } from '../../../bench/appeals.ts'
import {
  type Content,
  Correction,
  PublishedBody,
  pageKeysOf,
  pageOfSlot,
  slotsOf,
  withTexts,
} from './content.ts'
import { isOfFigures } from './figures.ts'
import { maskedContent } from './masks.ts'
import { readCounts } from './portal/counts.ts'
import { currentOf, listIssues } from './portal/issues.ts'
import { findPublished } from './portal/store.ts'
import { listPublications } from './read/list.ts'
import { hashOf } from './release.ts'

/** Issues of a month (每月公示): of appeals from the frozen figures, of rectification; and their corrections. */
let db: TestDatabase
let county: SmallCounty
before(async () => {
  db = await createTestDatabase()
  county = await createSmallCounty(db)
  await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  const at = (day: string) => new Date(`2026-${day}T00:00:00Z`)
  await addAppeals(db.owner, {
    ...{ countyId: county.countyId, count: 420, from: at('04-20'), to: at('05-30'), until: at('06-02') },
  })
  await db.owner.query(
    `INSERT INTO public_contacts (county_id, position, name, phone, address) VALUES (1, 1, '民生热线', '0000-6001001', '县政府大院')`,
  )
})
after(() => db.close())

const START = '2026-06-03T02:00:00Z'
const MONTH = '2026-05'

const begin = (of: OrganizationName, by: PersonName, more: object = {}) =>
  new PublicationWalk(county, START).begin(by, {
    ...{ kind: 'appeals' as const, audience: 'society' as const, month: MONTH },
    ...{ organizationId: county.organizations[of], ...more },
  })

const refusedFor = (reason: string) => (error: unknown) => {
  assert.ok(error instanceof Refused, String(error))
  const { refusal } = error
  assert.equal(refusal.code === 'invalid' ? refusal.issues[0]?.reason : refusal.code, reason)
  return true
}

const publishedOf = async (w: PublicationWalk) => {
  const { rows } = await db.owner.query('SELECT * FROM published WHERE publication_id = $1', [w.acted.id])
  return { ...rows[0], body: PublishedBody.parse(rows[0].body) }
}
const factOf = (pages: PublishedBody['pages'], label: string) =>
  pages.flatMap(({ facts }) => facts).find((fact) => fact.label === label)?.value

test('appeals of a month are told as they were frozen, and not before', async () => {
  await assert.rejects(begin('county', 'office'), refusedFor('not_frozen'))
  const world = await county.world(new Date(START))
  const { database } = county.deps
  assert.equal(await freezeMonth({ database }, world, county.countyId, MONTH, null), 'frozen')
  const { row } = await (await begin('county', 'office')).row()
  assert.equal(row.title, '清溪县2026年5月群众诉求办理情况公示')
  const { rows } = await db.owner.query(
    "SELECT figures FROM appeal_months WHERE month = $1 AND scope = 'county'",
    [MONTH],
  )
  const { counts, response, satisfaction } = rows[0].figures
  const pages = row.content.pages
  assert.equal(factOf(pages, '收到'), `${counts.received}件`)
  assert.equal(factOf(pages, '办结'), `${counts.closed}件`)
  assert.equal(factOf(pages, '月底在办'), `${counts.running}件`)
  assert.equal(factOf(pages, '民生热线'), '0000-6001001；县政府大院')
  const rates = pages.find(({ key }) => key === 'rates')?.table?.rows ?? []
  assert.deepEqual(rates[0]?.slice(0, 4), [
    ...['响应率', `${((response.numerator / response.denominator) * 100).toFixed(1)}%`],
    ...[String(response.numerator), String(response.denominator)],
  ])
  assert.equal(rates[2]?.[5], String(satisfaction.unrated), '未评价 stands by itself')
  assert.match(JSON.stringify(pages), /督促逾期未办结|及时办理|集中办理/)
})

/** Every number of a table of counts, and whether each row of it may stand there. */
function countsIn({ pages }: Pick<Content, 'pages'>, key: string): number[] {
  const rows = pages.find((page) => page.key === key)?.table?.rows ?? []
  return rows.flatMap(([, ...cells]) => cells.filter((cell) => /^\d+$/.test(cell)).map(Number))
}

test('no count under five stands in the issues of the county and its townships, nor follows from them', async () => {
  const drafts = await Promise.all(
    (['county', 'stoneBridge', 'willow'] as const).map(async (of) =>
      (await begin(of, 'office', { audience: 'party' })).row(),
    ),
  )
  for (const { row } of drafts)
    for (const key of ['places', 'fields', 'suspended'])
      for (const n of countsIn(row.content, key)) assert.ok(n === 0 || n >= 5, `${row.title} ${key}: ${n}`)
  for (const { row } of drafts) {
    const [response, solution, satisfaction] = (
      row.content.pages.find(({ key }) => key === 'rates')?.table?.rows ?? []
    ).map((cells) => cells.slice(2).map(Number))
    // What is left of a weighted numerator is nobody's count.
    const follows = [
      ...[response, solution].flatMap((of = []) => [...of, (of[1] ?? 0) - (of[0] ?? 0)]),
      ...(satisfaction ?? []).slice(1),
    ]
    follows.push(
      (solution?.[1] ?? 0) - (satisfaction?.[1] ?? 0),
      (solution?.[2] ?? 0) - (satisfaction?.[2] ?? 0),
    )
    for (const n of follows.filter(Number.isInteger)) assert.ok(n <= 0 || n >= 5, `${row.title} rates: ${n}`)
  }
  const [whole, bridge, willow] = drafts.map(({ row }) => row.content.pages)
  // What the county tells of a township is what the township tells of itself, or neither tells it.
  const places = whole?.find(({ key }) => key === 'places')?.table?.rows ?? []
  for (const [name, pages] of [
    ['石桥镇', bridge],
    ['柳林镇', willow],
  ] as const) {
    const received = places.find(([first]) => first === name)?.[1]
    const own = factOf(pages ?? [], '收到')
    if (received && received !== '并入') assert.equal(own, `${received}件`)
    else assert.equal(own, '不单独公布')
  }
})

test('figures are not written by hand: neither small ones nor others, nor their sentence, table and heading', async () => {
  const world = await county.world(new Date(START))
  await freezeMonth(county.deps, world, county.countyId, '2026-04', null)
  const w = await begin('county', 'office', { month: '2026-04' })
  const { row } = await w.row()
  const slots = Object.keys(slotsOf(row.content))
  assert.deepEqual(
    [...new Set(slots.map((slot) => slot.split('/')[0] ?? ''))].filter((page) => isOfFigures(row.kind, page)),
    ['summary', 'rates', 'places', 'fields', 'suspended'],
  )
  for (const slot of [
    'summary/p0',
    'summary/f1',
    'rates/t0.1',
    'rates/heading',
    'places/t0.1',
    'fields/t0.2',
  ])
    for (const text of ['4件', ''])
      await assert.rejects(w.act('office', 'edit', { edits: [{ slot, text }] }), refusedFor('frozen_figure'))
  await w.act('office', 'edit', { edits: [{ slot: 'focus/p0', text: '下月重点办理供水。' }] })
  // As a draft may stand that was edited before this was refused.
  const byHand = withTexts(row.content, (slot, text) => (slot === 'summary/f1' ? '4件' : text))
  await db.owner.query('UPDATE publications SET content = $2 WHERE id = $1', [
    w.acted.id,
    JSON.stringify(byHand),
  ])
  await assert.rejects(w.act('office', 'submit', {}), refusedFor('frozen_figure'))
  await w.act('office', 'edit', {
    edits: [{ slot: 'summary/f1', text: slotsOf(row.content)['summary/f1'] ?? '' }],
  })
  await w.act('office', 'submit', {})
  await w.act('office', 'sendBack', { reason: '重拟' })
  await w.act('office', 'drop', { reason: '重拟' })
})

test('a month of appeals goes through every step, and is found by what is in it', async () => {
  const w = await begin('stoneBridge', 'townClerk')
  await w.toPublished()
  const stands = await publishedOf(w)
  assert.equal(stands.kind, 'appeals')
  assert.equal(stands.slug, w.acted.number)
  assert.equal(stands.sha256, hashOf(stands.body))
  assert.doesNotMatch(JSON.stringify(stands.body), /周德福|13800/)
  const words = tsquery(queryTokens('下月重点'))
  const { rows } = await county.deps.database.read(county.countyId, (tx) =>
    sql<{ slug: string }>`SELECT slug FROM find_published(${words}::tsquery, 10)`.execute(tx),
  )
  assert.deepEqual(
    rows.map(({ slug }) => slug),
    [stands.slug],
  )
})

test('a month is begun once, by whoever is first', async () => {
  const may = { month: '2026-05', kind: 'month' }
  const first = await begin('willow', 'office', may)
  await assert.rejects(begin('willow', 'office', may), refusedFor('already_begun'))
  const both = await Promise.allSettled([begin('county', 'office', may), begin('county', 'office2', may)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], 'nor two at once')
  await first.act('office', 'drop', { reason: '重拟' })
  const second = await begin('willow', 'office', may)
  await second.toPublished('office', 'leader')
  await assert.rejects(begin('willow', 'office', may), refusedFor('already_published'))
})

test('a correction is an issue of its own that says what has changed; the former stays and leads to it', async () => {
  const first = await begin('stoneBridge', 'townClerk', { kind: 'month' })
  await first.toPublished()
  const second = await first.revised('townClerk', '“已销号”数错记一件。')
  assert.notEqual(second.acted.number, first.acted.number)
  await assert.rejects(second.act('townClerk', 'submit', {}), refusedFor('nothing_changed'))
  await assert.rejects(first.revised('townClerk'), refusedFor('already_revised'))
  // The ledger is put right, not the figure.
  await new ProblemWalk(county, '2026-03-02T01:00:00Z').toRectifying()
  await second.act('townClerk', 'regenerate', {})
  await second.toPublished()
  const [former, later] = [await publishedOf(first), await publishedOf(second)]
  assert.deepEqual(
    [former.withdrawn_at, former.replaced_by, (await first.row()).row.state],
    [null, later.slug, 'published'],
  )
  const { changes, ...corrects } = Correction.parse(later.body.corrects)
  assert.deepEqual(corrects, { slug: former.slug, number: first.acted.number, stands: true })
  assert.deepEqual(
    changes.map(({ where }) => where),
    [
      ...['本月进展', '本月进展 · 累计发现', '本月进展 · 正在整改', '本月进展 · 逾期未办结'],
      ...['累计发现', '正在整改', '逾期'].map((column) => `各单位情况（单位：个） · 上河村 · ${column}`),
    ],
  )
  assert.deepEqual(changes[1], { where: '本月进展 · 累计发现', from: '1个', to: '2个' })
  assert.match(later.body.title, /（更正）$/)
  assert.equal(
    later.body.pages[0]?.paragraphs[0],
    `本期更正公示${former.slug}。更正原因：“已销号”数错记一件。`,
  )
  const { places } = await county.deps.database.read(county.countyId, (tx) =>
    readCounts(tx, county.countyId, new Date(second.at)),
  )
  const place = places.find(({ key }) => key === county.organizations.stoneBridge)
  assert.equal(place?.figures.found, 2, 'what is told of the place follows the correction')
  const read = () =>
    county.deps.database.read(county.countyId, (tx) =>
      findPublished(tx, county.countyId, later.slug, new Date(second.at)),
    )
  assert.match(JSON.stringify(await read()), /"from":"1个"/)
  const { rows } = await county.deps.database.read(county.countyId, (tx) =>
    listPublications(
      tx,
      county.countyId,
      scopeOf(county.actor('office')),
      {},
      { after: undefined, limit: 100 },
    ),
  )
  assert.equal(
    rows.find(({ id }) => id === first.acted.id)?.succeeded_by,
    later.body.number,
    'the list says by which issue it is corrected',
  )
  await first.act('secrecy', 'withdraw', { reason: '有一处能认出人。' })
  const now = await read()
  assert.ok(now?.withdrawn === null)
  assert.deepEqual(
    [now.body.corrects?.stands, now.body.corrects?.changes[0]?.from],
    [false, null],
    'what is withdrawn later stands in its correction no more',
  )
  // And it may be wrong itself.
  const third = await second.revised('townClerk', '又错了。')
  assert.equal((await third.row()).row.title, later.body.title)
})

test('what was withdrawn is not brought back to light by its correction', async () => {
  const first = await begin('willow', 'office')
  await first.toPublished('office', 'leader')
  const second = await first.revised('office', '有一处能认出人。')
  await first.act('secrecy', 'withdraw', { reason: '有一处能认出人。' })
  await second.act('office', 'edit', { edits: [{ slot: 'focus/p0', text: '下月重点办理供水。' }] })
  await second.toPublished('office', 'leader')
  const { body } = await publishedOf(second)
  assert.equal(body.corrects?.stands, false)
  assert.deepEqual(body.corrects?.changes, [{ where: '下月重点', from: null, to: '下月重点办理供水。' }])
})

test('a correction that is withdrawn corrects nothing: what it corrected counts again, and may be corrected', async () => {
  const first = await begin('willow', 'office', { kind: 'month', month: '2026-04' })
  await first.toPublished('office', 'leader')
  const second = await first.revised('office', '数字有误。')
  await second.act('office', 'edit', { edits: [{ slot: 'title', text: '柳林镇五月公示（更正）' }] })
  await second.toPublished('office', 'leader')
  await second.act('secrecy', 'withdraw', { reason: '更正有误。' })
  const { slug, replaced_by } = await publishedOf(first)
  assert.equal(replaced_by, null)
  const { found, issues } = await county.deps.database.read(county.countyId, async (tx) => ({
    found: await findPublished(tx, county.countyId, slug, new Date(second.at)),
    issues: currentOf(
      (await listIssues(tx, county.countyId, new Date(second.at))).filter((one) => one.slug === slug),
    ),
  }))
  assert.ok(found?.withdrawn === null)
  assert.deepEqual([found.replacedBy, issues.length], [null, 1])
  await assert.rejects(second.revised('office'), refusedFor('already_published'))
  await first.revised('office', '再更正。')
})

test('a month whose issue was withdrawn goes on by an issue that names it and says what changed', async () => {
  const april = { kind: 'month', month: '2026-04' }
  const first = await begin('stoneBridge', 'townClerk', april)
  await first.toPublished()
  await first.act('secrecy', 'withdraw', { reason: '有一处能认出人。' })
  await assert.rejects(begin('stoneBridge', 'townClerk', april), refusedFor('already_withdrawn'))
  const second = await first.revised('townClerk', '删去了能认出人的一处。')
  assert.notEqual(second.acted.number, first.acted.number)
  await assert.rejects(first.revised('townClerk'), refusedFor('already_revised'))
  await assert.rejects(begin('stoneBridge', 'townClerk', april), refusedFor('already_begun'))
  await assert.rejects(second.act('townClerk', 'submit', {}), refusedFor('nothing_changed'))
  await second.act('townClerk', 'edit', { edits: [{ slot: 'title', text: '石桥镇四月公示（更正）' }] })
  await second.toPublished()
  const { slug, body } = await publishedOf(second)
  assert.deepEqual(
    [body.corrects?.number, body.corrects?.stands, body.pages[0]?.paragraphs[0]],
    [
      first.acted.number,
      false,
      `公示${first.acted.number}已撤下，由本期代替。改了什么：删去了能认出人的一处。`,
    ],
  )
  const shown = await county.deps.database.read(county.countyId, (tx) =>
    findPublished(tx, county.countyId, first.acted.number, new Date(second.at)),
  )
  assert.deepEqual(shown, { number: first.acted.number, withdrawn: 'early', replacedBy: slug })
  // Withdrawn in its turn, it is the one that is followed.
  await second.act('secrecy', 'withdraw', { reason: '还有一处。' })
  await assert.rejects(first.revised('townClerk'), refusedFor('already_withdrawn'))
  await second.revised('townClerk', '又删去一处。')
})

test('of a month one line of issues stands: the last is followed, and only while no other stands or is drafted', async () => {
  const first = await begin('willow', 'office', { kind: 'month', month: '2026-02' })
  await first.toPublished('office', 'leader')
  const titled = async (w: PublicationWalk, text: string) => {
    await w.act('office', 'edit', { edits: [{ slot: 'title', text }] })
    await w.toPublished('office', 'leader')
  }
  const second = await first.revised('office')
  await titled(second, '更正甲')
  await second.act('secrecy', 'withdraw', { reason: '更正有误。' })
  const third = await first.revised('office')
  await titled(third, '更正乙')
  await first.act('secrecy', 'withdraw', { reason: '有一处能认出人。' })
  await assert.rejects(second.revised('office'), refusedFor('already_revised'))
  await assert.rejects(first.revised('office'), refusedFor('already_revised'))
  await third.act('secrecy', 'withdraw', { reason: '有一处能认出人。' })
  await assert.rejects(second.revised('office'), refusedFor('already_withdrawn'))
  const fourth = await third.revised('office')
  await assert.rejects(second.revised('office'), refusedFor('already_revised'))
  await titled(fourth, '更正丙')
  const { rows } = await db.owner.query(
    "SELECT number FROM publications WHERE month = '2026-02' AND organization_id = $1 AND state = 'published'",
    [county.organizations.willow],
  )
  assert.deepEqual(
    rows.map(({ number }) => number),
    [fourth.acted.number],
  )
})

test('a withdrawn correction, and what it corrected, lead on to the issue that stands', async () => {
  const first = await begin('county', 'office', { kind: 'month', month: '2026-01' })
  await first.toPublished('office', 'leader')
  const corrected = async (w: PublicationWalk, text: string) => {
    const next = await w.revised('office')
    await next.act('office', 'edit', { edits: [{ slot: 'title', text }] })
    return next.toPublished('office', 'leader')
  }
  const second = await corrected(first, '更正甲')
  const withdrawn = async (w: PublicationWalk) => {
    w.acted = { ...w.acted, version: (await w.row()).row.version }
    await w.act('secrecy', 'withdraw', { reason: '更正有误。' })
  }
  const leadsTo = async (w: PublicationWalk) =>
    (
      await county.deps.database.read(county.countyId, (tx) =>
        findPublished(tx, county.countyId, w.acted.number, new Date(w.at)),
      )
    )?.replacedBy
  await withdrawn(second)
  assert.equal(await leadsTo(second), first.acted.number, 'what it corrected stands again')
  const third = await corrected(first, '更正乙')
  assert.equal(await leadsTo(second), third.acted.number)
  const fourth = await corrected(third, '更正丙')
  await withdrawn(third)
  for (const w of [first, second, third]) assert.equal(await leadsTo(w), fourth.acted.number)
  await withdrawn(fourth)
  assert.equal(await leadsTo(first), null)
  for (const w of [second, third, fourth]) assert.equal(await leadsTo(w), first.acted.number)
})

test('what was erased comes back neither in a new draft nor in what an issue that followed says of it', async () => {
  const first = await begin('stoneBridge', 'townClerk', { kind: 'month', month: '2026-02' })
  await first.act('townClerk', 'edit', { edits: [{ slot: 'title', text: '张三丰家门口的事' }] })
  await first.toPublished()
  const second = await first.revised('townClerk')
  await second.act('townClerk', 'edit', { edits: [{ slot: 'title', text: '石桥镇二月公示（更正）' }] })
  await second.toPublished()
  const said = async (table: string) =>
    JSON.stringify(
      (await db.owner.query(`SELECT body FROM ${table} WHERE publication_id = $1`, [second.acted.id])).rows,
    )
  for (const table of ['published', 'publication_releases']) assert.match(await said(table), /家门口的事/)
  const withdrawnAndErased = async (w: PublicationWalk) => {
    w.acted = { ...w.acted, version: (await w.row()).row.version }
    await w.act('secrecy', 'withdraw', { reason: '有一处能认出人。' })
    await w.act('leader', 'erasePublished', { reason: '有一处能认出人。' })
  }
  await withdrawnAndErased(first)
  for (const table of ['published', 'publication_releases']) {
    assert.doesNotMatch(await said(table), /家门口的事/)
    assert.match(await said(table), /"changes":\[\{"to":"石桥镇二月公示","from":null,"where":"标题"\}\]/)
  }
  await second.act('secrecy', 'withdraw', { reason: '还有一处。' })
  await second.act('leader', 'erasePublished', { reason: '还有一处。' })
  const { row } = await (await second.revised('townClerk')).row()
  assert.equal(row.title, '石桥镇2026年2月问题整改进展公示（更正）')
  assert.equal(row.generated.title, row.title)
})

test('what a person hid is hidden in the issue that follows, and looked at again', async () => {
  const first = await begin('stoneBridge', 'townClerk', { kind: 'month', month: '2026-01' })
  await first.act('townClerk', 'edit', { edits: [{ slot: 'title', text: '桥头大柳树下的事' }] })
  await first.toMaskCheck()
  const { row: before } = await first.row()
  for (const page of pageKeysOf(before.content)) {
    const marks = page === pageOfSlot('title', before.content) ? [{ slot: 'title', from: 2, to: 5 }] : []
    await first.act('townClerk', 'confirmPage', { page, marks, lifts: [] })
  }
  await first.act('townClerk', 'passMasks', {})
  await first.act('secrecy', 'passSecrecy', { opinion: '不涉密' })
  await first.act('townSecretary', 'approve', { opinion: '同意公示' })
  await first.act('townClerk', 'publish', {})
  const second = await first.revised('townClerk')
  await assert.rejects(second.act('townClerk', 'submit', {}), refusedFor('nothing_changed'))
  const { row: begun } = await second.row()
  const written = Object.entries(slotsOf(begun.content)).find(
    ([slot, text]) => slot !== 'title' && text !== '' && !isOfFigures('month', slot.split('/')[0] ?? ''),
  )
  const [slot, text] = written ?? assert.fail('an issue says something that is no figure')
  await second.act('townClerk', 'edit', { edits: [{ slot, text: `${text}（补充）` }] })
  await second.toMaskCheck()
  const { row } = await second.row()
  assert.equal(maskedContent(row.content, row.masks).title, '桥头***下的事（更正）')
  assert.deepEqual(row.masks.confirmed, {})
})

test('a title alone is corrected, and said to be another', async () => {
  const first = await begin('county', 'office', { kind: 'month', month: '2026-03' })
  await first.act('office', 'edit', { edits: [{ slot: 'title', text: '清溪县2026年2月整改进展公示' }] })
  await first.toPublished('office', 'leader')
  const second = await first.revised('office', '标题的月份写错了。')
  await second.act('office', 'edit', {
    edits: [{ slot: 'title', text: '清溪县2026年3月整改进展公示（更正）' }],
  })
  await second.toPublished('office', 'leader')
  assert.deepEqual((await publishedOf(second)).body.corrects?.changes, [
    { where: '标题', from: '清溪县2026年2月整改进展公示', to: '清溪县2026年3月整改进展公示' },
  ])
})

test('drawn anew from the data a correction keeps its reason', async () => {
  const first = await begin('county', 'office', { kind: 'month', month: '2026-04' })
  await first.toPublished('office', 'leader')
  const second = await first.revised('office', '标题有误。')
  await second.act('office', 'regenerate', {})
  const { row } = await second.row()
  assert.match(row.title, /（更正）$/)
  assert.match(row.content.pages[0]?.paragraphs[0] ?? '', /更正原因：标题有误。/)
})
