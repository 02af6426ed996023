import assert from 'node:assert/strict'
import { test } from 'node:test'
import { monthIn, monthsFrom, openedIn, shareOf, spanOf, splitIn, splitsFor } from './asked.ts'

test('a month that is none, or still to come, is the one under way', () => {
  assert.equal(monthIn({ month: '2026-02' }, '2026-07-14'), '2026-02')
  for (const month of [undefined, '2026-13', '2026-08', 'x'])
    assert.equal(monthIn({ month }, '2026-07-14'), '2026-07')
  assert.deepEqual([monthsFrom('2026-01', -1), monthsFrom('2026-12', 1)], ['2025-12', '2027-01'])
})

test('one township is not split by township', () => {
  assert.equal(splitIn({}, splitsFor(false)), 'township')
  assert.equal(splitIn({ by: 'township' }, splitsFor(true)), 'place')
  assert.equal(splitIn({ by: 'handler' }, splitsFor(true)), 'handler')
})

test('an old or mistyped link opens no rows', () => {
  assert.equal(openedIn({ rate: 'speed' }), undefined)
  assert.deepEqual(openedIn({ rate: 'solution', in: 'all', line: 'x' }), {
    ...{ rate: 'solution', in: undefined, line: 'x' },
  })
})

test('a share of nothing is no nought, and weighted numerators keep their tenth', () => {
  assert.deepEqual(
    [
      shareOf({ numerator: 0, denominator: 0 }),
      shareOf({ numerator: 0, denominator: 4 }),
      shareOf({ numerator: 2.3, denominator: 3 }),
    ],
    ['–', '0.0%', '76.7%'],
  )
})

test('a span is told in the unit that people use', () => {
  assert.deepEqual([20, 3600, 47 * 3600, 60 * 3600].map(spanOf), [
    { n: 1, unit: 'minutes' },
    { n: 1, unit: 'hours' },
    { n: 47, unit: 'hours' },
    { n: 2.5, unit: 'days' },
  ])
})
