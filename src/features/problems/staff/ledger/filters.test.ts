import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filtersIn, filtersOf, isCounted, queryOf, searchOf } from './filters.ts'
import { pressed, stateGroups, statesIn, toggle } from './state-groups.ts'

test('an address is understood, written the same way again, and never fails', () => {
  const search = { state: 'claimed,rectifying', year: '2026', overdue: 'true' }
  const filters = filtersOf(search)
  assert.deepEqual(filters, { state: ['claimed', 'rectifying'], year: 2026, overdue: 'true' })
  assert.deepEqual(searchOf(filters), search)
  assert.deepEqual(filtersOf({ state: 'nonsense', year: 'soon', township: 'x', group: 'y', q: '' }), {})
})

test('the order of choosing does not make another view', () => {
  assert.equal(queryOf(filtersIn('year=2026&state=closed')), queryOf(filtersIn('state=closed&year=2026')))
  assert.deepEqual(filtersIn(queryOf({ q: '三会&一课' })), { q: '三会&一课' })
})

test('counts answer for state and place only', () => {
  assert.equal(isCounted(filtersOf({ state: 'closed' })), true)
  assert.equal(isCounted(filtersOf({ overdue: 'true' })), false)
})

test('a chip adds and takes its whole stretch', () => {
  const once = toggle('planning', undefined)
  assert.deepEqual(once, statesIn('planning'))
  assert.equal(pressed('planning', once), 'yes')
  assert.equal(toggle('planning', once), undefined)
  assert.equal(pressed('planning', ['claimed']), 'partly')
  assert.deepEqual(toggle('planning', ['claimed', 'closed']), ['closed', ...statesIn('planning')])
})

test('all stretches together are all states', () => {
  assert.equal(stateGroups.flatMap(statesIn).length, 19)
})
