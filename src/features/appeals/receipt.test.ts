import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#platform/ids.ts'
import { readReceipt, receiptOf } from './receipt.ts'

const SYMBOLS = '23456789ABCDEFGHJKMNPQRTUVWXY'
const any = fc.uuid().map((id) => receiptOf('secret', id))

test('a receipt is read back however it is typed', () => {
  fc.assert(
    fc.property(any, (receipt) => {
      assert.match(receipt, /^[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}$/)
      assert.equal(readReceipt(receipt), receipt)
      assert.equal(readReceipt(` ${receipt.toLowerCase().replaceAll('-', ' ')} `), receipt)
      assert.equal(readReceipt(receipt.replaceAll('-', '—')), receipt)
    }),
  )
})

test('one or two wrong symbols, and two that changed places, are noticed', () => {
  const wrong = fc.record({
    receipt: any,
    at: fc.tuple(fc.nat(11), fc.nat(11)),
    by: fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 0, max: 28 })),
  })
  fc.assert(
    fc.property(wrong, ({ receipt, at, by }) => {
      const symbols = [...receipt.replaceAll('-', '')]
      const changed = [...symbols]
      for (const i of [0, 1] as const) {
        const place = at[i]
        if (i === 1 && place === at[0]) continue
        const value = SYMBOLS.indexOf(changed[place] ?? '')
        changed[place] = SYMBOLS[(value + by[i]) % 29] ?? ''
      }
      assert.equal(readReceipt(changed.join('')), undefined)
      const swapped = [...symbols]
      ;[swapped[at[0]], swapped[at[1]]] = [symbols[at[1]] ?? '', symbols[at[0]] ?? '']
      if (swapped.join('') !== symbols.join('')) assert.equal(readReceipt(swapped.join('')), undefined)
    }),
    { numRuns: 2_000 },
  )
})

test('letters that look alike are taken for what was meant; anything else is no receipt', () => {
  for (const typed of ['', 'K7QD', '这是什么', '!'.repeat(12), 'A'.repeat(200)])
    assert.equal(readReceipt(typed), undefined, typed)
})

test('the same command has the same receipt, others have others', () => {
  const one = newId()
  assert.equal(receiptOf('a', one), receiptOf('a', one))
  const many = new Set(Array.from({ length: 2_000 }, () => receiptOf('a', newId())))
  assert.equal(many.size, 2_000)
  assert.notEqual(receiptOf('a', one), receiptOf('b', one))
})
