import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { masker, maskText } from './index.ts'
import { readSet } from './set/read-set.ts'

const shown = (text: string, options = {}) => maskText(text, options).text

test('what is shown of each kind', () => {
  const cases = [
    ['村民周桂英反映', '村民周*反映'],
    ['党员欧阳春梅反映', '党员欧阳*反映'],
    ['手机13800001234', '手机138****1234'],
    ['电话+86 138-0000-1234', '电话138****1234'],
    ['座机0913-3820056', '座机0913-****'],
    ['身份证610598196712034513', '身份证***'],
    ['卡号6217001230000456784', '卡号****6784'],
    ['陕E·3K902的车', '陕***的车'],
    ['寄到zhou_66@example.cn', '寄到***@example.cn'],
    ['微信号：zhou_6688', '微信号：***'],
    ['住柳树湾村三组17号', '住柳树湾村三组***'],
    ['1965年3月12日出生', '1965年**月**日出生'],
    ['护照E00451278', '护照***'],
  ] as const
  for (const [text, expected] of cases) assert.equal(shown(text), expected)
})

test('a surname alone is hidden, what somebody masked already stays', () => {
  assert.equal(shown('老周说，郑大爷找过吴主任'), '老*说，*大爷找过*主任')
  assert.equal(shown('张某、李某某均已处理'), '张某、李某某均已处理')
})

test('minors and victims are hidden altogether', () => {
  assert.equal(shown('留守儿童周小雨由祖母照料'), '留守儿童***由祖母照料')
  assert.equal(shown('周小雨（9岁）随其生活，周永福（59岁）患病'), '***（9岁）随其生活，周*（59岁）患病')
  assert.equal(shown('受害人周玉兰'), '受害人***')
})

test('fully hidden, nothing of it is left, nor how long it was', () => {
  const full = { full: true }
  assert.equal(shown('村民周桂英，13800001234', full), shown('村民郑义，13900005678', full))
})

test('a name that is also a word is a name only where the text around it says so, or when it is known', () => {
  assert.equal(shown('方便群众办事，大家都很高兴'), '方便群众办事，大家都很高兴')
  assert.equal(shown('村民高兴反映道路损坏'), '村民高*反映道路损坏')
  assert.equal(shown('户主：高兴'), '户主：高*')
  assert.equal(shown('周桂英、高兴、郑小川三人未到'), '周*、高*、郑*三人未到')
  assert.equal(shown('高兴与方便谈过'), '高兴与方便谈过')
  assert.equal(shown('高兴与方便谈过', { known: ['高兴', '方便'] }), '高*与方*谈过')
})

test('known names are found without anything around them, in traditional characters and full width too', () => {
  const known = { known: ['司徒格', '乔木', ' 阿布 ', ''] }
  assert.equal(shown('司徒格司徒格', known), '司徒*司徒*')
  assert.equal(shown('張建國來電，１３８００００１２３４'), '張*來電，138****1234')
  assert.equal(shown('阿布拿走了', known), '阿*拿走了')
})

test('what is allowed stays, however a phone is grouped', () => {
  const allow = ['周桂英养殖合作社', '0913-3820056', '石磊路']
  assert.equal(shown('周桂英养殖合作社的周桂英反映', { allow }), '周桂英养殖合作社的周*反映')
  assert.equal(shown('致电(0913)3820056或0913 3820056', { allow }), '致电(0913)3820056或0913 3820056')
  assert.equal(shown('致电0913-38200567', { allow }), '致电0913-****')
})

test('places and public figures are no people of the county', () => {
  for (const text of [
    '石桥镇向阳村、王家沟村、李家庄村',
    '深入学习贯彻习近平新时代中国特色社会主义思想',
    '秦岭生态保护，黄河流域治理',
  ])
    assert.equal(shown(text), text)
})

test('characters beyond the first plane stand in names', () => {
  assert.equal(shown('村民周𬸣反映，党员周桂𬸣到会'), '村民周*反映，党员周*到会')
})

test('of any text only what is told is replaced, from left to right', () => {
  const mask = masker({ known: ['高兴'] })
  const some = fc.constantFrom(
    '村民',
    '周桂英',
    '13800001234',
    '、',
    '反映',
    '高兴',
    '1',
    ' ',
    '（',
    '号',
    '·',
    '\n',
  )
  const any = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.array(some, { maxLength: 30 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(any, (text) => {
      const { text: made, hits } = mask(text)
      let rebuilt = ''
      let kept = 0
      for (const { from, to, shown } of hits) {
        assert.ok(from >= kept && to > from && to <= text.length)
        rebuilt += text.slice(kept, from) + shown
        kept = to
      }
      assert.equal(made, rebuilt + text.slice(kept))
    }),
    { numRuns: 1_000 },
  )
})

test('a text that is masked already is not masked again', () => {
  for (const { text } of readSet('tuning')) {
    const once = shown(text)
    assert.equal(shown(once), once)
  }
})

test('eight times the text takes about eight times as long', () => {
  const part = readSet('tuning')
    .map(({ text }) => text)
    .join('，')
  const timeOf = (text: string) => {
    const times = Array.from({ length: 3 }, () => {
      const from = performance.now()
      maskText(text)
      return performance.now() - from
    })
    return Math.min(...times)
  }
  timeOf(part)
  const ratio = timeOf(part.repeat(8)) / timeOf(part)
  assert.ok(ratio < 24, `${ratio} times`)
})
