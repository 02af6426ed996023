import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AppealState, appealLifecycle } from '../../lifecycle.ts'
import { wayOf } from './way.ts'

const day = (n: number) => `2026-03-0${n}T00:00:00.000Z`
const appeal = (over: Partial<Parameters<typeof wayOf>[0]> = {}): Parameters<typeof wayOf>[0] => ({
  ...{ state: 'registered', nature: null, registeredAt: day(1), dispatchedAt: null, signedAt: null },
  ...{ contactedAt: null, answeredAt: null, closedAt: null, createdAt: day(1), history: [], ...over },
})
const shown = (known: Parameters<typeof wayOf>[0]) =>
  wayOf(known)
    .line.map(({ name, when }) => `${name} ${when}`)
    .filter((stop) => !stop.endsWith('ahead'))

test('what has no class waits to be classified, what has one to be dispatched', () => {
  assert.deepEqual(shown(appeal()), ['register been', 'classify now'])
  assert.deepEqual(shown(appeal({ nature: 'help' })), ['register been', 'classify been', 'dispatch now'])
})

test('the day of each stop that is behind stands there', () => {
  const { line } = wayOf(
    appeal({
      state: 'handling',
      nature: 'help',
      dispatchedAt: day(2),
      signedAt: day(3),
      contactedAt: day(4),
    }),
  )
  assert.deepEqual(
    line.map(({ at }) => at?.slice(0, 10) ?? ''),
    ['2026-03-01', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04', '', '', '', '', ''],
  )
})

test('what was answered on the phone shows no dispatch', () => {
  const known = appeal({
    state: 'closed',
    nature: 'inquiry',
    answeredAt: day(1),
    contactedAt: day(1),
    closedAt: day(1),
  })
  assert.ok(!shown(known).some((stop) => stop.startsWith('dispatch') || stop.startsWith('sign')))
})

test('what left the way has no stop to come', () => {
  for (const state of ['refused', 'joined', 'diverted', 'set_aside', 'withdrawn'] as const)
    assert.deepEqual([wayOf(appeal({ state })).left, shown(appeal({ state }))], [true, ['register been']])
})

test('every state that goes on has one stop at which it is', () => {
  for (const state of Object.keys(appealLifecycle.states) as AppealState[]) {
    const { line, left } = wayOf(appeal({ state, closedAt: day(9) }))
    const now = line.filter(({ when }) => when === 'now').length
    assert.equal(now, left || state === 'closed' || state === 'archived' ? 0 : 1, state)
  }
})
