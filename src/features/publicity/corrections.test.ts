import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPage } from '#tests/support/published.ts'
import type { PublishedBody } from './content.ts'
import { changesBetween, correctedTitle, correctionOf } from './corrections.ts'
import { figuresIn, rectification } from './figures.ts'

const titled = (pages: PublishedBody['pages'], title = '石桥镇五月公示') => ({ title, pages })
const places = (rows: string[][]) => [
  aPage({ heading: '各村情况', table: { columns: ['村', '收到', '办结'], rows } }),
  aPage({ heading: '下月重点', paragraphs: ['抓供水。', '抓道路。'] }),
]

test('every text that is another is told by where it stands; what is new, and what is gone', () => {
  const former = titled(
    places([
      ['上河村', '12', '9'],
      ['下河村', '7', '7'],
    ]),
  )
  const later = titled([
    aPage({ heading: '更正说明', paragraphs: ['本期更正公示2026-0007。'] }),
    ...places([
      ['上河村', '12', '10'],
      ['柳岸村', '7', '7'],
    ]),
  ])
  assert.deepEqual(changesBetween(former, later), [
    { where: '各村情况 · 上河村 · 办结', from: '9', to: '10' },
    { where: '各村情况 · 柳岸村 · 收到', from: null, to: '7' },
    { where: '各村情况 · 柳岸村 · 办结', from: null, to: '7' },
    { where: '各村情况 · 下河村 · 收到', from: '7', to: '' },
    { where: '各村情况 · 下河村 · 办结', from: '7', to: '' },
  ])
  assert.deepEqual(changesBetween(former, former), [])
})

test('rows and paragraphs of the same name are kept apart', () => {
  const rows = (n: string) =>
    titled(
      places([
        ['全县', n, '1'],
        ['全县', '6', '1'],
      ]),
    )
  assert.deepEqual(
    changesBetween(rows('5'), rows('6')).map(({ where }) => where),
    ['各村情况 · 全县 · 收到'],
  )
  const [table, focus] = places([])
  assert.ok(table && focus)
  const later = titled([{ ...focus, paragraphs: ['抓供水。', '抓消防。'] }])
  assert.deepEqual(changesBetween(titled([focus]), later), [
    { where: '下月重点（2）', from: '抓道路。', to: '抓消防。' },
  ])
})

test('what the issue and its pages are called is told as well, apart from what stands on them', () => {
  const former = titled(places([['上河村', '12', '9']]), '石桥镇四月公示')
  const [table, focus] = former.pages
  assert.ok(table && focus)
  const later = titled(
    [
      { ...table, heading: '各村（社区）情况' },
      { ...focus, paragraphs: ['抓供水。', '抓消防。'] },
    ],
    '石桥镇五月公示（更正）',
  )
  assert.deepEqual(changesBetween(former, later), [
    { where: '栏目名称', from: '各村情况', to: '各村（社区）情况' },
    { where: '标题', from: '石桥镇四月公示', to: '石桥镇五月公示' },
    { where: '下月重点（2）', from: '抓道路。', to: '抓消防。' },
  ])
  const other = titled([focus, aPage({ heading: '电话', paragraphs: ['6001001'] })], '石桥镇四月公示')
  assert.deepEqual(
    changesBetween(former, other).map(({ where, to }) => [where, to]),
    [
      ['电话', '6001001'],
      ['各村情况 · 上河村 · 收到', ''],
      ['各村情况 · 上河村 · 办结', ''],
    ],
    'another page is no page of another name',
  )
})

test('what columns are called, a table of one column, and a page without a text are told as well', () => {
  const table = (columns: string[], ...rows: string[][]) =>
    titled([aPage({ heading: '各村情况', table: { columns, rows } })])
  const row = ['上河村', '12', '9']
  assert.deepEqual(changesBetween(table(['地方', '收到', '办结'], row), table(['村', '收件', '办结'], row)), [
    { where: '各村情况 · 第1列的名称', from: '地方', to: '村' },
    { where: '各村情况 · 第2列的名称', from: '收到', to: '收件' },
  ])
  const swapped = table(['村', '办结', '收到'], ['上河村', '9', '12'])
  assert.deepEqual(changesBetween(table(['村', '收到', '办结'], row), swapped), [], 'in another order')
  assert.deepEqual(changesBetween(table(['单位'], ['甲局']), table(['单位'], ['乙局'])), [
    { where: '各村情况', from: '甲局', to: '乙局' },
  ])
  const bare = (...headings: string[]) => titled(headings.map((heading) => aPage({ heading })))
  assert.deepEqual(changesBetween(bare('甲'), bare('丙')), [{ where: '栏目名称', from: '甲', to: '丙' }])
  assert.deepEqual(changesBetween(bare('甲'), bare('甲', '丙')), [
    { where: '栏目名称', from: null, to: '丙' },
  ])
  assert.deepEqual(changesBetween(bare('甲', '丙'), bare('甲')), [{ where: '栏目名称', from: '丙', to: '' }])
})

test('of what was withdrawn or erased no word comes back', () => {
  const body = titled(places([['上河村', '2', '1']])) as never
  const later = titled(places([['其余村', '—', '—']]))
  const hidden = correctionOf({ number: '2026-0007', edition: 1, stands: false, body }, later)
  assert.doesNotMatch(JSON.stringify(hidden), /上河村/)
  assert.deepEqual(hidden.changes.at(-1), { where: '其余内容', from: null, to: '' }, 'that something is gone')
  assert.ok(hidden.changes.length > 0 && hidden.changes.every(({ from }) => from === null))
  const erased = correctionOf({ number: '2026-0007', edition: 2, stands: false, body: null }, later)
  assert.deepEqual(erased, { slug: '2026-0007-2', number: '2026-0007', stands: false, changes: [] })
})

test('a title says once that it is corrected', () => {
  assert.equal(correctedTitle('石桥镇五月公示'), '石桥镇五月公示（更正）')
  assert.equal(correctedTitle('石桥镇五月公示（更正）'), '石桥镇五月公示（更正）')
})

test('only a number is a figure', () => {
  const facts = [
    { label: '累计发现', value: '12个' },
    { label: '已销号', value: '约7个' },
    { label: '正在整改', value: '不单独公布' },
    { label: '逾期未办结', value: '0个' },
  ]
  assert.deepEqual(figuresIn(facts, rectification), { found: 12, overdue: 0 })
})
