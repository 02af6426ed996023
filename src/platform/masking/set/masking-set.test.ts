import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figuresTable } from './figures-table.ts'
import { measure, precision, recall } from './measure.ts'
import { halves, readSet } from './read-set.ts'

const whole = halves.flatMap((half) => readSet(half))

test('the masking set: recall at least 0.98, precision at least 0.9', () => {
  assert.ok(whole.length >= 400)
  console.log(figuresTable())
  const { all, faults } = measure(whole)
  const told = `recall ${recall(all)}, precision ${precision(all)}\n${faults.join('\n')}`
  assert.ok(recall(all) >= 0.98, told)
  assert.ok(precision(all) >= 0.9, told)
})

test('no sentence stands in both halves', () => {
  assert.equal(new Set(whole.map(({ text }) => text)).size, whole.length)
})
