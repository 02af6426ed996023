import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFew } from '#platform/small-counts/index.ts'
import { ALL } from './figures/facts.ts'
import { nameOf, tellable } from './publishing.ts'

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

const told = (byTown: readonly (readonly number[])[]) => {
  const sizes = { towns: byTown.length, villages: byTown.length, fields: byTown[0]?.length ?? 0 }
  return tellable(linesOf(byTown), sizes, ({ counts }) => counts.received)
}

test('a county with a few everywhere tells how many there were, and by what it has enough of', () => {
  const of = told([
    [14, 6, 5],
    [1, 0, 1],
    [0, 2, 0],
    [1, 1, 0],
    [0, 0, 2],
    [2, 0, 0],
  ])
  assert.deepEqual(['all', 't t0', 'f f0', 'f f1', 'f f2', 't t0 f f0'].map(of), [35, 25, 18, 9, 8, null])
})

test('a county with many everywhere tells everything but what is few and what gives it away', () => {
  const of = told([
    [30, 25, 3],
    [20, 40, 8],
    [15, 9, 12],
  ])
  assert.deepEqual(['all', 't t0', 'f f2', 't t2 f f2', 't t0 f f2'].map(of), [162, 58, 23, 12, null])
})

/** Every way in which so many can come in, up to a number. */
function* worlds(cells: number, most: number): Generator<number[]> {
  if (cells === 0) return yield []
  for (let n = 0; n <= most; n++) for (const rest of worlds(cells - 1, most - n)) yield [n, ...rest]
}

for (const [towns, fields, most] of [
  [2, 1, 14],
  [2, 2, 16],
  [3, 2, 12],
] as const)
  test(`whoever knows the rule works out no count under five: ${towns} townships, ${fields} fields, up to ${most}`, () => {
    // By what is told, the values that each count may have; told is the whole, unless it is few itself.
    const alike = new Map<string, Set<number>[]>()
    for (const world of worlds(towns * fields, most)) {
      const byTown = Array.from({ length: towns }, (_, t) => world.slice(t * fields, (t + 1) * fields))
      const of = told(byTown)
      const counts = linesOf(byTown).map(({ figures }) => figures.counts.received)
      const names = linesOf(byTown).map(nameOf)
      const whole = counts[0] ?? 0
      assert.equal(of('all'), isFew(whole) ? null : whole)
      if (of('all') === null) continue
      const said = names.map((name) => of(name ?? '')).join()
      const values = alike.get(said) ?? counts.map(() => new Set<number>())
      alike.set(said, values)
      for (const [i, n] of counts.entries()) values[i]?.add(n)
    }
    const knownFew = [...alike].flatMap(([said, values]) =>
      values.filter((set) => set.size === 1 && [...set].some(isFew)).map(() => said),
    )
    assert.deepEqual(knownFew, [])
  })
