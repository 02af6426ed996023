import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Role } from './api.ts'
import { type Asker, type Decider, decidersOf } from './authority.ts'

const askers: readonly Asker[] = ['security_admin', 'system_admin', 'office']

/** Every role that these can give to others, who then help them to give more, until nothing is added. */
function givenBy(hands: readonly Role[]): Set<Role> {
  const given = new Set<Role>()
  for (let size = -1; size < given.size; ) {
    size = given.size
    const held = new Set<Role>([...hands, ...given])
    for (const role of Role.options)
      for (const asked_as of askers.filter((asker) => held.has(asker)))
        if (decidersOf({ role, asked_as }).some((decider: Decider) => held.has(decider))) given.add(role)
  }
  return given
}

test('system and security administrator reach neither an administrator’s role nor the leading group, by whatever detour', () => {
  const given = givenBy(['system_admin', 'security_admin'])
  for (const role of ['leader', 'system_admin', 'security_admin', 'audit_admin'] as const)
    assert.ok(!given.has(role), role)
  // What they are there for, they can do.
  for (const role of ['office', 'secrecy', 'secretary', 'clerk'] as const) assert.ok(given.has(role), role)
})

test('with the audit administrator, or somebody of the leading group, every role can be given', () => {
  for (const third of ['audit_admin', 'leader'] as const)
    assert.deepEqual(
      [...givenBy(['system_admin', 'security_admin', third])].sort(),
      [...Role.options].sort(),
      third,
    )
})

test('neither of the two gives anything alone', () => {
  assert.deepEqual([...givenBy(['system_admin'])], [])
})
