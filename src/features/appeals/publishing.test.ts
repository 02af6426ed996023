import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isFew } from '#platform/small-counts/index.ts'
import { ALL } from './figures/facts.ts'
import { tellable } from './publishing.ts'

type Line = Parameters<typeof tellable>[0][number]

/** The frozen lines of a month: what came in of each field in each township, all of it in one village there. */
function linesOf(byTown: readonly (readonly number[])[]): Line[] {
  const line = (scope: Line['scope'], id: string, within: string, n: number): Line => ({
    ...{ scope, id, within },
    figures: { counts: { received: n } } as Line['figures'],
  })
  const sum = (counts: readonly number[]) => counts.reduce((all, n) => all + n, 0)
  return [
    line('county', ALL, ALL, sum(byTown.flat())),
    ...(byTown[0] ?? []).map((_, f) =>
      line('field', `f${f}`, ALL, sum(byTown.map((fields) => fields[f] ?? 0))),
    ),
    ...byTown.flatMap((fields, t) => [
      line('township', `t${t}`, `t${t}`, sum(fields)),
      line('place', `v${t}`, `t${t}`, sum(fields)),
      ...fields.map((n, f) => line('field', `f${f}`, `t${t}`, n)),
    ]),
  ]
}

const told = (byTown: readonly (readonly number[])[]) =>
  tellable(linesOf(byTown), ({ counts }) => counts.received)

test('a county with a few everywhere tells how many there were', () => {
  // As many fields as townships, one or two of each: one table beside the other would leave nothing.
  const of = told([
    [4, 6, 5, 6],
    [1, 0, 1, 0],
    [0, 2, 0, 1],
    [1, 1, 0, 0],
    [0, 0, 2, 1],
    [2, 0, 0, 0],
  ])
  assert.equal(of('all'), 33)
  assert.equal(of('t t1'), null)
})

test('a county with many everywhere tells everything but what is few and what gives it away', () => {
  const of = told([
    [30, 25, 3],
    [20, 40, 8],
    [15, 9, 12],
  ])
  assert.deepEqual(
    ['all', 't t0', 'f f2', 't t2 f f2', 't t0 f f2'].map(of),
    [162, 58, 23, 12, null],
    'the township’s own fields are told too',
  )
})

test('nothing few is told, nor the rest of a sum; the whole county is told unless it is few itself', () => {
  const n = fc.oneof(fc.constant(0), fc.nat(4), fc.nat(30))
  fc.assert(
    fc.property(
      fc.array(fc.array(n, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
      (byTown) => {
        const of = told(byTown)
        const lines = linesOf(byTown)
        const whole = lines[0]?.figures.counts.received ?? 0
        assert.equal(of('all'), isFew(whole) ? null : whole)
        for (const scope of ['township', 'field'] as const) {
          const parts = lines.filter(
            (line) => line.scope === scope && (scope === 'township' || line.within === ALL),
          )
          const said = parts.map(({ id }) => of(`${scope === 'township' ? 't' : 'f'} ${id}`))
          for (const count of said) assert.ok(count === null || !isFew(count))
          const rest = whole - said.reduce<number>((sum, count) => sum + (count ?? 0), 0)
          if (of('all') !== null && said.some((count) => count !== null))
            assert.ok(!isFew(rest), `${rest} are left`)
        }
      },
    ),
    { numRuns: 300 },
  )
})
