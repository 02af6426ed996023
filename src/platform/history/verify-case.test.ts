import assert from 'node:assert/strict'
import { test } from 'node:test'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { type Entry, hashEntry, versionOf } from './entry.ts'
import { checkCase, type StoredCase } from './verify-case.ts'
import { parseExactly } from './verify-json.ts'

const id = '01990000-0000-7000-8000-000000000001'

/** A case as it would be read back, of any length and content. */
const anyCase: fc.Arbitrary<StoredCase> = fc
  .array(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((contents) => {
    const entries = []
    const versions = []
    let prev: string | null = null
    for (const [i, content] of contents.entries()) {
      const { version, fact } = versionOf(`problems/${id}`, content)
      const entry: Entry = {
        ...{ v: 1, county: 7, kind: 'problem', case: id, seq: i + 1, prev, act: 'claim' },
        ...{ at: '2026-03-01T00:00:00.000Z', entered: '2026-03-01T00:00:00.000Z' },
        ...{ actor: id, as: 'obligee', command: null, from: null, to: 'claimed', facts: [fact] },
      }
      prev = hashEntry(entry)
      const at = { county: 7, case: id, seq: i + 1 }
      entries.push({ ...at, text: canonicalize(entry)!, hash: prev })
      versions.push({
        ...{ ...at, ref: version.ref, salt: version.salt, erased: false },
        text: canonicalize(version.content)!,
      })
    }
    const chain = { county: 7, case: id, kind: 'problem', length: entries.length, head: prev! }
    return { county: 7, case: id, chain, entries, versions }
  })

test('what the program recorded has no fault', () => {
  fc.assert(fc.property(anyCase, (stored) => assert.deepEqual(checkCase(stored, []).faults, [])))
})

test('any single byte changed in an entry is found, and the entry named', () => {
  fc.assert(
    fc.property(
      anyCase,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (stored, which, where, flip) => {
        const n = which % stored.entries.length
        const entry = stored.entries[n]!
        const bytes = Buffer.from(entry.text)
        bytes[where % bytes.length]! ^= flip
        const entries = stored.entries.with(n, { ...entry, text: bytes.toString() })
        const { faults } = checkCase({ ...stored, entries }, [])
        assert.deepEqual(faults[0], { fault: 'entry_changed', seq: n + 1, as: 'content' })
      },
    ),
    { numRuns: 1000 },
  )
})

test('any single byte changed in a row version is found, and the version named', () => {
  fc.assert(
    fc.property(
      anyCase,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (stored, which, where, flip) => {
        const n = which % stored.versions.length
        const version = stored.versions[n]!
        const bytes = Buffer.from(version.text!)
        bytes[where % bytes.length]! ^= flip
        const text = bytes.toString()
        // Some bytes say the same in JSON, 1 and 1.0e0, or both stand for no character: nothing was changed then.
        fc.pre(canonicalOf(text) !== version.text)
        const versions = stored.versions.with(n, { ...version, text })
        const { faults } = checkCase({ ...stored, versions }, [])
        assert.deepEqual(faults, [{ fault: 'version_changed', seq: n + 1, ref: version.ref }])
      },
    ),
    { numRuns: 1000 },
  )
})

test('numbers are taken only as they stand', () => {
  for (const text of [
    '1.0',
    '100',
    '0.1',
    '-12.50',
    '1e21',
    '1000000000000000000000',
    '{"a":"1.00.x"}',
    '0.0',
  ])
    assert.notEqual(parseExactly(text), undefined, text)
  for (const text of [
    '1.00000000000000000001',
    '9007199254740993',
    '[0.1000000000000000055]',
    '{"a":',
    '1e-400',
  ])
    assert.equal(parseExactly(text), undefined, text)
})

function canonicalOf(text: string): string | undefined {
  try {
    return canonicalize(JSON.parse(text))
  } catch {
    return undefined
  }
}
