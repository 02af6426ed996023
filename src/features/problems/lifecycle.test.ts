import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineLifecycle, lifecycleFaults } from '#platform/lifecycle/lifecycle.ts'
import { permissionMatrix } from '#platform/lifecycle/matrix.ts'
import { createRoster, personNames, villageProblem } from '#tests/support/roster.ts'
import { problemLifecycle } from './lifecycle.ts'
import { partiesOf } from './policy.ts'

const roster = createRoster()
const lines = permissionMatrix(
  problemLifecycle,
  personNames.map((name) => ({ name, parties: partiesOf(roster.actor(name), villageProblem(roster)) })),
)
const allowed = (state: string, act: string) => lines.find((l) => l.state === state && l.act === act)?.allowed

test('the graph has no unreachable state, no unknown target and from everywhere a way to an end', () => {
  assert.deepEqual(lifecycleFaults(problemLifecycle), [])
})

test('a broken table stops the program with the fault’s name', () => {
  const broken = {
    kind: 'broken',
    begins: { open: { by: ['a'], to: 'one' } },
    states: { one: { owner: 'a', clock: null }, two: { owner: 'a', clock: null, ends: true as const } },
    table: { one: { go: { by: ['a'], to: 'nowhere' } }, two: {} },
  }
  assert.throws(
    () => defineLifecycle(broken as never),
    /one\.go leads to unknown nowhere.*two cannot be reached.*one has no way/,
  )
})

test('nobody of another township or village may do anything to a village’s problem', () => {
  const strangers = ['otherTownSecretary', 'siblingSecretary', 'otherVillageSecretary', 'departmentSecretary']
  for (const line of lines)
    for (const name of strangers)
      assert.ok(!line.allowed.includes(name as never), `${name} ${line.state}.${line.act}`)
})

test('administrators, viewers and secrecy reviewers act on nothing', () => {
  for (const line of lines)
    for (const name of ['systemAdmin', 'securityAdmin', 'auditAdmin', 'viewer', 'secrecy', 'townDiscipline'])
      assert.ok(!line.allowed.includes(name as never), `${name} ${line.state}.${line.act}`)
})

test('no gate to closing is in the hands of whom it judges', () => {
  const gates = [
    'endorse',
    'passDocuments',
    'recordSiteCheck',
    'passSiteCheck',
    'passEvaluation',
    'countersign',
    'close',
  ]
  for (const line of lines.filter((l) => gates.includes(l.act)))
    for (const name of ['villageSecretary', 'villageClerk'])
      assert.ok(!line.allowed.includes(name as never), `${name} ${line.state}.${line.act}`)
})

test('the township judges its village first, the office the others', () => {
  assert.deepEqual(allowed('closure_requested', 'endorse'), ['townSecretary', 'townClerk'])
  const departments = permissionMatrix(problemLifecycle, [
    {
      name: 'office',
      parties: partiesOf(roster.actor('office'), {
        organization_id: roster.organizations.agriculture,
        township_id: null,
      }),
    },
  ])
  assert.deepEqual(departments.find((l) => l.act === 'endorse')?.allowed, ['office'])
})
