import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lifecycleFaults, statesOf } from '#platform/lifecycle/lifecycle.ts'
import { decisions } from './acts/index.ts'
import { appealLifecycle, type Party } from './lifecycle.ts'
import { runningStates, selfEnding } from './read/running.ts'
import { acts } from './schema.ts'

test('the table holds together: every state reached, every end found', () => {
  assert.deepEqual(lifecycleFaults(appealLifecycle), [])
})

test('every act has a contract and a decision, and stands in the table', () => {
  const inTable = new Set<string>(Object.keys(appealLifecycle.begins))
  for (const state of statesOf(appealLifecycle))
    for (const act of Object.keys(appealLifecycle.table[state])) inTable.add(act)
  assert.deepEqual([...inTable].sort(), Object.keys(acts).sort())
  assert.deepEqual(
    Object.keys(decisions).sort(),
    Object.keys(acts)
      .filter((act) => !(act in appealLifecycle.begins))
      .sort(),
  )
})

test('whoever answered neither lets the answer pass nor calls back about it (回访由他人)', () => {
  for (const [state, act] of [
    ['answered', 'passAnswer'],
    ['answered', 'returnAnswer'],
    ['callback', 'closeSolved'],
    ['callback', 'closeUnsolved'],
    ['callback', 'closeUnreached'],
    ['callback', 'recordCall'],
    ['objected', 'keepClosed'],
  ] as const)
    assert.ok(appealLifecycle.table[state][act]?.apartFrom?.includes('answer'), `${state}.${act}`)
})

test('nobody but the resident and the clock concludes what the resident said', () => {
  const byResident: Party[] = ['resident']
  for (const act of ['confirmSolved', 'sayUnsolved', 'rate'] as const)
    for (const state of statesOf(appealLifecycle)) {
      const row = appealLifecycle.table[state][act]
      if (row) assert.deepEqual(row.by, byResident, `${state}.${act}`)
    }
})

test('what ends by itself is nobody’s delay, and what nobody works on does not run', () => {
  assert.deepEqual([...selfEnding].sort(), ['suspension', 'wait', 'window'])
  assert.deepEqual(
    statesOf(appealLifecycle).filter((state) => !runningStates.includes(state)),
    [...['screening', 'closed', 'refused', 'joined', 'diverted', 'set_aside', 'withdrawn', 'archived']],
  )
})
