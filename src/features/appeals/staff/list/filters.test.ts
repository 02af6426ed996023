import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appealLifecycle } from '../../lifecycle.ts'
import { filtersOf, groupOf, searchOf, stateGroups } from './filters.ts'

test('an address is read and written alike, and what it does not know is left out', () => {
  const search = { state: 'dispatched,signed', overdue: 'true', q: '路灯' }
  assert.deepEqual(filtersOf({ ...search, channel: 'smoke', colour: 'red', nature: '' }), {
    ...{ state: ['dispatched', 'signed'], overdue: 'true', q: '路灯' },
  })
  assert.deepEqual(searchOf(filtersOf(search)), search)
})

test('every state stands in exactly one group', () => {
  const grouped = Object.values(stateGroups).flat()
  assert.deepEqual(grouped.toSorted(), Object.keys(appealLifecycle.states).toSorted())
})

test('a group is known by its states', () => {
  assert.equal(groupOf({ state: [...stateGroups.answer] }), 'answer')
  assert.equal(groupOf({ state: ['answered'] }), undefined)
  assert.equal(groupOf({}), undefined)
})
