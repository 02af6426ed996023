import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FEWEST } from './plan.ts'
import { boundPercent, toldCounts, toldKnown, toldShare, toldTogether } from './told.ts'

test('one who did not know is not told: the share is a bound', () => {
  const { share, counts } = toldKnown({ '': 11, well: 6, some: 4, no: 1 })
  assert.deepEqual(share, { is: 'atLeast', n: 7, of: 11 })
  assert.equal(boundPercent(share), 63)
  assert.equal(counts.no, null)
  assert.deepEqual(toldShare(11, 11), { is: 'exactly', n: 11, of: 11 })
  assert.deepEqual(toldShare(6, 11), { is: 'exactly', n: 6, of: 11 })
  assert.deepEqual(toldShare(2, 11), { is: 'atMost', n: 4, of: 11 })
  assert.equal(toldShare(5, 6), null, 'a bound would be the number')
})

test('whatever is told of one answer, three numbers and more may stand behind a share that is not told', () => {
  for (let of = FEWEST; of < 40; of++) {
    const same = Map.groupBy(
      Array.from({ length: of + 1 }, (_, n) => n),
      (n) => JSON.stringify(toldShare(n, of)),
    )
    for (const [told, numbers] of same)
      if (!told.includes('exactly')) assert.ok(numbers.length > 2, `${told} of ${of}: ${numbers}`)
  }
})

const count = fc.oneof(fc.nat(6), fc.nat(30))
const answers = fc.record({ a: count, b: count, c: count }).filter(({ a, b, c }) => a + b + c >= FEWEST)
const told = (given: { a: number; b: number; c: number }) => JSON.stringify(toldCounts(given, ['a', 'b']))

test('no count under five follows from what is told beside it', () => {
  fc.assert(
    fc.property(answers, (given) => {
      const all = given.a + given.b + given.c
      const { share, counts } = toldCounts(given, ['a', 'b'])
      for (const code of ['a', 'b', 'c'] as const) {
        const n = given[code]
        if (n === 0 || n >= FEWEST) continue
        assert.equal(counts[code], null)
        const alike = new Set<number>()
        for (let a = 0; a <= all; a++)
          for (let b = 0; a + b <= all; b++) {
            const other = { a, b, c: all - a - b }
            if (fits(other, { share, counts })) alike.add(other[code])
          }
        assert.ok(alike.size > 1, `${code} of ${JSON.stringify(given)} can only be ${n}: ${told(given)}`)
      }
    }),
    { numRuns: 400 },
  )
})

/** Whether these counts are possible for whoever reads what is told; nought would be told. */
function fits(
  { a, b, c }: { a: number; b: number; c: number },
  { share, counts }: ReturnType<typeof toldCounts>,
): boolean {
  const isAs = (n: number, shown: number | null | undefined) => (shown === null ? n > 0 : n === shown)
  const isShare = !share || (share.is === 'exactly' ? a + b === share.n : a + b > 0 && c > 0)
  return isShare && isAs(a, counts.a) && isAs(b, counts.b) && isAs(c, counts.c)
}

test('the share of a place says no more of one class than the class’s own', () => {
  const [whole, few, small] = [
    { n: 20, of: 25 },
    { n: 9, of: 10 },
    { n: 5, of: 6 },
  ]
  assert.deepEqual(toldTogether([whole, few]), { is: 'atLeast', n: 26, of: 35 })
  assert.deepEqual(toldTogether([whole, { n: 6, of: 6 }]), { is: 'exactly', n: 26, of: 31 })
  // Of six that are not told as much is known as that they are neither nobody nor all.
  assert.deepEqual(toldTogether([whole, small]), { is: 'atLeast', n: 21, of: 31 })
  assert.deepEqual(toldTogether([{ n: 2, of: 10 }, small]), { is: 'atMost', n: 9, of: 16 })
  assert.equal(toldTogether([few, { n: 2, of: 10 }]), null)
  assert.equal(toldTogether([small]), null)
  assert.equal(toldTogether([]), null)
})
