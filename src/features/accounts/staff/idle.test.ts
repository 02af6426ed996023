import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idleAt } from './idle.ts'

const minute = 60_000
const session = { idleMinutes: 15, endsAt: new Date(12 * 60 * minute).toISOString() }

test('somebody is warned two minutes before, and told when it is over', () => {
  assert.deepEqual(idleAt(session, 0, 13 * minute - 1), { state: 'fine' })
  assert.deepEqual(idleAt(session, 0, 13 * minute), { state: 'ending', seconds: 120 })
  assert.deepEqual(idleAt(session, 0, 15 * minute), { state: 'ended' })
  assert.deepEqual(idleAt(session, 10 * minute, 15 * minute), { state: 'fine' })
})

test('the end of the day comes however much is done, and idleness may be free', () => {
  const end = 12 * 60 * minute
  assert.deepEqual(idleAt(session, end - 1000, end - minute), { state: 'ending', seconds: 60 })
  assert.deepEqual(idleAt({ ...session, idleMinutes: 0 }, 0, end - 3 * minute), { state: 'fine' })
})
