import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lifecycleFaults } from '#platform/lifecycle/lifecycle.ts'
import { permissionMatrix } from '#platform/lifecycle/matrix.ts'
import { createRoster, personNames, villageProblem } from '#tests/support/roster.ts'
import { publicationLifecycle } from './lifecycle.ts'
import { partiesOf } from './policy.ts'

const roster = createRoster()
const lines = permissionMatrix(
  publicationLifecycle,
  personNames.map((name) => ({ name, parties: partiesOf(roster.actor(name), villageProblem(roster)) })),
)
const allowed = (state: string, act: string) => lines.find((l) => l.state === state && l.act === act)?.allowed

test('the graph has no unreachable state, no unknown target and from everywhere a way to an end', () => {
  assert.deepEqual(lifecycleFaults(publicationLifecycle), [])
})

test('administrators and viewers publish nothing, nor do people of another township', () => {
  const nobody = ['sysadmin', 'secadmin', 'auditor', 'viewer', 'otherTownSecretary', 'siblingSecretary']
  for (const line of lines)
    for (const name of nobody)
      assert.ok(!line.allowed.includes(name as never), `${name} ${line.state}.${line.act}`)
})

test('only the leading group agrees to withhold, only a secrecy reviewer reviews', () => {
  assert.deepEqual(allowed('withhold_approval', 'approveWithholding'), ['leader'])
  assert.deepEqual(allowed('secrecy_review', 'passSecrecy'), ['secrecy'])
  assert.deepEqual(allowed('approval', 'approve'), ['office', 'office2', 'leader', 'townSecretary'])
})

test('whoever drafts takes nothing away alone: a secrecy reviewer or an approver withdraws, apart from the writers', () => {
  assert.deepEqual(allowed('published', 'withdraw'), [
    'office',
    'office2',
    'leader',
    'secrecy',
    'townSecretary',
  ])
  const row = publicationLifecycle.table.published.withdraw
  for (const made of ['begin', 'edit', 'submit', 'confirmPage'] as const)
    assert.ok(row?.apartFrom?.includes(made), `withdraw apart from ${made}`)
})

test('between drafting and publishing stand a review and an approval that the writers cannot do', () => {
  for (const [state, act] of [
    ['secrecy_review', 'passSecrecy'],
    ['approval', 'approve'],
  ] as const)
    for (const made of ['begin', 'revise', 'edit', 'submit', 'confirmPage', 'passMasks'] as const)
      assert.ok(
        publicationLifecycle.table[state][act]?.apartFrom?.includes(made),
        `${act} apart from ${made}`,
      )
  assert.ok(publicationLifecycle.table.approval.approve?.apartFrom?.includes('passSecrecy'))
})
