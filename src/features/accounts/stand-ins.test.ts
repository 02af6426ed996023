import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineLifecycle } from '#platform/lifecycle/lifecycle.ts'
import { advance, permit } from '#platform/lifecycle/step.ts'
import type { Actor, Grant } from './actor.ts'
import { actingWith, standingFor } from './stand-ins.ts'

/** Who applies does not approve, in nobody's place either. */
const lifecycle = defineLifecycle<
  'open' | 'asked' | 'done',
  'ask' | 'approve',
  'clerk' | 'office',
  never,
  never
>({
  kind: 'example',
  begins: { ask: { by: ['clerk'], to: 'open' } },
  states: {
    open: { owner: 'clerk', clock: null },
    asked: { owner: 'office', clock: null },
    done: { owner: null, clock: null, ends: true },
  },
  table: {
    open: { ask: { by: ['clerk', 'office'], to: 'asked' } },
    asked: { approve: { by: ['office'], to: 'done', apartFrom: ['ask'] } },
    done: {},
  },
} as never)

const chen = { id: 'chen', name: '陈' }
const grant = (role: 'clerk' | 'office', onBehalfOf?: { id: string; name: string }): Grant => ({
  ...{ role, organizationId: 'o', organizationKind: 'county' },
  ...(onBehalfOf ? { onBehalfOf } : {}),
})
const actor = (personId: string, ...grants: Grant[]): Actor => ({
  ...{ countyId: 1, personId, name: '', grants, scopes: null },
})
const acting = (someone: Actor) =>
  actingWith(someone, ({ grants }) => new Set(grants.map(({ role }) => role as 'clerk' | 'office')))

const open = { version: 1, state: 'open' as const, round: 1, clocks: {}, acted: {} }
const time = { now: new Date('2026-06-10T02:00:00Z') } as never
function does(facts: typeof open, act: 'ask' | 'approve', someone: Actor) {
  const who = acting(someone)
  const may = permit(lifecycle, { facts, act, actor: who, unmet: () => false } as never)
  return may.ok ? advance(lifecycle, facts, act, may.value as never, who, time) : may.refusal.code
}

test('an act in another’s place says whose, and one’s own right comes first', () => {
  const handed = does(open, 'ask', actor('liu', grant('clerk', chen)))
  assert.deepEqual(
    typeof handed === 'object' && [
      handed.as,
      handed.onBehalfOf,
      handed.acted.ask?.by,
      handed.acted.ask?.also,
    ],
    ['clerk', 'chen', 'liu', ['chen']],
  )
  const own = does(open, 'ask', actor('liu', grant('office'), grant('clerk', chen)))
  assert.deepEqual(typeof own === 'object' && [own.as, own.onBehalfOf, own.acted.ask?.also], [
    'office',
    null,
    undefined,
  ])
})

test('neither the delegate nor whoever handed over approves what the delegate asked', () => {
  const asked = does(open, 'ask', actor('liu', grant('clerk', chen)))
  assert.ok(typeof asked === 'object')
  assert.equal(does(asked as never, 'approve', actor('liu', grant('office'))), 'same_person')
  assert.equal(does(asked as never, 'approve', actor('chen', grant('office'))), 'same_person')
  assert.equal(typeof does(asked as never, 'approve', actor('wang', grant('office'))), 'object')
})

test('a delegate does not approve what whoever handed over asked, by no right', () => {
  const asked = does(open, 'ask', actor('chen', grant('clerk')))
  assert.ok(typeof asked === 'object')
  assert.equal(does(asked as never, 'approve', actor('liu', grant('office', chen))), 'same_person')
  assert.equal(
    does(asked as never, 'approve', actor('liu', grant('office'), grant('clerk', chen))),
    'same_person',
  )
})

test('somebody stands for all whose roles they hold, once each', () => {
  assert.deepEqual(standingFor(actor('liu', grant('clerk', chen), grant('office', chen))), ['liu', 'chen'])
  assert.deepEqual(standingFor(actor('liu', grant('clerk'))), ['liu'])
  assert.equal(acting(actor('liu', grant('clerk'))).standsIn, undefined)
})
