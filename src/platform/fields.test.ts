import assert from 'node:assert/strict'
import { test } from 'node:test'
import { line, prose } from './fields.ts'

const reasonOf = (field: ReturnType<typeof line>, text: string) =>
  field.safeParse(text).error?.issues[0]?.message

test('marks that turn the reading direction are refused in every text', () => {
  for (const mark of [
    '\u202a',
    '\u202b',
    '\u202c',
    '\u202d',
    '\u202e',
    '\u2066',
    '\u2067',
    '\u2068',
    '\u2069',
  ])
    for (const field of [line(), prose()])
      assert.equal(reasonOf(field, `已整改${mark}未`), 'control_characters')
})

test('what people write is taken as it is, and controls are not', () => {
  for (const text of ['排水沟（二期）已清淤 3.5 公里', '𠮷村', 'נבדק', '已完成\u200b'])
    for (const field of [line(), prose()]) assert.equal(reasonOf(field, text), undefined, text)
  assert.equal(reasonOf(line(), '两\n行'), 'control_characters')
  assert.equal(reasonOf(prose(), '两\n行'), undefined)
  for (const text of ['\u0000', 'a\u007f', '\ud800'])
    assert.equal(reasonOf(prose(), text), 'control_characters')
})
