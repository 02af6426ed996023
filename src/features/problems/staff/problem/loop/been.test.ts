import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryLine } from '../../../views.ts'
import { byRound, visitsOf } from './been.ts'

const entry = (seq: number, act: string, from: string | null, to: string | null): HistoryLine =>
  ({ seq, act, from, to, at: `2026-03-${String(seq).padStart(2, '0')}T02:00:00.000Z` }) as HistoryLine

test('entries that leave the state as it is are no visits', () => {
  const history = [
    entry(3, 'reportProgress', 'rectifying', 'rectifying'),
    entry(2, 'approvePlan', 'plan_review', 'rectifying'),
    entry(1, 'report', null, 'reported'),
  ]
  assert.deepEqual(
    visitsOf(history, 1).map((v) => v.state),
    ['reported', 'rectifying'],
  )
})

test('a reopened problem keeps its first round apart', () => {
  const history = [
    entry(5, 'submitPlan', 'second_round', 'plan_review'),
    entry(4, 'reopen', 'relapsed', 'second_round'),
    entry(3, 'findRelapse', 'closed', 'relapsed'),
    entry(2, 'close', 'countersigning', 'closed'),
    entry(1, 'report', null, 'reported'),
  ]
  assert.deepEqual(
    byRound(visitsOf(history, 2)).map(({ round, visits }) => [round, visits.map((v) => v.state)]),
    [
      [1, ['reported', 'closed', 'relapsed']],
      [2, ['second_round', 'plan_review']],
    ],
  )
})
