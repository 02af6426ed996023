import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groupUp } from './group-up.ts'
import { FEW, isFew, type Sum, untold } from './protect.ts'

const table = (counts: Record<string, number>, ...sums: [string, string[]][]) => ({
  cells: new Map(Object.entries(counts)),
  sums: sums.map(([total, parts]): Sum => ({ total, parts })),
})
const left = (given: ReturnType<typeof table>) => [...untold(given)].sort()

test('known answers', () => {
  const all = ['a', 'b', 'c']
  assert.deepEqual(left(table({ all: 30, a: 10, b: 12, c: 8 }, ['all', all])), [], 'nothing is few')
  assert.deepEqual(left(table({ all: 22, a: 10, b: 12, c: 0 }, ['all', all])), [], 'nought is nobody')
  assert.deepEqual(left(table({ all: 25, a: 10, b: 12, c: 3 }, ['all', all])), ['a', 'c'], 'one alone')
  assert.deepEqual(
    left(table({ all: 17, a: 10, b: 4, c: 3 }, ['all', all])),
    ['b', 'c'],
    'seven, which of them whose',
  )
  assert.deepEqual(
    left(table({ all: 14, a: 10, b: 2, c: 2 }, ['all', all])),
    ['a', 'b', 'c'],
    'four together are few',
  )
  assert.deepEqual(
    left(table({ all: 18, a: 10, b: 4, c: 4 }, ['all', all])),
    ['a', 'b', 'c'],
    'eight can be 4 and 4 only',
  )
  const five = ['a', 'b', 'c', 'd', 'e']
  assert.deepEqual(
    left(table({ all: 11, a: 1, b: 1, c: 1, d: 1, e: 1, f: 6 }, ['all', [...five, 'f']])),
    [...five, 'f'],
    'five of five can be 1 each only',
  )
  assert.deepEqual(left(table({ all: 3, a: 3, b: 0, c: 0 }, ['all', all])), ['a', 'all'])
  assert.deepEqual(left(table({ all: 8, a: 8 }, ['all', ['a']])), [])
})

test('what is left out of one table is not worked out through another', () => {
  // Two townships by two fields: the one of three is alone in its row and in its column until others go too.
  const cells = { all: 59, t: 28, u: 31, f: 20, g: 39, tf: 3, tg: 25, uf: 17, ug: 14 }
  const sums: [string, string[]][] = [
    ['all', ['t', 'u']],
    ['all', ['f', 'g']],
    ...([
      ['t', ['tf', 'tg']],
      ['u', ['uf', 'ug']],
      ['f', ['tf', 'uf']],
      ['g', ['tg', 'ug']],
    ] as [string, string[]][]),
  ]
  assert.deepEqual(left(table(cells, ...sums)), ['tf', 'tg', 'uf', 'ug'])
})

/** Counts of a county: townships by fields and by villages, with all the sums that are published. */
const counties = (most: number, size: number) =>
  fc
    .tuple(
      fc.integer({ min: 1, max: size }),
      fc.integer({ min: 1, max: size }),
      fc.integer({ min: 1, max: size }),
    )
    .chain(([townships, fields, villages]) => {
      const n = fc.oneof(
        fc.constant(0),
        fc.constant(1),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: most }),
      )
      return fc.record({
        byField: fc.array(fc.array(n, { minLength: fields, maxLength: fields }), {
          ...{ minLength: townships, maxLength: townships },
        }),
        cuts: fc.array(fc.array(fc.nat(), { minLength: villages - 1, maxLength: villages - 1 }), {
          ...{ minLength: townships, maxLength: townships },
        }),
      })
    })
    .map(({ byField, cuts }) => {
      const cells = new Map<string, number>([['all', 0]])
      const add = (name: string, more: number) => cells.set(name, (cells.get(name) ?? 0) + more)
      const fields = byField[0]?.map((_, f) => `f${f}`) ?? []
      const sums: Sum[] = [
        { total: 'all', parts: byField.map((_, t) => `t${t}`) },
        { total: 'all', parts: fields },
        ...fields.map((f) => ({ total: f, parts: byField.map((_, t) => `t${t}${f}`) })),
      ]
      byField.forEach((row, t) => {
        row.forEach((count, f) => {
          for (const name of ['all', `t${t}`, `f${f}`, `t${t}f${f}`]) add(name, count)
        })
        sums.push({ total: `t${t}`, parts: fields.map((f) => `t${t}${f}`) })
        const whole = cells.get(`t${t}`) ?? 0
        const at = [0, ...(cuts[t] ?? []).map((cut) => cut % (whole + 1)).sort((a, b) => a - b), whole]
        const villages = at.slice(1).map((to, v) => ({ name: `t${t}v${v}`, count: to - (at[v] ?? 0) }))
        for (const { name, count } of villages) add(name, count)
        sums.push({ total: `t${t}`, parts: villages.map(({ name }) => name) })
      })
      return { cells, sums }
    })

/**
 * Whether somebody who knows everything that is told could believe another number at this place: looks for one more or
 * one less, and repairs each sum that this breaks by another count that is not told. None of these may fall below one:
 * nought is told where it is.
 */
function couldBeAnother(
  { cells, sums }: { cells: ReadonlyMap<string, number>; sums: readonly Sum[] },
  hidden: ReadonlySet<string>,
  name: string,
): boolean {
  const moved = new Map<string, number>()
  const off = ({ total, parts }: Sum) =>
    (moved.get(total) ?? 0) - parts.reduce((sum, part) => sum + (moved.get(part) ?? 0), 0)
  const least = (at: string) => Math.min(1, cells.get(at) ?? 0)
  const repair = (depth: number): boolean => {
    const broken = sums.find((sum) => off(sum) !== 0)
    if (!broken) return true
    if (depth === 0) return false
    for (const at of [broken.total, ...broken.parts]) {
      if (!hidden.has(at) || moved.has(at)) continue
      const by = (at === broken.total ? -1 : 1) * off(broken)
      if ((cells.get(at) ?? 0) + by < least(at)) continue
      moved.set(at, by)
      if (repair(depth - 1)) return true
      moved.delete(at)
    }
    return false
  }
  return [1, -1].some((by) => {
    if ((cells.get(name) ?? 0) + by < least(name)) return false
    moved.clear()
    moved.set(name, by)
    return repair(14)
  })
}

test('no count under five is told or can be worked out, whatever is told beside it', () => {
  fc.assert(
    fc.property(counties(30, 3), (county) => {
      const hidden = untold(county)
      for (const [name, n] of county.cells) {
        if (!isFew(n)) continue
        assert.ok(hidden.has(name), `${name} is told`)
        assert.ok(couldBeAnother(county, hidden, name), `${name} can only be ${n}`)
      }
      for (const { total, parts } of county.sums) {
        const out = parts.filter((part) => hidden.has(part))
        const sum = out.reduce((all, part) => all + (county.cells.get(part) ?? 0), 0)
        if (!hidden.has(total)) assert.ok(!isFew(sum), `what is left out of ${total} is ${sum} together`)
      }
    }),
    { numRuns: 600 },
  )
})

test('a whole county takes no time, and most of it is told', () => {
  const [county] = fc.sample(
    counties(60, 3).filter(({ cells }) => cells.size > 20),
    { seed: 7, numRuns: 1 },
  )
  assert.ok(county)
  const cells = new Map<string, number>()
  const sums: Sum[] = []
  const townships = Array.from({ length: 30 }, (_, t) => `t${t}`)
  const fields = Array.from({ length: 14 }, (_, f) => `f${f}`)
  const add = (name: string, n: number) => cells.set(name, (cells.get(name) ?? 0) + n)
  for (const [t, town] of townships.entries()) {
    for (const [f, field] of fields.entries()) {
      const n = (t * 31 + f * 17) % 43
      for (const name of ['all', town, field, `${town}${field}`]) add(name, n)
    }
    const villages = Array.from({ length: 12 }, (_, v) => `${town}v${v}`)
    for (const [v, village] of villages.entries())
      add(
        village,
        Math.floor(((cells.get(town) ?? 0) * (v + 1)) / 12) - Math.floor(((cells.get(town) ?? 0) * v) / 12),
      )
    sums.push(
      { total: town, parts: fields.map((field) => `${town}${field}`) },
      { total: town, parts: villages },
    )
  }
  for (const field of fields) sums.push({ total: field, parts: townships.map((town) => `${town}${field}`) })
  sums.push({ total: 'all', parts: townships }, { total: 'all', parts: fields })
  const begun = performance.now()
  const hidden = untold({ cells, sums })
  assert.ok(performance.now() - begun < 2_000)
  assert.ok(hidden.size > 0 && hidden.size < cells.size / 4, `${hidden.size} of ${cells.size}`)
})

test('rows are told by as much as five or more have alike', () => {
  const row = (place: string, field: string) => ({ place, town: place[0] ?? '', field })
  const levels = [
    ({ place, field }: ReturnType<typeof row>) => `${place} ${field}`,
    ({ town, field }: ReturnType<typeof row>) => `${town} ${field}`,
    ({ town }: ReturnType<typeof row>) => town,
    () => '',
  ]
  const times = (n: number, place: string, field: string) =>
    Array.from({ length: n }, () => row(place, field))
  assert.equal(groupUp(times(4, 'a1', 'roads'), levels), null, 'too few to be told one by one')
  assert.deepEqual(groupUp([], levels), [])
  assert.deepEqual(
    groupUp([...times(5, 'a1', 'roads'), ...times(3, 'a2', 'land'), ...times(2, 'a3', 'land')], levels)?.map(
      ({ level, rows }) => [level, rows.length],
    ),
    [
      [0, 5],
      [1, 5],
    ],
  )
  const joined = groupUp([...times(6, 'a1', 'roads'), ...times(1, 'b1', 'land')], levels)
  assert.deepEqual(
    joined?.map(({ level, rows }) => [level, rows.length]),
    [[3, 7]],
    'one alone takes others along',
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a1', 'a2', 'b1', 'b2'), fc.constantFrom('x', 'y', 'z'))),
      (given) => {
        const rows = given.map(([place, field]) => row(place, field))
        const groups = groupUp(rows, levels)
        if (groups === null) return assert.ok(rows.length < FEW)
        assert.equal(groups.flatMap((group) => group.rows).length, rows.length)
        for (const group of groups) assert.ok(group.rows.length >= FEW)
      },
    ),
  )
})
