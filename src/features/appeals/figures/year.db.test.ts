import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { appealDeps } from '#tests/support/appeal-walk.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createSmallCounty, type SmallCounty } from '#tests/support/small-county.ts'
import { lifeSteps } from '../../../../bench/appeal-lives.ts'
import { addAppeals } from '../../../../bench/appeals.ts'
import { appealLifecycle } from '../lifecycle.ts'
import { freezeMonth, type MonthLine, monthLines, verifyMonth } from './months.ts'
import type { Rate, Rates } from './rates.ts'

const COUNT = 20_000
const months = Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`)

let base: TestDatabase
let county: SmallCounty
before(async () => {
  base = await createTestDatabase()
  county = await createSmallCounty(base)
  const [from, to] = [new Date('2025-12-31T16:00:00Z'), new Date('2026-12-31T16:00:00Z')]
  await addAppeals(base.owner, { countyId: county.countyId, count: COUNT, from, to, until: to })
})
after(() => base.close())

const frozenAt = (month: string) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1, -8 + 3, 20))

test('a year of appeals is frozen month by month, and every month is derived again to the same figures', async () => {
  const deps = appealDeps(county)
  for (const month of months) {
    const world = await county.world(frozenAt(month))
    assert.equal(await freezeMonth(deps, world, county.countyId, month, 'operator'), 'frozen')
    assert.equal(await freezeMonth(deps, world, county.countyId, month, 'operator'), 'already')
  }
  const world = await county.world(new Date('2027-02-01T00:00:00Z'))
  let received = 0
  for (const month of months) {
    const verified = await verifyMonth(deps, world, county.countyId, month)
    assert.deepEqual(verified?.differing, [], month)
    assert.ok(verified?.entryHolds)
    assert.ok((verified?.lines ?? 0) > 20)
    const told = await linesOf(month, 'county', 'all')
    received += told[0]?.figures.counts.received ?? 0
  }
  const { rows } = await base.owner.query("SELECT count(*)::int AS n FROM appeals WHERE state <> 'set_aside'")
  assert.ok(Math.abs(received - rows[0].n) < 50, `${received} of ${rows[0].n}`)
})

const linesOf = async (month: string, scope: MonthLine['scope'], within: string) => {
  const world = await county.world(new Date('2027-02-01T00:00:00Z'))
  const told = await monthLines(appealDeps(county), world, county.countyId, month, { scope, within })
  assert.ok(told.frozen)
  return told.lines
}

test('the rates of the parts add up to the whole: townships, villages, fields, handlers', async () => {
  for (const month of months) {
    const [whole] = await linesOf(month, 'county', 'all')
    assert.ok(whole)
    const townships = await linesOf(month, 'township', '*')
    assert.deepEqual(sumOf(townships), sumOf([whole]), `townships ${month}`)
    for (const scope of ['field', 'handler'] as const)
      assert.deepEqual(sumOf(await linesOf(month, scope, 'all')), sumOf([whole]), `${scope} ${month}`)
    for (const township of townships)
      for (const scope of ['place', 'field', 'handler'] as const)
        assert.deepEqual(
          sumOf(await linesOf(month, scope, township.id)),
          sumOf([township]),
          `${scope} ${month}`,
        )
  }
})

type Sum = Record<string, number>
/** Everything that is a number of appeals, by name. Weighted numerators to what decimals can say. */
function sumOf(lines: readonly MonthLine[]): Sum {
  const sum: Sum = {}
  const add = (name: string, n: number) => {
    sum[name] = Math.round(((sum[name] ?? 0) + n) * 1e4) / 1e4
  }
  for (const { figures } of lines)
    for (const [name, value] of Object.entries(figures as unknown as Record<string, unknown>)) {
      if (name === 'score' || name === 'speed') continue
      for (const [part, n] of Object.entries(value as Record<string, unknown>)) {
        if (typeof n === 'number') add(`${name}.${part}`, n)
        else
          for (const [key, m] of Object.entries(n as Record<string, number>)) add(`${name}.${part}.${key}`, m)
      }
    }
  return Object.fromEntries(Object.entries(sum).sort(([a], [b]) => (a < b ? -1 : 1)))
}

test('every kind of figure is met in the year, so that the sums above say something', async () => {
  const whole: Rates[] = []
  for (const month of months)
    whole.push(...(await linesOf(month, 'county', 'all')).map(({ figures }) => figures))
  const met = (of: (rates: Rates) => number) => assert.ok(whole.some((rates) => of(rates) > 0))
  const excluded = (rate: keyof Pick<Rates, 'response' | 'solution' | 'satisfaction'>, reason: string) =>
    met((rates) => (rates[rate] as Rate).excluded[reason] ?? 0)
  excluded('response', 'code:beyond_power')
  excluded('response', 'no_contact_left')
  excluded('response', 'not_due')
  excluded('response', 'withdrawn')
  excluded('response', 'state:joined')
  excluded('solution', 'nature:inquiry')
  excluded('solution', 'nature:advice')
  excluded('solution', 'state:suspended')
  excluded('solution', 'reasonableness:no_basis')
  excluded('satisfaction', 'nature:praise')
  met(({ solution }) => solution.unreached)
  met(({ satisfaction }) => satisfaction.unrated)
  met(({ returned }) => returned.numerator)
  met(({ repeated }) => repeated.numerator)
  met(({ counts }) => counts.suspended)
  met(({ counts }) => counts.overdue)
  met(({ closedInTime }) => closedInTime.denominator - closedInTime.numerator)
})

test('what is decided later changes no month that was frozen before', async () => {
  const world = await county.world(new Date('2027-02-01T00:00:00Z'))
  const { countyId } = county
  const later = '2027-01-20T00:00:00Z'
  await base.owner.query(
    `INSERT INTO appeal_classes (county_id, id, appeal_id, track, nature, urgency, is_complex, field_code, reasonableness, at, person_id)
     SELECT county_id, gen_random_uuid(), appeal_id, track, 'praise', urgency, is_complex, 'other', 'no_basis', $1, person_id
     FROM appeal_classes WHERE at > '2026-05-01' AND at < '2026-06-01'`,
    [later],
  )
  await base.owner.query(
    `INSERT INTO appeal_callbacks (county_id, id, appeal_id, round, way, outcome, at, person_id)
     SELECT county_id, gen_random_uuid(), appeal_id, round, 'call', 'unsolved', $1, person_id FROM appeal_callbacks
     WHERE at > '2026-05-01' AND at < '2026-06-01' AND outcome = 'solved'`,
    [later],
  )
  await base.owner.query(
    `INSERT INTO appeal_requests (county_id, id, appeal_id, round, kind, asks, reason, requested_by, requested_at, status, decided_at)
     SELECT county_id, gen_random_uuid(), appeal_id, round, 'exclusion', '{"reasonCode":"beyond_power"}', '', person_id, $1,
       'approved', $1 FROM appeal_assignments WHERE assigned_at > '2026-05-01' AND assigned_at < '2026-06-01'`,
    [later],
  )
  await base.owner.query(
    `INSERT INTO appeal_spans (county_id, appeal_id, seq, from_at, state, round, place_id, township_id, handler_id, nature, field_code, due_at)
     SELECT DISTINCT ON (appeal_id) county_id, appeal_id, seq + 1, $1, 'handling', round + 1, place_id, township_id, handler_id,
       'praise', 'other', 'infinity' FROM appeal_spans ORDER BY appeal_id, seq DESC`,
    [later],
  )
  for (const month of months)
    assert.deepEqual((await verifyMonth(appealDeps(county), world, countyId, month))?.differing, [], month)
})

test('a row that was tampered with, and a line, are found out', async () => {
  const world = await county.world(new Date('2027-02-01T00:00:00Z'))
  await base.owner.query(
    `UPDATE appeal_callbacks SET outcome = 'solved' WHERE id = (SELECT c.id FROM appeal_callbacks c
       JOIN appeals a ON a.county_id = c.county_id AND a.id = c.appeal_id AND a.nature = 'help'
       WHERE c.at > '2026-03-05' AND c.at < '2026-03-20' AND c.outcome = 'unsolved' AND a.redos = 0
         AND NOT EXISTS (SELECT FROM appeal_callbacks l WHERE l.appeal_id = c.appeal_id AND l.at > c.at)
         AND a.excluded_code IS NULL AND a.reasonableness <> 'no_basis' LIMIT 1)`,
  )
  const verified = await verifyMonth(appealDeps(county), world, county.countyId, '2026-03')
  assert.ok(verified?.differing.includes('county all all'))
  await base.owner.query(
    `UPDATE appeal_months SET figures = jsonb_set(figures, '{response,numerator}', '99999') WHERE month = '2026-04' AND scope = 'county'`,
  )
  const other = await verifyMonth(appealDeps(county), world, county.countyId, '2026-04')
  assert.deepEqual(other?.differing, ['county all all'])
  for (const change of [
    'UPDATE appeal_months SET received = 0',
    'DELETE FROM appeal_months',
    'TRUNCATE appeal_months',
  ])
    await assert.rejects(base.app.query(change), /permission denied/)
})

test('the generated lives are lives that the lifecycle allows', () => {
  const byLife = Map.groupBy(lifeSteps, ({ life }) => life)
  for (const [life, steps] of byLife)
    for (const [i, { act, state }] of steps.entries()) {
      const before = steps[i - 1]?.state as keyof typeof appealLifecycle.table | undefined
      const rows = before ? appealLifecycle.table[before] : appealLifecycle.begins
      const known =
        Object.values(rows).some((row) => row?.to === state) || (before === state && act === 'reclassify')
      assert.ok(known, `${life}: ${before} → ${act} → ${state}`)
    }
})
