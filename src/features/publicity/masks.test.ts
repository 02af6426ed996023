import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CountedClass } from '#features/problems/index.ts'
import { isHidden } from './acts/commenting.ts'
import type { Content } from './content.ts'
import { evaluationFacts } from './generate.ts'
import { applySpans, type Masker, markedBy, maskedContent, masksOf, spansIn } from './masks.ts'

/** Takes every run of digits for a phone. */
const digits: Masker = (text) => ({
  hits: [...text.matchAll(/\d+/g)].map(({ 0: found, index }) => ({
    ...{ kind: 'phone', from: index, to: index + found.length, shown: '***' },
  })),
})

const content = (text: string): Content => ({
  title: '公示',
  pages: [{ key: 'a', heading: '甲', paragraphs: [text], facts: [], table: null, steps: [] }],
  captions: {},
})

test('no stretch that is masked is in what is shown, however marks overlap', () => {
  const place = fc.record({ from: fc.nat(30), length: fc.integer({ min: 1, max: 10 }) })
  fc.assert(
    fc.property(fc.array(place, { maxLength: 8 }), (places) => {
      const text = Array.from({ length: 40 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('')
      const spans = places.map(({ from, length }) => markedBy({ from, to: Math.min(40, from + length) }))
      const shown = applySpans(text, spans)
      for (const [i, sign] of [...text].entries())
        assert.equal(shown.includes(sign), !spans.some((s) => s.from <= i && i < s.to), `${i}`)
    }),
  )
})

test('a mask that is lifted shows what stands there, and only that', () => {
  const text = '电话123，账号456'
  const spans = spansIn(text, digits).map((s, i) => (i === 0 ? { ...s, lifted: '办公电话' } : s))
  assert.equal(applySpans(text, spans), '电话123，账号***')
})

test('a page that was looked at keeps its decisions until a word of it changes', () => {
  const first = masksOf(content('电话123'), digits)
  const confirmed = {
    ...{ spans: { 'a/p0': first.spans['a/p0']!.map((s) => ({ ...s, lifted: '办公电话' })) } },
    confirmed: { a: { by: 'x', at: '2026-01-01T00:00:00Z' } },
  }
  const before = { content: content('电话123'), masks: confirmed }
  const same = masksOf(content('电话123'), digits, before)
  assert.equal(maskedContent(content('电话123'), same).pages[0]?.paragraphs[0], '电话123')
  const changed = masksOf(content('电话123。'), digits, before)
  assert.deepEqual(changed.confirmed, {})
  assert.equal(maskedContent(content('电话123。'), changed).pages[0]?.paragraphs[0], '电话***。')
})

test('whoever screens may hide words, not put others', () => {
  assert.ok(isHidden('请找张建国看看', '请找***看看'))
  assert.ok(isHidden('请找张建国看看', '***'))
  assert.ok(!isHidden('请找张建国看看', '请找李四看看'))
  assert.ok(!isHidden('请找张建国看看', '一切都好'))
})

test('fewer than five raters are told together, or not at all', () => {
  const rated = (raterClass: CountedClass, satisfied: number, fair: number, unsatisfied: number) => ({
    ...{ raterClass, satisfied, fair, unsatisfied, valid: satisfied + fair + unsatisfied },
  })
  assert.deepEqual(evaluationFacts([rated('residents', 20, 6, 5)]), [
    { label: '群众代表评价', value: '参评31人：满意20人，基本满意6人，不满意5人' },
  ])
  assert.deepEqual(evaluationFacts([rated('mixed', 20, 6, 5)]), [
    { label: '各类评价人合并评价', value: '参评31人：满意20人，基本满意6人，不满意5人' },
  ])
  assert.deepEqual(evaluationFacts([rated('residents', 20, 3, 1)]), [
    { label: '群众代表评价', value: '参评24人：满意不少于20人' },
  ])
  const said = (...counts: [number, number, number]) =>
    evaluationFacts([rated('residents', ...counts)])[0]?.value
  assert.equal(said(12, 1, 1), '参评14人：满意不少于10人', 'two were not: nor how many they were')
  assert.equal(said(20, 3, 4), '参评27人：满意20人，基本满意或不满意7人')
  assert.equal(said(2, 8, 6), '参评16人：满意不足5人', 'nor the rest, from which the two follow')
  assert.equal(said(14, 0, 0), '参评14人：满意14人')
  assert.equal(said(4, 2, 0), '参评6人，怎样评价不单独公布')
  assert.deepEqual(evaluationFacts([rated('delegates', 2, 0, 1), rated('cppcc', 1, 0, 0)]), [
    { label: '人大代表、政协委员评价', value: '参评不足5人，不单独公布' },
  ])
})
