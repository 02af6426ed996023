import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProblemDetail } from '../../../views.ts'
import { offersOf } from './offers.ts'

const problem = (state: string, can: [string, string[]][]) =>
  ({ state, can: can.map(([act, missing]) => ({ act, missing })) }) as unknown as ProblemDetail

const acts = (offers: { act: string }[]) => offers.map(({ act }) => act)

test('what has nothing to act on is not offered', () => {
  const { main, beside } = offersOf(
    problem('rectifying', [
      ['approveExtension', ['extensionPending']],
      ['confirmCorrection', ['correctionPending']],
      ['unlist', ['isListed']],
      ['list', []],
    ]),
  )
  assert.deepEqual([acts(main), acts(beside)], [[], ['list']])
})

test('a decision somebody waits for comes first, a step that still lacks something last', () => {
  const { main, beside } = offersOf(
    problem('rectifying', [
      ['requestCorrection', []],
      ['requestClosure', ['measuresDone']],
      ['reportProgress', []],
      ['approveExtension', []],
      ['requestSuspension', []],
    ]),
  )
  assert.deepEqual(acts(main), ['approveExtension', 'reportProgress', 'requestClosure'])
  assert.deepEqual(new Set(acts(beside)), new Set(['requestCorrection', 'requestSuspension']))
})

test('refusing is possible while signatures are missing, and not pressed upon anybody', () => {
  const { main, obvious } = offersOf(
    problem('countersigning', [
      ['refuseClosure', []],
      ['close', ['bothCountersigned']],
    ]),
  )
  assert.deepEqual([acts(main), obvious], [['close', 'refuseClosure'], null])
})

test('the step that leads on comes before the one that leads back', () => {
  const { main } = offersOf(
    problem('plan_review', [
      ['returnPlan', []],
      ['approvePlan', []],
    ]),
  )
  assert.deepEqual(acts(main), ['approvePlan', 'returnPlan'])
})
