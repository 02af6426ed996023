import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppealState } from '../../lifecycle.ts'
import { offersOf } from './offers.ts'

const offered = (state: AppealState, can: [string, string[]][], nature: 'help' | null = 'help') => {
  const { main, others } = offersOf({ state, nature, can: can.map(([act, missing]) => ({ act, missing })) })
  return [main.map(({ act }) => act), others.map(({ act }) => act)]
}

test('what has nothing to act on is not shown', () => {
  assert.deepEqual(
    offered('handling', [
      ['approveExtension', ['extensionPending']],
      ['reply', []],
      ['answer', []],
      ['requestExtension', ['extensionLeft']],
    ]),
    [['answer'], ['requestExtension']],
  )
})

test('a decision that somebody waits for comes first, saying yes before saying no', () => {
  assert.deepEqual(
    offered('handling', [
      ['refuseExtension', []],
      ['recordMediation', []],
      ['approveExtension', []],
    ]),
    [['approveExtension', 'refuseExtension'], ['recordMediation']],
  )
})

test('what is not classified is classified first, what is, dispatched', () => {
  const acts: [string, string[]][] = [
    ['dispatch', []],
    ['classify', []],
    ['amend', []],
  ]
  assert.deepEqual(offered('registered', acts)[0], ['dispatch', 'classify'])
  assert.deepEqual(
    offered(
      'registered',
      [
        ['dispatch', ['classified']],
        ['classify', []],
      ],
      null,
    )[0],
    ['classify', 'dispatch'],
  )
})

test('what closes it as it was wanted comes before what sends it back', () => {
  const acts: [string, string[]][] = [
    ['redo', []],
    ['callMeeting', ['redoSpent']],
    ['closeSolved', []],
    ['closeUnreached', ['threeTries']],
  ]
  assert.deepEqual(offered('callback', acts)[0], ['closeSolved', 'redo', 'closeUnreached'])
})
