import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  buildRuleBook,
  deadlineRule,
  dictionary,
  findRule,
  InvalidRule,
  MissingRule,
  type RuleRow,
  rule,
  rulesInForce,
  ruleValueIssues,
} from './index.ts'

const row = (over: Partial<RuleRow>): RuleRow => ({
  countyId: 1,
  id: '019aa000-0000-7000-8000-000000000001',
  kind: 'deadline',
  key: 'plan',
  version: 1,
  value: { amount: 30, unit: 'days' },
  basis: '县委巡察整改办法第九条',
  source: '县委办〔2024〕8号',
  validFrom: '2024-01-01',
  note: null,
  ...over,
})

test('the version in force is the highest that has begun, in whatever order the rows came', () => {
  const rows = [
    row({ version: 2, validFrom: '2026-01-01', value: { amount: 20, unit: 'workdays' } }),
    row({ version: 1 }),
    row({ version: 3, validFrom: '2027-01-01' }),
  ]
  const book = buildRuleBook(rows)
  assert.equal(rule(book, 'deadline', 'plan', '2025-12-31').version, 1)
  assert.equal(rule(book, 'deadline', 'plan', '2026-01-01').version, 2)
  assert.equal(rule(book, 'deadline', 'plan', '2030-06-01').version, 3)
})

test('a correction from the same day on wins over what it corrects', () => {
  const book = buildRuleBook([row({ version: 1 }), row({ version: 2, value: { amount: 45, unit: 'days' } })])
  assert.equal(deadlineRule(book, 'plan', '2024-01-01').amount, 45)
})

test('a rule that nobody wrote, or that has not begun, is a bug with a name', () => {
  const book = buildRuleBook([row({})])
  assert.equal(findRule(book, 'deadline', 'plan', '2023-12-31'), undefined)
  for (const [key, on] of [
    ['plan', '2023-12-31'],
    ['reply', '2026-01-01'],
  ] as const) {
    assert.throws(
      () => rule(book, 'deadline', key, on),
      (error) =>
        error instanceof MissingRule && error.kind === 'deadline' && error.key === key && error.on === on,
    )
  }
})

test('all rules of a kind in force, by key', () => {
  const book = buildRuleBook([
    row({ kind: 'pattern', key: 'phone', value: {} }),
    row({ kind: 'pattern', key: 'id_number', value: {} }),
    row({ kind: 'pattern', key: 'later', value: {}, validFrom: '2030-01-01' }),
    row({}),
  ])
  assert.deepEqual(
    rulesInForce(book, 'pattern', '2026-01-01').map(({ key }) => key),
    ['id_number', 'phone'],
  )
  assert.deepEqual(rulesInForce(book, 'none', '2026-01-01'), [])
})

test('a deadline rule is ready to be frozen on a clock', () => {
  const value = { amount: 15, unit: 'workdays', rollForward: false }
  assert.deepEqual(deadlineRule(buildRuleBook([row({ version: 4, value })]), 'plan', '2026-01-01'), {
    ...value,
    key: 'plan',
    version: 4,
    basis: '县委巡察整改办法第九条',
  })
})

test('a dictionary keeps its order and its further fields', () => {
  const value = [
    { code: 'audit', label: '审计' },
    { code: 'inspection', label: '巡察', short: '巡' },
  ]
  const book = buildRuleBook([row({ kind: 'dictionary', key: 'source', value })])
  assert.deepEqual(dictionary(book, 'source', '2026-01-01'), value)
})

test('a value that is not of its kind does not get in, and does not get out', () => {
  const reasons = (kind: string, value: unknown) => ruleValueIssues(kind, value).map(({ path }) => path)
  assert.deepEqual(reasons('deadline', { amount: 1.5, unit: 'hours' }), [])
  assert.deepEqual(ruleValueIssues('deadline', { amount: 1.5, unit: 'workdays' }), [
    { path: 'value.amount', reason: 'whole_days' },
  ])
  assert.deepEqual(reasons('deadline', { amount: -1, unit: 'weeks' }), ['value.amount', 'value.unit'])
  assert.deepEqual(reasons('dictionary', [{ code: 'a', label: '' }]), ['value.0.label'])
  const twice = [
    { code: 'a', label: '甲' },
    { code: 'a', label: '乙' },
  ]
  assert.deepEqual(ruleValueIssues('dictionary', twice), [{ path: 'value', reason: 'code_twice' }])
  assert.deepEqual(reasons('feature_of_its_own', 42), [])
  const broken = buildRuleBook([row({ value: '30天' })])
  assert.throws(() => deadlineRule(broken, 'plan', '2026-01-01'), InvalidRule)
})

test('property: the book answers as a search through all rows would', () => {
  const day = fc.integer({ min: 0, max: 28 }).map((n) => `2026-01-${String(n + 1).padStart(2, '0')}`)
  const rows = fc.array(fc.tuple(fc.constantFrom('plan', 'reply'), day), { maxLength: 20 }).map((entries) => {
    const versions = new Map<string, number>()
    return entries.map(([key, validFrom]) => {
      const version = (versions.get(key) ?? 0) + 1
      versions.set(key, version)
      return row({ key, validFrom, version })
    })
  })
  fc.assert(
    fc.property(rows, day, fc.constantFrom('plan', 'reply'), (rows, on, key) => {
      const begun = rows.filter((row) => row.key === key && row.validFrom <= on).map(({ version }) => version)
      const expected = begun.length > 0 ? Math.max(...begun) : undefined
      assert.equal(findRule(buildRuleBook(rows.toReversed()), 'deadline', key, on)?.version, expected)
    }),
  )
})
