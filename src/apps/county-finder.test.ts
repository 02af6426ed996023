import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countyAt } from './county-finder.ts'

const east = { name: 'east', host: 'east.test', prefix: 'east' }
const west = { name: 'west', host: null, prefix: 'west' }
const bare = { name: 'bare', host: null, prefix: null }
const at = (counties: (typeof east | typeof west | typeof bare)[], host: string, prefix?: string) =>
  countyAt(counties, host, prefix)?.name

test('the only county answers everywhere at the root, and below its own path', () => {
  assert.equal(at([bare], 'any.test'), 'bare')
  assert.equal(at([west], 'any.test', 'west'), 'west')
  assert.equal(at([west], 'any.test', 'east'), undefined)
  assert.equal(at([], 'any.test'), undefined)
})

test('of several counties, host or path says which', () => {
  const counties = [east, west, bare]
  assert.equal(at(counties, 'EAST.test'), 'east')
  assert.equal(at(counties, 'other.test'), undefined)
  assert.equal(at(counties, 'other.test', 'west'), 'west')
  assert.equal(at(counties, 'other.test', 'east'), 'east')
  assert.equal(at(counties, 'east.test', 'east'), 'east')
})

test('a county’s own host opens no other county', () => {
  assert.equal(at([east, west], 'east.test', 'west'), undefined)
  assert.equal(at([east, west], 'east.test', 'nobody'), undefined)
})
