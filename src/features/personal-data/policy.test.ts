import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refused } from '#platform/refusal.ts'
import { createRoster } from '#tests/support/roster.ts'
import { actingAs, deciders, heldOnCounty, keepers, openers } from './policy.ts'

const roster = createRoster()
const handedBy = (name: 'office' | 'systemAdmin' | 'securityAdmin') => {
  const { id, grants } = { id: roster.people[name], grants: roster.actor(name).grants }
  const handed = grants.map((grant) => ({ ...grant, onBehalfOf: { id, name } }))
  return { ...roster.actor('townClerk'), grants: [...roster.actor('townClerk').grants, ...handed] }
}

test('whoever stands in for the office opens a number in the office’s place, and it is said whose', () => {
  assert.deepEqual(actingAs(handedBy('office'), 'revealPersonPhone', openers), {
    personId: roster.people.townClerk,
    as: 'office',
    onBehalfOf: roster.people.office,
  })
  assert.deepEqual(actingAs(roster.actor('office'), 'revealPersonPhone', openers), {
    ...{ personId: roster.people.office, as: 'office', onBehalfOf: null },
  })
})

test('keeping numbers and deciding requests is nobody’s to hand over', () => {
  for (const [name, roles] of [
    ['systemAdmin', keepers],
    ['systemAdmin', openers],
    ['securityAdmin', deciders],
  ] as const) {
    assert.equal(heldOnCounty(handedBy(name), roles), undefined, name)
    assert.throws(() => actingAs(handedBy(name), 'act', roles), Refused)
    assert.equal(heldOnCounty(roster.actor(name), roles)?.role, roles[0])
  }
})
