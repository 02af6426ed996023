import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Questions } from '../questions.ts'
import { questionFields } from './fields.ts'

const questions = Questions.parse([
  { kind: 'number', key: 'people', title: '家里几口人', min: 1, max: 20, unit: '口' },
  { kind: 'text', key: 'words', title: '意见' },
])

test('what was written stands in its field after an error, read or not', () => {
  const given = { people: ['四口半'], words: ['<好>'] }
  const fields = questionFields(questions, (key) => given[key as keyof typeof given] ?? [], [
    { key: 'people', reason: 'not_a_number' },
  ])
  assert.match(fields, /value="四口半"/)
  assert.match(fields, /&#60;好&#62;<\/textarea>/)
  assert.match(fields, /请填1到20之间的一个数。/)
})
