import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedOf } from './asked.ts'

test('one act is opened at once', () => {
  assert.deepEqual(askedOf({ asks: ['claim'], state: 'awaiting_claim' }), {
    decide: [],
    act: 'claim',
    step: false,
  })
})

test('of several acts none is chosen for the reader', () => {
  assert.deepEqual(askedOf({ asks: ['approvePlan', 'returnPlan'], state: 'plan_review' }), {
    decide: [],
    act: undefined,
    step: true,
  })
})

test('claiming is opened though disputing is possible', () => {
  assert.equal(askedOf({ asks: ['claim', 'dispute'], state: 'awaiting_claim' }).act, 'claim')
})

test('a request is something to decide, not to approve', () => {
  assert.deepEqual(askedOf({ asks: ['approveExtension'], state: 'rectifying' }), {
    decide: ['extension'],
    act: undefined,
    step: false,
  })
})

test('a decision beside a step names both', () => {
  const asked = askedOf({ asks: ['confirmCorrection', 'issue'], state: 'reported' })
  assert.deepEqual(asked, { decide: ['correction'], act: undefined, step: true })
})
