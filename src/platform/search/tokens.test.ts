import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fold, loadDictionary, queryTokens, tokensFor, tsquery } from './index.ts'

const TEXT =
  '某村党支部对农村危房改造工作重视不够,2023年以来未召开专题会议研究,村级财务公开不及时,公示栏内容陈旧,' +
  '群众反映强烈的柳树湾村至小学路段排水沟淤堵问题长期得不到解决,党支部书记履行第一责任人职责不到位,“三会一课”' +
  '制度执行不严格,民主评议党员走过场,村务监督委员会作用发挥不充分,惠农补贴资金发放存在优亲厚友现象,涉及金额' +
  '23500元,共12户。整改不彻底,存在反弹回潮问题,与XC2024-0153号问题相同,EPC项目由王小蒙负责。'

const finds = (query: string, text = TEXT) => {
  const has = new Set(tokensFor([text]))
  const wanted = queryTokens(query)
  return wanted.length > 0 && wanted.every((token) => has.has(token))
}

test('people find a text by what they remember of it', () => {
  const found = [
    ...[
      '危房改造',
      '村级财务公开',
      '柳树湾',
      '柳树湾村',
      '排水沟',
      '三会一课',
      '优亲厚友',
      '王小蒙',
      '蒙',
      '路',
    ],
    ...['23500', '2350', '235', '2023', 'XC2024-0153', '2024-0153', '0153', '153', 'epc', 'EPC项目', 'xc'],
    ...['危房 改造', '公示栏，陈旧', '財務公開', '民主評議黨員', '２０２３年', 'ＥＰＣ', '⺠主评议'],
  ]
  for (const query of found) assert.ok(finds(query), query)
  for (const query of ['低保', '99', '柳河', '3500', 'xc2025', '', '，。!★', '  '])
    assert.ok(!finds(query), query)
})

test('how neighbours change the reading does not lose a word', () => {
  assert.ok(finds('民主评议', '开展村民主评议'))
  assert.ok(finds('小学', '中小学路段'))
})

test('any piece of a text finds it', () => {
  const letters = [...TEXT.replaceAll(/[a-z0-9]/gi, '')]
  fc.assert(
    fc.property(fc.nat(letters.length - 1), fc.integer({ min: 1, max: 12 }), (from, length) => {
      const piece = letters.slice(from, from + length).join('')
      return queryTokens(piece).length === 0 || finds(piece)
    }),
    { numRuns: 2_000 },
  )
})

test('any piece of anything written in Chinese characters finds it, rare ones and foreign forms too', () => {
  const ideograph = fc.oneof(
    fc.integer({ min: 0x4e00, max: 0x9fff }),
    fc.integer({ min: 0x3400, max: 0x4dbf }),
    fc.integer({ min: 0x20000, max: 0x2a6d0 }),
    fc.integer({ min: 0xf900, max: 0xfaff }),
  )
  const han = fc.array(ideograph, { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(han, fc.nat(29), fc.nat(29), (codes, a, b) => {
      const piece = codes.slice(Math.min(a, b), Math.max(a, b) + 1)
      const query = String.fromCodePoint(...piece)
      return queryTokens(query).length === 0 || finds(query, String.fromCodePoint(...codes))
    }),
    { numRuns: 500 },
  )
})

test('tokens are bounded in number and length and never empty', () => {
  const tokens = tokensFor(['九'.repeat(50_000), 'x'.repeat(5_000), '1'.repeat(5_000), null, undefined, ''])
  assert.ok(tokens.length < 100)
  assert.ok(tokens.every((token) => token.length > 0 && token.length <= 40))
  const all = Array.from({ length: 0x5000 }, (_, n) => String.fromCodePoint(0x4e00 + n)).join('')
  assert.equal(tokensFor([all]).length, 2_000)
  assert.ok(queryTokens(all).length <= 32)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) =>
      tokensFor([text]).every((token) => token.length > 0 && !token.includes('\0')),
    ),
  )
})

test('a query is quoted, whatever is in it', () => {
  assert.equal(tsquery(['危房', "o'neil", 'a\\b']), "'危房' & 'o''neil' & 'a\\\\b'")
  assert.equal(tsquery([]), '')
  assert.deepEqual(queryTokens("a' | 'b & !c:*"), ['a', 'b', 'c'])
})

test('folding keeps the length', () => {
  assert.equal(fold('村級財務（公開）ＡＢＣ⾰⻓期'), '村级财务(公开)abc革长期')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(text).length === text.length))
})

test('ten times the text takes about ten times as long', () => {
  loadDictionary()
  const text = (TEXT + TEXT + TEXT).slice(0, 500)
  const short = fastest(text)
  const long = fastest(Array.from({ length: 10 }, (_, n) => text.replaceAll('村', `${n}村`)).join(''))
  assert.ok(long < short * 40, `${short} ms, then ${long} ms`)
})

/** The fastest of several: on a shared machine only the floor says something about the code. */
function fastest(text: string): number {
  for (let n = 0; n < 20; n++) tokensFor([text])
  const times = Array.from({ length: 60 }, () => {
    const from = performance.now()
    tokensFor([text])
    return performance.now() - from
  })
  return Math.min(...times)
}
