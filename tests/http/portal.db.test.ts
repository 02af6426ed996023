import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import {
  aPng,
  fillPortal,
  openPortalHouse,
  type PortalHouse,
  portalStates,
} from '#tests/support/portal-house.ts'
import { aPage, publish, withdraw } from '#tests/support/published.ts'
import { createSmallCounty } from '#tests/support/small-county.ts'

/** The public pages over HTTP, served by a process that has nothing but them. */
let house: PortalHouse
before(async () => {
  house = await openPortalHouse()
  await fillPortal(house)
})
after(() => house.close())

const page = (url: string, headers: Record<string, string> = {}) =>
  house.app.inject({ url: encodeURI(url), headers: { accept: 'text/html', ...headers } })

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Lines end where templates end.
    'no-trailing-whitespace': 'off',
    // A title says what the page is about, however long the county calls it.
    'long-title': 'off',
    // A telephone number may break where it is written with a space.
    'tel-non-breaking': 'off',
  },
})

const looks = ['normal-hans', 'large-hans', 'large-hant']

for (const [url, status] of portalStates)
  test(`${url}: ${status}, valid in every look, light, told to nobody's cache for long`, async () => {
    for (const look of looks) {
      const answer = await page(url, { cookie: `bihuan_look=${look}` })
      assert.equal(answer.statusCode, status, answer.body.slice(0, 500))
      const report = await validator.validateString(answer.body)
      assert.deepEqual(
        report.results.flatMap(({ messages }) => messages.map((m) => `${m.line}: ${m.ruleId} ${m.message}`)),
        [],
      )
      assert.ok(Buffer.byteLength(answer.body) + (await page('/portal.css')).body.length < 60_000, url)
      assert.match(answer.body, look.endsWith('hant') ? /<html lang="zh-Hant"/ : /<html lang="zh-CN"/)
      assert.equal(answer.body.includes('class="large"'), look.startsWith('large'))
      assert.equal(/<script(?! src="\/)|\sstyle=|\son[a-z]+=/.exec(answer.body), null)
      assert.doesNotMatch(answer.body, /\\n/)
      assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/)
      const cache = String(answer.headers['cache-control'])
      const seconds = Number(/max-age=(\d+)/.exec(cache)?.[1] ?? 0)
      assert.ok(seconds <= 30 && !cache.includes('public'), cache)
    }
  })

test('a publication tells what was found, who answers for what, each step with its day, and what was answered', async () => {
  const { body } = await page('/published/2026-0001')
  for (const words of [
    '雨天污水漫上路面',
    '石桥镇上河村党组织（书记为第一责任人）',
    '县水务局、县农业农村局',
    '2026年3月18日完成',
    '<time datetime="2026-05-06">2026年5月6日</time>同意销号',
    '水沟是通了，希望以后经常清。',
    '石桥镇上河村答复',
    '公示期',
  ])
    assert.ok(body.includes(words), words)
})

test('the list narrows by township, village, month and kind, and pages by key', async () => {
  const { stoneBridge, upperVillage } = house.county.organizations
  const slugs = async (url: string) =>
    [...(await page(url)).body.matchAll(/href="\/published\/([\d-]+)"/g)].map(([, slug]) => slug)
  const first = await page('/published')
  assert.ok(first.body.includes('石桥镇（26）'), 'townships bear how many there are')
  const next = /href="(\/published\?before[^"]*)"/.exec(first.body)?.[1]?.replaceAll('&#61;', '=')
  assert.ok(next, 'there is a second page')
  const both = [...(await slugs('/published')), ...(await slugs(next))]
  // One of them twice: where it is, and where it says what it corrects.
  assert.deepEqual([new Set(both).size, both.length], [33, 34])
  assert.deepEqual(await slugs('/published?kind=month&month=2026-05'), ['2026-0043', '2026-0002'])
  assert.equal((await slugs(`/published?township=${stoneBridge}&organization=${upperVillage}`)).length, 20)
  // What is no filter of ours counts as not asked.
  for (const odd of ['?township=x', "?month=' OR 1=1", '?before=9_9', '?kind=secret', '?township=%00'])
    assert.equal((await page(`/published${odd}`)).statusCode, 200, odd)
})

test('progress is found by number, village and words, also typed in traditional characters', async () => {
  for (const q of ['2026-0001', '上河', '排水溝', '　排水沟 '])
    assert.match((await page(`/progress?q=${q}`)).body, /查到的公示/, q)
  // By words of the text, in whatever order.
  for (const q of ['雨天 污水', '管护办法 清淤', '满意率 挂账清单'])
    assert.match((await page(`/progress?q=${q}`)).body, /查到的公示/, q)
  assert.match((await page('/progress?q=天外来客')).body, /没有查到/)
  assert.match(
    (await page('/progress?q=上河')).body,
    /查到的公示[\s\S]*name="receipt"/,
    'what was asked stands first',
  )
  assert.match((await page('/progress')).body, /name="receipt"[\s\S]*name="q"/)
  assert.match((await page('/published')).body, /<h1>公示<\/h1>\s*<form [^>]*role="search"/)
  for (const q of ['%', '_', "'", '\\', '<script>alert(1)</script>']) {
    const { body, statusCode } = await page(`/progress?q=${encodeURIComponent(q).replaceAll('%', '%25')}`)
    assert.equal(statusCode, 200, q)
    assert.doesNotMatch(body, /<script/)
  }
})

test('the months of a year stand as bars and as a table, with what was corrected as it is now', async () => {
  const { body } = await page('/monthly')
  assert.match(body, /清溪县2026年群众诉求/)
  assert.match(body, /<text [^>]*>办结 83<\/text>/)
  assert.doesNotMatch(body, />办结 81</, 'the issue that was wrong counts no more')
  assert.match(body, /<text [^>]*>3月<\/text><text [^>]*>没有公布</)
  assert.match(body, /办结不单独公布/)
  assert.match(body, /data-label="响应率">96.4%</)
  assert.match(body, /—：件数少，不单独公布/, 'a dash says what it stands for')
  assert.match(body, /viewBox="0 0 360 /)
  assert.match((await page('/monthly?type=large')).body, /viewBox="0 0 270 /, 'the chart grows in large type')
  assert.match(body, /<text [^>]*>已销号 30<\/text>/, 'and rectification')
  assert.match(body, /2026-0041[\s\S]*已由2026-0042更正/, 'the former one stays in the list')
  assert.match((await page('/monthly?year=2025')).body, /12月/)
  for (const odd of ['?year=x', '?place=1', "?year=' OR 1=1", '?year=1999'])
    assert.equal((await page(`/monthly${odd}`)).statusCode, 200, odd)
})

test('an issue and its correction lead to one another, and the later one says what changed', async () => {
  const former = (await page('/published/2026-0041')).body
  assert.match(former, /这一期有误，已由公示<a href="\/published\/2026-0042">/)
  assert.match(former, /81件/, 'frozen, it stays as it was')
  const later = (await page('/published/2026-0042')).body
  assert.match(later, /更正了公示<a href="\/published\/2026-0041">/)
  assert.match(later, /本月情况 · 办结<\/th><td[^>]*>81件<\/td><td[^>]*>83件</)
})

test('every public list is there as CSV and as a workbook, and nothing in it is a formula', async () => {
  const links = [...(await page('/data')).body.matchAll(/href="(\/data\/[a-z]+\.(?:csv|xlsx))"/g)]
  assert.equal(links.length, 14)
  for (const [, path = ''] of [
    ...links,
    ['', '/data/issue.csv?slug=2026-0041'],
    ['', '/data/issue.xlsx?slug=2026-0041'],
  ]) {
    const answer = await page(path)
    assert.equal(answer.statusCode, 200, path)
    assert.match(String(answer.headers['content-disposition']), /^attachment; filename="[a-z]+\.(csv|xlsx)"/)
    assert.match(
      answer.rawPayload.subarray(0, 3).toString('latin1'),
      path.includes('csv') ? /^\u00ef\u00bb\u00bf/ : /^PK/,
    )
  }
  const csv = (await page('/data/appeals.csv?year=2026')).body
  assert.match(csv, /清溪县,2026-05,92,83,,6,96.4%,88.0%,不单独公布,2026-0042/)
  assert.doesNotMatch(csv, /2025-12/)
  for (const path of ['/data/suspended.csv', '/data/issue.csv?slug=2026-0041'])
    assert.match((await page(path)).body, /,'=道路水电,/, path)
  for (const odd of [
    '/data/people.csv',
    '/data/constructor.csv',
    '/data/issue.csv',
    '/data/issue.csv?slug=2026-0003',
    '/data/issue.xlsx?slug=2026-9999',
  ])
    assert.equal((await page(odd)).statusCode, 404, odd)
})

test('a list that has not changed is not sent again, and a list is taken page by page', async () => {
  for (const path of ['/data/publications.csv', '/data/appeals.xlsx', '/feed.xml', '/data/contacts.csv']) {
    const { etag } = (await page(path)).headers
    const again = await page(path, { 'if-none-match': String(etag) })
    assert.deepEqual([again.statusCode, again.body], [304, ''], path)
    const other = (await page(`${path}?page=2`)).headers.etag
    assert.equal(other === etag, path === '/feed.xml', path)
  }
  const links = [...(await page('/data')).body.matchAll(/href="(\/data\/[a-z]+\.csv)"/g)].map(
    ([, link]) => link ?? '',
  )
  for (const link of [...links, '/data/issue.csv?slug=2026-0041']) {
    const after = await page(`${link}${link.includes('?') ? '&' : '?'}page=2`)
    assert.deepEqual([after.statusCode, after.headers.link], [200, undefined], link)
    const rows = (body: string) => body.trim().split(/\r?\n/).length
    assert.ok(rows(after.body) < rows((await page(link)).body), `${link}: nothing after the last page`)
    assert.match(after.body, /第2页/)
  }
  const second = (await page('/data/publications.csv?page=2')).body
  assert.match(second, /第2页，每页5000行/)
  assert.doesNotMatch(second, /2026-0001/)
  for (const odd of ['0', '-1', 'x', '1e9'])
    assert.match((await page(`/data/publications.csv?page=${odd}`)).body, /2026-0001/, odd)
})

test('the figure for other sites may be framed, and nothing else may', async () => {
  const embedded = await page('/embed/figures')
  assert.match(embedded.body, /清溪县2026年5月群众诉求/)
  assert.match(embedded.body, /<dd>83件<\/dd>/)
  assert.match(String(embedded.headers['content-security-policy']), /default-src 'none'.*frame-ancestors \*$/)
  assert.equal(embedded.headers['x-frame-options'], undefined)
  assert.equal(embedded.headers['x-content-type-options'], 'nosniff')
  for (const path of ['/', '/monthly', '/data', '/published/2026-0041']) {
    const { headers } = await page(path)
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/)
    assert.equal(headers['x-frame-options'], 'DENY')
  }
})

test('the feed tells what is new, and nothing that was withdrawn', async () => {
  const feed = await page('/feed.xml', { host: 'qingxi.test' })
  assert.match(String(feed.headers['content-type']), /^application\/rss\+xml/)
  assert.match(feed.body, /<link>http:\/\/qingxi.test\/published\/2026-0042<\/link>/)
  assert.match(feed.body, /公示编号2026-0041，已由2026-0042更正/)
  assert.doesNotMatch(feed.body, /2026-0003</)
  const one = (await page('/feed.xml?kind=month')).body
  assert.deepEqual(
    [...one.matchAll(/<guid[^>]*>([^<]*)</g)].map(([, slug]) => slug),
    ['2026-0043', '2026-0002'],
  )
})

test('what is withheld is told by number and reason, and reasons without any are not', async () => {
  const { body } = await page('/published')
  assert.match(body, /正在初核或已立案尚未公布：2项/)
  assert.doesNotMatch(body, /负面炒作/)
})

test('the look is in the address first, then in a cookie, and without cookies in every link', async () => {
  const asked = await page('/published/2026-0001?type=large&script=hant')
  assert.match(
    String(asked.headers['set-cookie']),
    /^bihuan_look=large-hant; Path=\/; .*SameSite=Lax; HttpOnly$/,
  )
  assert.match(asked.body, /<html lang="zh-Hant" class="large">/)
  assert.match(asked.body, /公示編號/)
  // The other script names itself in its own characters.
  assert.match(asked.body, />简体</)
  assert.match(asked.body, /href="\/progress\?type&#61;large&#38;script&#61;hant"/)
  const kept = await page('/published/2026-0001', { cookie: 'other=1; bihuan_look=large-hant' })
  assert.match(kept.body, /href="\/progress"/)
  assert.equal(kept.headers['set-cookie'], undefined)
  const back = await page('/?type=normal', { cookie: 'bihuan_look=large-hant' })
  assert.match(String(back.headers['set-cookie']), /normal-hant/)
  assert.doesNotMatch(back.body, /class="large"/)
  assert.match(String(back.headers.vary), /cookie/)
})

test('a page is sent packed, and not again when it has not changed', async () => {
  const packed = await page('/published', { 'accept-encoding': 'gzip, deflate, br' })
  assert.equal(packed.headers['content-encoding'], 'gzip')
  assert.equal(gunzipSync(packed.rawPayload).toString(), (await page('/published')).body)
  const again = await page('/published', { 'if-none-match': String(packed.headers.etag) })
  assert.deepEqual([again.statusCode, again.body], [304, ''])
})

test('withdrawn while somebody reads: the next load says so, in every look, within seconds', async () => {
  const { owner } = house.test
  const organization = { id: house.county.organizations.upperVillage, name: '石桥镇上河村' }
  await publish(owner, 1, { slug: '2026-0100', organization, publishedAt: new Date() })
  await new Promise((done) => setTimeout(done, 1_100))
  const read = await page('/published/2026-0100')
  assert.equal(read.statusCode, 200)
  await withdraw(owner, 1, '2026-0100')
  await new Promise((done) => setTimeout(done, 1_100))
  for (const look of looks) {
    const gone = await page('/published/2026-0100', {
      cookie: `bihuan_look=${look}`,
      'if-none-match': String(read.headers.etag),
    })
    assert.equal(gone.statusCode, 410)
    assert.match(gone.body, /公示已撤下|公示已撤下/u)
  }
  assert.doesNotMatch((await page('/published')).body, /2026-0100/)
})

test('a withdrawn edition leads to the one that replaced it', async () => {
  const { body } = await page('/published/2026-0004')
  assert.match(body, /这一版已经更正/)
  assert.match(body, /href="\/published\/2026-0004-2"/)
})

test('a withdrawn issue of a month leads to the one that took its place, which says so and what changed', async () => {
  const organization = { id: house.county.organizations.county, name: '清溪县' }
  const march = { organization, kind: 'month' as const, month: '2026-03' }
  const over = { at: new Date(), kind: 'early' as const, by: '2026-0301' }
  await publish(house.test.owner, 1, { ...march, slug: '2026-0300', withdrawn: over })
  await publish(house.test.owner, 1, {
    ...{ ...march, slug: '2026-0301' },
    corrects: {
      ...{ slug: '2026-0300', number: '2026-0300', stands: false },
      changes: [{ where: '标题', from: null, to: '清溪县2026年3月问题整改进展公示' }],
    },
  })
  const former = await page('/published/2026-0300')
  assert.equal(former.statusCode, 410)
  assert.match(former.body, /公示编号2026-0300：发布单位已经撤下这条公示。/)
  assert.match(former.body, /现在公布的是公示2026-0301。/)
  assert.match(former.body, /href="\/published\/2026-0301"/)
  const { body } = await page('/published/2026-0301')
  assert.match(
    body,
    /这一期代替了公示<a href="\/published\/2026-0300">2026-0300<\/a>，改了哪里见“更正的内容”。/,
  )
  assert.match(body, /原来的一期已经撤下，原文不再显示。/)
  assert.match(body, /<th scope="row">标题<\/th><td[^>]*>清溪县2026年3月问题整改进展公示</)
  for (const html of [former.body, body]) assert.deepEqual((await validator.validateString(html)).results, [])
})

test('what is published is text, whatever it looks like', async () => {
  const organization = { id: house.county.organizations.upperVillage, name: '<i>村</i>' }
  const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}\u202e`
  await publish(house.test.owner, 1, {
    ...{ slug: '2026-0200', organization, title: evil },
    pages: [
      aPage({
        ...{ heading: evil, paragraphs: [evil], facts: [{ label: evil, value: evil }] },
        table: { columns: [evil, evil], rows: [[evil, evil]] },
        steps: [{ on: '2026-03-02', label: evil }],
      }),
    ],
  })
  const { body, statusCode } = await page('/published/2026-0200')
  assert.equal(statusCode, 200)
  assert.doesNotMatch(body, /<script|<img|<i>|onerror=/)
  assert.equal(body.match(/&#60;script&#62;/g)?.length, 12)
})

test('pictures are given out through a publication that stands, as pictures', async () => {
  const whole = await page('/published/2026-0001/pictures')
  const path = /src="([^"]+)"/.exec(whole.body)?.[1] ?? ''
  const picture = await page(path)
  assert.deepEqual(
    [picture.statusCode, picture.headers['content-type'], picture.rawPayload.equals(aPng)],
    [200, 'image/png', true],
  )
  assert.equal(picture.headers['x-content-type-options'], 'nosniff')
  const sha256 = path.split('/').at(-1) ?? ''
  for (const odd of [
    `/published/2026-0002/pictures/${sha256}`,
    `/published/2026-0003/pictures/${sha256}`,
    `/published/2026-0001/pictures/${'0'.repeat(64)}`,
    '/published/2026-0001/pictures/..%2f..%2fetc',
  ])
    assert.equal((await page(odd)).statusCode, 404, odd)
})

const say = (slug: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  house.app.inject({
    ...{ method: 'POST', url: `/published/${slug}/comments` },
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(form).toString(),
  })

test('a comment is kept without its writer, and read by nobody before a person has', async () => {
  const words = '村口那段还堵着\r\n下雨就漫水'
  const answer = await say('2026-0001', { words, website: '' })
  assert.equal(answer.statusCode, 200)
  assert.match(answer.body, /意见已收到/)
  const { rows } = await house.test.owner.query('SELECT words, status, left_on FROM publication_comments')
  assert.deepEqual(
    rows.map(({ words, status }) => [words, status]),
    [['村口那段还堵着\n下雨就漫水', 'waiting']],
  )
  assert.doesNotMatch((await page('/published/2026-0001')).body, /那段还堵着/)
})

test('what tells who somebody is is masked before a comment is kept', async () => {
  await say('2026-0002', { words: '我叫王建国，电话13812345678，低保没有发。' })
  const { rows } = await house.test.owner.query(
    "SELECT words FROM publication_comments WHERE words LIKE '%低保%'",
  )
  assert.equal(rows.length, 1)
  assert.doesNotMatch(rows[0].words, /王建国|13812345678/)
})

test('a comment that cannot be taken comes back with what was written and what to do', async () => {
  const kept = async () =>
    (await house.test.owner.query('SELECT count(*)::int AS n FROM publication_comments')).rows[0].n
  const before_ = await kept()
  const cases = [
    ['2026-0001', { words: ' \n ' }, 422, /还没有写意见/],
    ['2026-0001', { words: '长'.repeat(1_001) }, 422, /太长/],
    // Longer once it is masked than the table takes.
    ['2026-0001', { words: '2001-1-1生。'.repeat(120).slice(0, 990) }, 422, /太长/],
    ['2026-0001', { words: '附件标注机密★长期' }, 422, /不能在网上填写/],
    ['2026-0001', { words: '买药加微信', website: 'http://evil.test' }, 200, /意见已收到/],
    ['2026-0003', { words: '好' }, 410, /公示已撤下/],
    ['2026-9999', { words: '好' }, 404, /没有这一页/],
    ['2026-0001', {}, 422, /还没有写意见/],
  ] as const
  for (const [slug, form, status, says] of cases) {
    const answer = await say(slug, form)
    assert.equal(answer.statusCode, status, JSON.stringify(form).slice(0, 60))
    assert.match(answer.body, says)
    if (says.source === '太长' && 'words' in form)
      assert.ok(answer.body.includes(form.words), 'kept for another try')
    const report = await validator.validateString(answer.body)
    assert.equal(report.errorCount, 0, JSON.stringify(report.results[0]?.messages.slice(0, 3)))
  }
  assert.equal(await kept(), before_)
  const odd = await house.app.inject({
    ...{ method: 'POST', url: '/published/2026-0001/comments', payload: '{"words":1}' },
    headers: { 'content-type': 'application/json' },
  })
  assert.equal(odd.statusCode, 422)
  const huge = await say('2026-0001', { words: '长'.repeat(20_000) })
  assert.equal(huge.statusCode, 413)
  assert.match(huge.body, /没有收到/)
})

test('one address may not use up what all need, and is told when to come again', async () => {
  const from = { 'x-forwarded-for': '203.0.113.9' }
  const answers = await Promise.all(Array.from({ length: 620 }, () => page('/report', from)))
  const refused = answers.filter(({ statusCode }) => statusCode === 429)
  assert.ok(refused.length > 0 && refused.length < 40, String(refused.length))
  assert.match(refused[0]!.body, /请过一分钟再打开/)
  assert.ok(Number(refused[0]!.headers['retry-after']) >= 1)
  assert.equal((await page('/report', { 'x-forwarded-for': '203.0.113.10' })).statusCode, 200)
  const writer = { 'x-forwarded-for': '198.51.100.7' }
  const said = await Promise.all(Array.from({ length: 8 }, () => say('2026-0006', { words: '好' }, writer)))
  assert.equal(said.filter(({ statusCode }) => statusCode === 429).length, 2)
})

test('a process of the portal has nothing of the desk', async () => {
  for (const url of ['/desk', '/api/v1/problems', '/api/v1/session', '/api/openapi.json', '/api/v1/uploads'])
    for (const method of ['GET', 'POST'] as const)
      assert.equal((await house.app.inject({ method, url })).statusCode, 404, `${method} ${url}`)
  assert.doesNotMatch((await page('/')).body, /工作人员登录/)
  assert.deepEqual((await page('/health/ready')).json(), { ready: true })
})

test('each county sees its own under its own host, also under the same number', async () => {
  const { owner } = house.test
  await owner.query("UPDATE counties SET host = 'east.test' WHERE county_id = 1")
  const west = await createSmallCounty(house.test, 2)
  await owner.query("UPDATE counties SET host = 'west.test', name = '西山县' WHERE county_id = 2")
  const organization = { id: west.organizations.upperVillage, name: '西山县西村' }
  await publish(owner, 2, {
    slug: '2026-0001',
    organization,
    pages: [aPage({ paragraphs: ['只有西山县的话'] })],
  })
  await new Promise((done) => setTimeout(done, 5_100))
  const there = await page('/published/2026-0001', { host: 'west.test' })
  const here = await page('/published/2026-0001', { host: 'east.test' })
  assert.match(there.body, /只有西山县的话/)
  assert.doesNotMatch(here.body, /西山县/)
  assert.doesNotMatch(there.body, /石桥镇/)
  assert.doesNotMatch((await page('/published', { host: 'west.test' })).body, /石桥镇/)
  assert.equal((await page('/published/2026-0002', { host: 'west.test' })).statusCode, 404)
  assert.equal((await page('/', { host: 'nobody.test' })).statusCode, 404)
})

test('below a path of its own a county’s pages lead to its own pages, packed or not', async () => {
  await house.test.owner.query("UPDATE counties SET prefix = 'west' WHERE county_id = 2")
  await new Promise((done) => setTimeout(done, 5_100))
  const there = await page('/c/west/published/2026-0001?type=large', {
    host: 'any.test',
    'accept-encoding': 'gzip',
  })
  assert.match(there.body, /只有西山县的话/)
  assert.match(there.body, /href="\/c\/west\/published/)
  assert.match(there.body, /action="\/c\/west\/published\/2026-0001\/comments"/)
  assert.match(String(there.headers['set-cookie']), /Path=\/c\/west;/)
})

test('when the database cannot be asked a page says so in plain words, and nothing of why', async () => {
  await house.test.owner.query('ALTER TABLE published_counts RENAME TO gone')
  try {
    const broken = await page('/published?month=2001-01', { host: 'east.test' })
    assert.equal(broken.statusCode, 500)
    assert.match(broken.body, /暂时打不开/)
    assert.doesNotMatch(broken.body, /published_counts|relation|select/i)
    const report = await validator.validateString(broken.body)
    assert.equal(report.errorCount, 0, JSON.stringify(report.results[0]?.messages))
  } finally {
    await house.test.owner.query('ALTER TABLE gone RENAME TO published_counts')
  }
})
