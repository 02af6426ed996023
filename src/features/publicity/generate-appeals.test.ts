import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppealMonth, Told } from './appeal-month.ts'
import { appealsContent } from './generate-appeals.ts'

const counts = (received: Told, closed: Told, running: Told) => ({ received, closed, running })
const month: AppealMonth = {
  asOf: '2026-06-01',
  counts: counts(40, 31, null),
  places: [
    { name: '上河村', counts: counts(20, 15, 6) },
    { name: '下河村', counts: counts(null, 9, null) },
    { name: '柳岸村', counts: counts(null, null, null) },
    { name: '桥头村', counts: counts(0, 0, 0) },
  ],
  fields: [],
  rates: {
    response: {
      ...{ numerator: 38, denominator: 40, excluded: 14, unrated: null },
      reasons: [
        { label: '已并案', n: 8 },
        { label: '未留联系方式', n: null },
        { label: '超出法定职权', n: null },
      ],
    },
    solution: null,
    satisfaction: { numerator: 25.8, denominator: 30, excluded: null, reasons: [], unrated: 6 },
  },
  suspendedCount: null,
  suspended: [
    { place: '石桥镇', field: '道路水电', n: 6, reviews: ['2026-08-01', '2026-09-01'] },
    {
      place: null,
      field: null,
      n: 5,
      reviews: ['2026-07-01', '2026-07-02', '2026-07-03', '2026-07-04', '2026-12-05'],
    },
  ],
  solved: [{ field: '道路水电', title: '村口路灯不亮', answer: '已经修好。' }],
  overdue: ['上河村'],
}
const place = { name: '石桥镇', kind: 'township', townshipId: 't' }
const contacts = [{ name: '民生热线', phone: '12345', address: null, hours: '全天' }]

test('what is not told by itself stands in what is left of the sum, and nowhere else', () => {
  const { pages, title } = appealsContent(place, '2026-05', month, contacts)
  const of = (key: string) => pages.find((page) => page.key === key)
  assert.equal(title, '石桥镇2026年5月群众诉求办理情况公示')
  assert.deepEqual(of('places')?.table?.rows, [
    ['上河村', '20', '15', '6'],
    ['下河村', '并入', '9', '并入'],
    ['其余村（社区）和“并入”的合计', '20', '7', '—'],
  ])
  assert.match(of('fields')?.paragraphs[0] ?? '', /本月件数少/)
  assert.deepEqual(of('rates')?.table?.rows, [
    ['响应率', '95.0%', '38', '40', '14', '—'],
    ['解决率', '不单独公布', '—', '—', '—', '—'],
    ['满意率', '86.0%', '25.8', '30', '不单独公布', '6'],
  ])
  assert.match(
    of('rates')?.paragraphs[1] ?? '',
    /响应率不计入的：已并案8件，未留联系方式、超出法定职权共6件。/,
  )
  assert.deepEqual(of('suspended')?.table?.rows, [
    ['道路水电', '石桥镇', '6', '2026年8月1日、2026年9月1日'],
    ['各领域', '全县', '5', '2026年7月1日至2026年12月5日（5个复核日）'],
  ])
  assert.deepEqual(of('summary')?.facts[2], { label: '月底在办', value: '不单独公布' })
  assert.equal(of('solved')?.paragraphs[0], '【道路水电】村口路灯不亮。已经修好。')
  assert.equal(of('contacts')?.facts[0]?.value, '12345；全天')
})

test('where none of the three rates is told one sentence says so', () => {
  const rates = { response: null, solution: null, satisfaction: null }
  const { pages } = appealsContent(place, '2026-05', { ...month, rates }, [])
  const { paragraphs, table } = pages.find(({ key }) => key === 'rates') ?? {}
  assert.deepEqual([paragraphs, table], [['本月三率都不单独公布。'], null])
})

test('a month in which nothing came in, and one with too little to tell', () => {
  const none = {
    ...month,
    ...{ counts: counts(0, 0, 0), places: [], suspended: [], suspendedCount: 0, solved: [], overdue: [] },
  }
  const county = appealsContent({ ...place, kind: 'county', name: '清溪县' }, '2026-05', none, [])
  assert.match(JSON.stringify(county), /收到群众诉求0件/)
  assert.match(JSON.stringify(county), /月底没有挂账的诉求/)
  assert.match(JSON.stringify(county), /月底没有单位逾期未办结/)
  const few = { ...none, counts: counts(null, null, null), suspendedCount: null }
  assert.match(JSON.stringify(appealsContent(place, '2026-05', few, [])), /并入全县的公示，不单独公布/)
})
