import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Questions } from '../questions.ts'
import { blank, questionOf } from './draft.ts'
import { faultsOf } from './faults.ts'

const faults = {
  ...{ required: 'required', options: 'two options', notAboveMin: 'not above', other: 'other' },
  least: (n: string) => `least ${n}`,
  most: (n: string) => `most ${n}`,
  tooLong: (n: string) => `too long ${n}`,
}

test('what the contract refuses is said at the field where it is mended', () => {
  const drafts = [
    { ...blank(1), title: '清楚吗', options: '清楚' },
    { ...blank(2), title: '', kind: 'number' as const, min: 5, max: 5, unit: ' ' },
    { ...blank(3), title: '几分', kind: 'scale' as const, points: 2, low: '差', high: '好' },
    { ...blank(4), title: '哪个', options: `甲\n${'乙'.repeat(61)}` },
  ]
  const read = Questions.safeParse(drafts.map(questionOf))
  assert.ok(!read.success)
  const issues = read.error.issues.map((issue) => ({
    path: ['questions', ...issue.path].join('.'),
    reason: issue.code === 'custom' ? issue.message : issue.code,
    ...('minimum' in issue ? { detail: String(issue.minimum) } : {}),
    ...('maximum' in issue ? { detail: String(issue.maximum) } : {}),
  }))
  const found = faultsOf({ code: 'invalid', issues }, faults)
  assert.equal(found.get('questions.0.options'), faults.options)
  assert.equal(found.get('questions.1.title'), faults.required)
  assert.equal(found.get('questions.1.max'), faults.notAboveMin)
  assert.equal(found.get('questions.1.unit'), faults.required)
  assert.equal(found.get('questions.2.points'), faults.least('3'))
  assert.equal(found.get('questions.3.options'), faults.tooLong('60'))
})
