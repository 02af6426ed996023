import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  columnLetter,
  foldForMatching,
  foldHeading,
  hasControlCharacters,
  isDamagedText,
  normaliseText,
  shorten,
} from './text.ts'

test('full-width digits and spaces become plain, ends are trimmed, words stay', () => {
  assert.equal(normaliseText('　２０２６年３月　整改（Ａ）\u00a0'), '2026年3月 整改（Ａ）')
  assert.equal(normaliseText('一\r\n 二'), '一 二')
  assert.equal(normaliseText('一\r\n二\r三', { multiline: true }), '一\n二\n三')
  assert.equal(normaliseText('\ufeff甲\u200b乙'), '甲乙')
})

test('normalising twice changes nothing', () => {
  const text = fc.string({ unit: 'binary' })
  fc.assert(
    fc.property(text, fc.boolean(), (raw, multiline) => {
      const once = normaliseText(raw, { multiline })
      assert.equal(normaliseText(once, { multiline }), once)
    }),
  )
})

test('controls and direction overrides are seen, line breaks and tabs are not', () => {
  assert.ok(hasControlCharacters('a\u0007b'))
  assert.ok(hasControlCharacters('a\u0085b'))
  assert.ok(hasControlCharacters('\u202eexe'))
  assert.ok(!hasControlCharacters('一\n二\t三\r'))
})

test('traces of a wrong encoding are seen', () => {
  assert.ok(isDamagedText('整\ufffd改'))
  assert.ok(isDamagedText('\ud800'))
  assert.ok(!isDamagedText('𠮷野家'))
})

test('matching does not mind width, case, spaces, 简/繁 and marks', () => {
  assert.equal(foldForMatching('整改 期限'), foldForMatching('整改期限'))
  assert.equal(foldForMatching('個體戶'), '个体户')
  assert.equal(foldForMatching('ＡＢＣ'), 'abc')
  assert.equal(foldHeading('完成時限*（必填）'), '完成时限')
})

test('columns are named as Excel names them, values are shortened by characters', () => {
  assert.deepEqual([0, 25, 26, 701, 702].map(columnLetter), ['A', 'Z', 'AA', 'ZZ', 'AAA'])
  assert.equal(shorten('一二三四五', 3), '一二三…')
  assert.equal(shorten('一二三', 3), '一二三')
  assert.equal(shorten('𠮷𠮷𠮷', 3), '𠮷𠮷𠮷')
})
