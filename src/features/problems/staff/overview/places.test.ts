import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastMonths, placesOf, together } from './places.ts'

const counts = (groupId: string, state: 'rectifying' | 'closed', n: number) => ({
  groupId,
  groupName: groupId,
  state,
  n,
})

test('the most overdue place comes first, then the one with most open', () => {
  const places = placesOf({
    townships: [
      counts('quiet', 'closed', 9),
      counts('busy', 'rectifying', 5),
      counts('late', 'rectifying', 2),
      counts('late', 'closed', 1),
    ],
    overdue: [{ groupId: 'late', groupName: 'late', n: 2 }],
  })
  assert.deepEqual(
    places.map((p) => p.id),
    ['late', 'busy', 'quiet'],
  )
  assert.deepEqual(places[0]?.stages, { starting: 0, rectifying: 2, accepting: 0, waiting: 0, closed: 1 })
  const rest = together(places.slice(1), 'rest')
  assert.equal(rest.total, 14)
  assert.equal(rest.stages.closed, 9)
})

test('months without anything stand there as zeros, over the turn of the year', () => {
  const months = lastMonths([{ month: '2025-12', closed: 3, relapsed: 1 }], '2026-02-10T01:00:00Z')
  assert.equal(months.length, 12)
  assert.equal(months[0]?.month, '2025-03')
  assert.deepEqual(months.slice(-3), [
    { month: '2025-12', closed: 3, relapsed: 1 },
    { month: '2026-01', closed: 0, relapsed: 0 },
    { month: '2026-02', closed: 0, relapsed: 0 },
  ])
})
