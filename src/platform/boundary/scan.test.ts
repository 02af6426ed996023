import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Refused } from '../refusal.ts'
import { InvalidRule } from '../rules/index.ts'
import { BoundaryValue, compileBoundary, confirmedKeys, PatternError, readPattern, scan } from './index.ts'

type Given = { pattern: string; fields?: BoundaryValue['fields']; action?: BoundaryValue['action'] }

const scannerOf = (...given: Given[]) =>
  compileBoundary(
    given.map(({ pattern, fields = 'all', action = 'refuse' }, index) => ({
      countyId: 1,
      id: `id${index}`,
      kind: 'boundary',
      key: `rule${index}`,
      version: 1,
      value: { pattern, fields, action, advice: '请删去。' },
      basis: '',
      source: '',
      validFrom: '2000-01-01',
      note: null,
    })),
  )
const hits = (pattern: string, text: string) => scan(scannerOf({ pattern }), text) !== null

test('a hit tells rule and place, never the text', () => {
  const body = { title: '好', measures: [{ text: '好' }, { text: '有暗号在内' }] }
  assert.deepEqual(scan(scannerOf({ pattern: '暗号' }), body), {
    ruleId: 'id0',
    ruleKey: 'rule0',
    path: 'measures.1.text',
    action: 'refuse',
    advice: '请删去。',
  })
  assert.equal(scan(scannerOf({ pattern: '暗号' }), { a: 1, b: null, c: [true, undefined], d: '好' }), null)
  assert.equal(scan(scannerOf(), '暗号'), null)
})

test('width, case, spaces, invisible signs, 简繁 and look-alikes make no difference, in texts and patterns', () => {
  const spellings = [
    '暗号★A',
    '暗 号\u3000★ａ',
    '暗\u200b号\ufeff★A',
    '暗號☆a',
    '暗号⭐️A',
    '暗号🌟A',
    '暗\u0332号★A',
  ]
  for (const written of [...spellings, '暗\u{e0041}号★A', '\u202e暗号★\u202cA'])
    for (const pattern of ['暗号★a', '暗號 ✩ Ａ', '暗[号暗][★☆][A-Z]'])
      assert.ok(hits(pattern, written), `${pattern} ${JSON.stringify(written)}`)
  assert.ok(hits('（甲）', '(甲)') && hits('\\(甲\\)', '（甲）') && hits('⻓期', '長期'))
  assert.ok(!hits('（甲）', '甲'))
})

test('a line is not glued to the next one, nor a field to the next one', () => {
  assert.ok(!hits('暗号', '暗\n号'))
  assert.equal(scan(scannerOf({ pattern: '暗.{0,3}号' }), ['暗', '号']), null)
  assert.equal(scan(scannerOf({ pattern: '暗[^x]号' }), ['暗', '号']), null)
  assert.ok(hits('^暗号$', '第一行\r\n暗号\n第三行'))
  assert.ok(hits('暗号(?![^一])', '暗号'))
})

test('file names have rules of their own, and a key named fileName holds one', () => {
  const scanner = scannerOf({ pattern: '甲', fields: 'filename' }, { pattern: '乙', fields: 'text' })
  assert.equal(scan(scanner, '甲'), null)
  assert.equal(scan(scanner, '甲', { as: 'filename' })?.ruleKey, 'rule0')
  assert.equal(scan(scanner, { fileName: '甲', note: '好' })?.path, 'fileName')
  assert.equal(scan(scanner, { fileName: '乙', note: '好' }), null)
})

test('a heading that somebody wrote is text too', () => {
  assert.equal(scan(scannerOf({ pattern: '暗号' }), { row: { 暗号列: 1 } })?.path, 'row.?')
})

test('refusing rules come before asking ones; only asking ones can be confirmed', () => {
  const scanner = scannerOf({ pattern: '甲', action: 'ask' }, { pattern: '乙', action: 'refuse' })
  assert.equal(scan(scanner, ['甲', '乙'])?.ruleKey, 'rule1')
  const confirmed = confirmedKeys('rule0, rule1')
  assert.equal(scan(scanner, ['甲'], { confirmed }), null)
  assert.equal(scan(scanner, ['甲', '乙'], { confirmed })?.ruleKey, 'rule1')
  assert.equal(confirmedKeys(undefined).size, 0)
})

test('nesting deeper than anything real is refused, not skipped', () => {
  let deep: unknown = '暗号'
  for (let n = 0; n < 100_000; n++) deep = [deep]
  assert.throws(() => scan(scannerOf({ pattern: '暗号' }), deep), Refused)
})

test('the joined look agrees with the look at every single text', () => {
  const scanner = scannerOf(
    { pattern: '甲{2,3}乙?$' },
    { pattern: '(?<!丙)丁(?!乙)' },
    { pattern: '^[^甲乙]丙' },
  )
  const alone = (text: string) => scan(scanner, text) !== null
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'甲乙丙丁\n '), maxLength: 6 })), (texts) => {
      assert.equal(scan(scanner, texts) !== null, texts.some(alone))
    }),
    { numRuns: 2_000 },
  )
})

test('a pattern that could stop the server is refused, and says why', () => {
  const refused: Record<string, PatternError['reason']> = {
    '(a+)+b': 'unbounded',
    'a*': 'unbounded',
    '.{2,}甲': 'unbounded',
    '(?:a|a){0,40}b': 'too_slow',
    'a?a?a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaaa': 'too_slow',
    '(?:.{0,20}x){0,20}': 'too_slow',
    '甲{5000}': 'too_wide',
    '(?:(?:a{50}){50}){50}': 'too_wide',
    '(甲)\\1': 'unsupported',
    '(?<name>甲)': 'unsupported',
    '\\W甲': 'unsupported',
    '[z-a]': 'unsupported',
    '*甲': 'unsupported',
    '(甲': 'unbalanced',
    '甲)': 'unbalanced',
    '[甲': 'unbalanced',
    '甲?': 'empty_match',
    '甲|': 'empty_match',
    ' ': 'empty_match',
  }
  for (const [pattern, reason] of Object.entries(refused)) {
    assert.throws(
      () => readPattern(pattern),
      (error) => error instanceof PatternError && error.reason === reason,
      pattern,
    )
    assert.equal(
      BoundaryValue.safeParse({ pattern, fields: 'all', action: 'ask', advice: '好' }).success,
      false,
    )
    assert.throws(() => scannerOf({ pattern }), InvalidRule)
  }
})

test('whatever pattern is let in ends in time on whatever text', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '(?:a|b)',
    '(?:a|ab|b)',
    '(?=a)',
    'a?',
    '.{0,9}',
    '(?:ab?){0,3}',
    '|',
  )
  const pattern = fc.array(piece, { minLength: 1, maxLength: 14 }).map((pieces) => `${pieces.join('')}c`)
  const text = fc
    .array(fc.constantFrom('a', 'b', 'ab'), { minLength: 300, maxLength: 300 })
    .map((t) => t.join(''))
  fc.assert(
    fc.property(pattern, text, (source, written) => {
      if (!BoundaryValue.shape.pattern.safeParse(source).success) return
      const from = performance.now()
      scan(scannerOf({ pattern: source }), written)
      // What is not bounded takes minutes; a busy machine may take a moment.
      assert.ok(performance.now() - from < 5_000, source)
    }),
    { numRuns: 300 },
  )
})

test('any text at all is looked at without an error', () => {
  const scanner = scannerOf({ pattern: '暗号' })
  const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes))
  fc.assert(fc.property(units, (text) => scan(scanner, `${text}暗号`) !== null))
  assert.ok(hits('暗号', '\udb40暗号') && hits('暗号', '\ud83c暗号'))
})
