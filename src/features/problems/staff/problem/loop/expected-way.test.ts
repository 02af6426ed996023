import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statesOf } from '#platform/lifecycle/lifecycle.ts'
import { problemLifecycle } from '../../../lifecycle.ts'
import { expectedWay } from './expected-way.ts'

const way = (state: Parameters<typeof expectedWay<never, never, never, never, never>>[1] | string) =>
  expectedWay(problemLifecycle, state as 'reported').map(({ act, to }) => `${act}→${to}`)

test('a problem just fed back is expected to go the whole round', () => {
  assert.deepEqual(way('reported'), [
    'issue→awaiting_claim',
    'claim→claimed',
    'submitPlan→plan_review',
    'approvePlan→rectifying',
    'requestClosure→closure_requested',
    'endorse→document_check',
    'passDocuments→site_check',
    'passSiteCheck→awaiting_evaluation',
    'passEvaluation→countersigning',
    'close→closed',
    'consolidate→consolidated',
  ])
})

test('detours lead back to the main way', () => {
  assert.deepEqual(way('plan_returned').slice(0, 2), ['submitPlan→plan_review', 'approvePlan→rectifying'])
  assert.deepEqual(way('suspended').slice(0, 2), ['resume→rectifying', 'requestClosure→closure_requested'])
  assert.deepEqual(way('closure_refused').slice(0, 2), ['attribute→second_round', 'submitPlan→plan_review'])
  assert.deepEqual(way('immediate'), ['verifyImmediate→closed', 'consolidate→consolidated'])
  assert.match(way('long_term')[0] ?? '', /^endLongTerm→/)
})

test('after closing a spot check is expected, after that nothing', () => {
  assert.deepEqual(way('closed'), ['consolidate→consolidated'])
  assert.deepEqual(way('consolidated'), [])
})

test('every state that is no end has an expected way to one', () => {
  for (const state of statesOf(problemLifecycle))
    if (!problemLifecycle.states[state].ends) assert.ok(way(state).length > 0, state)
})
